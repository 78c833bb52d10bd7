package compare

import (
	"cmp"
	"slices"
	"time"

	"isnad/pkg/isnad"
)

// unknownDay stands for a day that no one tells.
const unknownDay = -1 << 30

// dayOf gives the number of a day written as "2006-01-02", with or without a time behind it.
func dayOf(s string) int {
	if len(s) < len(time.DateOnly) {
		return unknownDay
	}
	t, err := time.Parse(time.DateOnly, s[:len(time.DateOnly)])
	if err != nil {
		return unknownDay
	}
	return int(t.Unix() / (24 * 60 * 60))
}

// instantOf gives the moment of publication, for the order of copies: a day counts from its beginning, the unknown comes last.
func instantOf(published string) int64 {
	for _, layout := range [...]string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, published); err == nil {
			return t.Unix()
		}
	}
	return 1 << 62
}

// factDays gives the days of a fact: those of the date of the claim that stands nearest to the figure.
func factDays(r *isnad.Record, c *isnad.Claim, f *isnad.Figure) (from, to int, date *isnad.Period) {
	nearest := -1
	from, to = unknownDay, unknownDay
	for _, n := range c.Dates {
		if n < 0 || n >= len(r.Dates) {
			continue
		}
		d := &r.Dates[n]
		if d.From == nil || d.To == nil || d.Basis == isnad.DateUnresolved || d.Relation != "" && d.Relation != isnad.About {
			continue
		}
		a, b := dayOf(*d.From), dayOf(*d.To)
		gap := max(d.Start-f.End, f.Start-d.End, 0)
		if a == unknownDay || b < a || nearest >= 0 && gap >= nearest {
			continue
		}
		nearest, from, to = gap, a, b
		first, last := (*d.From)[:len(time.DateOnly)], (*d.To)[:len(time.DateOnly)]
		date = &isnad.Period{From: &first, To: &last}
	}
	return from, to, date
}

// stretch is the time of one story.
type stretch struct {
	from, to int // days that were given for the fact
	last     int // the last day of it that is known: a fact's, or that of a publication
	items    []*item
}

// stories parts items of one key by time. The parts and their items are in an order that does not depend on that of the input.
func stories(items []*item) [][]*item {
	var long, dated, published []*item
	for _, it := range items {
		switch {
		case it.from != unknownDay && it.to-it.from > longFact, it.from == unknownDay && it.day == unknownDay:
			long = append(long, it) // what has no time at all is compared with its like
		case it.from != unknownDay:
			dated = append(dated, it)
		default:
			published = append(published, it)
		}
	}
	slices.SortStableFunc(long, func(a, b *item) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	out := byPeriod(long)
	slices.SortStableFunc(dated, func(a, b *item) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	slices.SortStableFunc(published, func(a, b *item) int { return cmp.Compare(a.day, b.day) })
	facts := byFact(dated)
	out = append(append(out, facts...), byPublication(facts, published)...)
	parts := make([][]*item, len(out))
	for i, s := range out {
		parts[i] = s.items
	}
	return parts
}

// byPeriod joins equal periods, and those that end and begin within the window: «الأشهر الستة الماضية» moves with the day of publication.
func byPeriod(long []*item) []*stretch {
	var out []*stretch
next:
	for _, it := range long {
		for n := len(out) - 1; n >= 0 && it.from-out[n].from <= window; n-- {
			if s := out[n]; max(it.to-s.to, s.to-it.to) <= window {
				s.items = append(s.items, it)
				continue next
			}
		}
		out = append(out, &stretch{from: it.from, to: it.to, items: []*item{it}})
	}
	return out
}

// byFact joins facts whose days touch.
func byFact(dated []*item) []*stretch {
	var out []*stretch
	for _, it := range dated {
		if n := len(out); n > 0 && it.from <= out[n-1].to+factGap {
			s := out[n-1]
			s.to = max(s.to, it.to)
			s.last, s.items = s.to, append(s.items, it)
			continue
		}
		out = append(out, &stretch{from: it.from, to: it.to, last: it.to, items: []*item{it}})
	}
	return out
}

// byPublication adds what has no date of its own to the latest fact that it may speak of, and makes stories of the rest.
func byPublication(facts []*stretch, published []*item) []*stretch {
	var out []*stretch
	for _, it := range published {
		if s := latest(facts, it.day); s != nil {
			s.items, s.last = append(s.items, it), max(s.last, it.day)
			continue
		}
		if n := len(out); n > 0 && it.day-out[n-1].last <= window && it.day-out[n-1].from <= story {
			out[n-1].items, out[n-1].last = append(out[n-1].items, it), it.day
			continue
		}
		out = append(out, &stretch{from: it.day, to: it.day, last: it.day, items: []*item{it}})
	}
	return out
}

// latest gives the last fact that began before the end of the day and was heard of within the window, or nil.
func latest(facts []*stretch, day int) *stretch {
	n, _ := slices.BinarySearchFunc(facts, day+1, func(s *stretch, day int) int { return cmp.Compare(s.from, day) })
	for n--; n >= 0 && day-facts[n].from <= story; n-- {
		if day-facts[n].last <= window {
			return facts[n]
		}
	}
	return nil
}
