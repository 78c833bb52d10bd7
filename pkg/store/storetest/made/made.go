// Package made makes records up, as many as are asked for and the same ones every time: for load tests, and to compare stores.
//
// It knows what news is like as far as a store can feel it: how long evidence is, how skewed words, names and outlets are, how many
// claims an article has. The words mean nothing. It knows nothing of stores but the records that they take.
package made

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// What the records are like. Evidence of real articles was measured at 50 to 170 letters, 107 in the mean; here it is somewhat longer.
const (
	meanClaims    = 20 // of an article
	fewestClaims  = 4
	mostClaims    = 120
	englishOf100  = 8
	fewestWords   = 8 // of a content
	meanWords     = 20
	mostWords     = 48
	fillerOf100   = 30 // claims that are followed by a sentence of no claim
	days          = 3652
	shortenedDays = 3 // an article comes in so many days late at most
)

// firstDay is the day from which articles are.
var firstDay = time.Date(2014, 1, 1, 0, 0, 0, 0, time.UTC)

// Stream gives records without end. It is for one goroutine. Make it with New.
type Stream struct {
	Shuffled bool // articles come in in no order of days, as an archive may

	r        *rand.Rand
	claims   int // after which ten years are over
	made     int // claims so far
	articles int
	words    *rand.Zipf
	entities *rand.Zipf
	people   *rand.Zipf
	outlets  *rand.Zipf
	nouns    *rand.Zipf
}

// New makes a stream. Of a number of claims the articles spread over ten years, in the order in which they come in, more or less.
func New(seed uint64, claims int) *Stream {
	r := rand.New(rand.NewPCG(seed, 0))
	zipf := func(s float64, n int) *rand.Zipf { return rand.NewZipf(r, s, 2, uint64(n-1)) }
	return &Stream{
		r: r, claims: max(claims, 1),
		words: zipf(1.1, Words), entities: zipf(1.2, Entities-1), people: zipf(1.2, People), outlets: zipf(1.5, Outlets), nouns: zipf(1.3, len(countedNouns)),
	}
}

// Batches gives entries with at least so many claims together, in batches of so many articles.
func (s *Stream) Batches(claims, articles int) iter.Seq[[]store.Entry] {
	return func(yield func([]store.Entry) bool) {
		for end := s.made + claims; s.made < end; {
			var batch []store.Entry
			for len(batch) < articles && s.made < end {
				batch = append(batch, store.Entry{Record: s.Next(), Run: 1})
			}
			if !yield(batch) {
				return
			}
		}
	}
}

// Next gives the next record. It is valid.
func (s *Stream) Next() *isnad.Record {
	language := isnad.Arabic
	if s.chance(englishOf100) {
		language = isnad.English
	}
	n := min(fewestClaims+int(s.r.ExpFloat64()*(meanClaims-fewestClaims)), mostClaims)
	w := &writer{Stream: s, language: language, outlet: Outlet(int(s.outlets.Uint64()))}
	w.claims = make([]isnad.Claim, 0, n)
	published := s.day()
	for range n {
		w.sentence(published)
		if s.chance(fillerOf100) {
			w.content(false)
			w.say(".\n")
		}
	}
	s.made += n
	s.articles++
	return w.record(published)
}

// day gives the day of the next article.
func (s *Stream) day() time.Time {
	at := s.r.IntN(days)
	if !s.Shuffled {
		at = min(s.made*days/s.claims, days-1) - s.r.IntN(shortenedDays+1)
	}
	return firstDay.AddDate(0, 0, max(at, 0))
}

func (s *Stream) chance(of100 int) bool { return s.r.IntN(100) < of100 }

// record gives the record of what was written.
func (w *writer) record(published time.Time) *isnad.Record {
	text := w.text.String()
	a := isnad.Article{
		SourceID: fmt.Sprint(w.articles), URL: fmt.Sprintf("https://news.example/%d", w.articles), Outlet: w.outlet, Title: w.title(text), Published: published.Format(time.DateOnly),
		Language: w.language, Text: text, Zones: []isnad.Zone{{Kind: isnad.ZoneBody, Span: isnad.Span{End: len(text)}}},
	}
	a.Seal()
	r := &isnad.Record{Schema: isnad.Schema, Extractor: "made", Lexicon: "made", Article: a, Mentions: w.mentions, Figures: w.figures, Claims: w.claims}
	fill := func(e *isnad.Excerpt) { e.Text = e.In(text) }
	for i := range r.Mentions {
		fill(&r.Mentions[i].Excerpt)
	}
	for i := range r.Figures {
		fill(&r.Figures[i].Excerpt)
		fill(&r.Figures[i].Number)
	}
	for i := range r.Claims {
		c := &r.Claims[i]
		fill(&c.Excerpt)
		fill(&c.Content)
		place := c.Span
		if c.Cue != nil {
			fill(&c.Cue.Excerpt)
			place = c.Cue.Span
		}
		for j := range c.Chain {
			if c.Chain[j].Excerpt != nil {
				fill(c.Chain[j].Excerpt)
			}
		}
		c.ID = isnad.ClaimID(a.ID, place)
	}
	return r
}

// title gives the first words of the text.
func (w *writer) title(text string) string {
	words := strings.Fields(text[:min(len(text), 200)])
	return strings.Join(words[:min(len(words)-1, 8)], " ")
}

// skewed gives a whole number from a least to a most one, of which each power of ten is as likely.
func (s *Stream) skewed(least, most float64) int64 {
	return int64(math.Exp(math.Log(least) + s.r.Float64()*(math.Log(most)-math.Log(least))))
}
