package sqlstore

import (
	"math"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// The number of a claim tells its place in the order of claims: its day, then the number of its article, then its place in it from the
// last to the first. So the latest claims have the highest numbers, and every index that ends in the number of the claim gives claims in
// order.
const (
	dayBits     = 19
	articleBits = 25
	placeBits   = 19

	secondsADay = 24 * 60 * 60

	mostDays     = 1<<dayBits - 1
	mostArticles = 1<<articleBits - 1
	mostPlaces   = 1<<placeBits - 1
)

// firstDay is the day of code 1. Codes reach into the year 2935; what was published earlier or later stands with the first or the last.
var firstDay = time.Date(1500, 1, 1, 0, 0, 0, 0, time.UTC)

// dayCode gives the code of a day, 0 for none.
func dayCode(day string) int64 {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0
	}
	return min(max((t.Unix()-firstDay.Unix())/secondsADay, 0)+1, mostDays)
}

// block gives the lowest and the highest number that claims of an article may have.
func block(day string, article int64) (low, high int64) {
	low = dayCode(day)<<(articleBits+placeBits) | article<<placeBits
	return low, low | mostPlaces
}

// days gives the lowest and the highest number of claims published from one day to another; a blank day is an open side.
func days(from, to string) (low, high int64) {
	low, high = 1<<(articleBits+placeBits), 1<<(dayBits+articleBits+placeBits)-1 // without those that have no day
	if from != "" {
		low = dayCode(from) << (articleBits + placeBits)
	}
	if to != "" {
		high = (dayCode(to)+1)<<(articleBits+placeBits) - 1
	}
	return low, high
}

// fits tells what is too much for the numbers, as a BadInput.
func fits(r *isnad.Record, article int64) error {
	place := "article " + r.Article.ID
	if len(r.Claims) > mostPlaces {
		return isnad.Bad(place, "it holds %d claims; a store takes at most %d of one article", len(r.Claims), mostPlaces)
	}
	if article > mostArticles {
		return isnad.Bad(place, "the store is full: it holds %d articles", mostArticles)
	}
	return nil
}

// behind is the condition that a claim comes behind the end of a page.
func behind(k store.Key, earliest bool) Condition {
	low, high := block(k.Day, k.Article)
	if earliest {
		return Condition{Range: &Range{low, math.MaxInt64}, Check: "c.number > ? OR c.at < ? OR (c.at = ? AND c.n < ?)", Args: []any{high, k.At, k.At, k.N}}
	}
	return Condition{Range: &Range{0, high}, Check: "c.number < ? OR c.at > ? OR (c.at = ? AND c.n > ?)", Args: []any{low, k.At, k.At, k.N}}
}
