package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
)

// reader takes the figures out of one record.
type reader struct {
	c      *Comparison
	record *isnad.Record
	source *source
	scene  []int // mentions of what the article is about
	placed []int // all mentions, by their place
}

// newReader makes a reader of a record.
func newReader(c *Comparison, r *isnad.Record, s *source) reader {
	x := reader{c: c, record: r, source: s, scene: scene(r)}
	for i := range r.Mentions {
		x.placed = append(x.placed, i)
	}
	slices.SortStableFunc(x.placed, func(a, b int) int { return cmp.Compare(r.Mentions[a].Start, r.Mentions[b].Start) })
	return x
}

func (x reader) read() {
	for i := range x.record.Claims {
		c := &x.record.Claims[i]
		x.cite(c)
		if len(c.Figures) == 0 || len(c.Figures) > mostFigures {
			continue
		}
		sentence := split(c.Excerpt)
		about := x.entities(c)
		if len(about.near)+len(about.wide)+len(about.others) == 0 {
			continue // nothing ties the figure to a fact
		}
		for _, n := range c.Figures {
			if n < 0 || n >= len(x.record.Figures) {
				continue
			}
			if it := x.item(c, &x.record.Figures[n], sentence); it != nil {
				it.ties = about
				it.addTopics()
				x.source.items = append(x.source.items, it)
			}
		}
	}
	x.source.items = distinct(x.source.items)
}

// cite notes the agencies from which the article has what it says.
func (x reader) cite(c *isnad.Claim) {
	for i := range c.Chain {
		l := &c.Chain[i]
		if name := folded(l.Name); l.Role == isnad.RoleRelay && name != "" {
			x.source.cites[name] = l.Name
			if l.Mention != nil && *l.Mention >= 0 && *l.Mention < len(x.record.Mentions) {
				x.source.cites[folded(x.record.Mentions[*l.Mention].Name)] = l.Name
			}
		}
	}
}

// item reads a figure of a claim; nil is one that cannot be compared.
func (x reader) item(c *isnad.Claim, f *isnad.Figure, sentence []word) *item {
	v, ok := valueOf(f)
	if !ok || f.Kind == isnad.Ordinal || f.Role == isnad.RoleFrom {
		return nil // a former value stands with the one that it became
	}
	it := &item{source: x.source, value: v, day: x.source.day, at: f.Start, figure: newFigure(x.source, c, f)}
	it.from, it.to, it.figure.Date = factDays(x.record, c, f)
	var nouns []string
	for _, n := range f.Counted {
		nouns = append(nouns, folded(n))
	}
	nouns = sorted(nouns)
	s := surroundings{sentence, f.Span, x.others(c, f), x.record.Article.Language}
	it.figure.Deed = s.deed(nouns)
	it.figure.Expected = c.Cue != nil && (c.Cue.Stance == isnad.Predict || c.Cue.Stance == isnad.Promise) || s.expected(c)
	role := f.Role
	if role == isnad.RoleTo {
		role = "" // the whole
	}
	it.grows = s.grows(it.figure.Deed) || f.Role == isnad.RoleTo
	it.moved = f.Role == isnad.RoleTo && x.former(c, it)
	if it.figure.Deed == "" || len(nouns) == 0 { // a measure needs topics beside its deed
		it.topics = s.topics(topicBefore, topicAfter, x.named(c))
	}
	if len(nouns) == 0 && (len(it.topics) == 0 || f.Kind == isnad.Count) {
		return nil // neither noun nor words say what is counted or measured
	}
	it.counts = len(nouns) > 0
	it.base = fmt.Sprintf("%s|%s|%s|%s|%s|%t", f.Kind, f.Unit, strings.Join(nouns, "+"), role, it.figure.Deed, it.figure.Expected)
	return it
}

// Topics that are no words: another entity, and the number itself.
const (
	topicEntity = "&"
	topicNumber = "="
)

// addTopics gives a count without a deed what else can bear out that it speaks of the fact of another: a second entity that is no place, or
// the same number.
func (it *item) addTopics() {
	if !it.counts || it.figure.Deed != "" {
		return
	}
	for _, o := range it.others {
		it.topics = append(it.topics, topicEntity+o)
	}
	if r := it.figure.Relation; r == isnad.Exact || r == isnad.About {
		it.topics = append(it.topics, topicNumber+string(it.figure.Value))
	}
	if it.figure.fromValue != "" {
		it.topics = append(it.topics, topicNumber+string(it.figure.fromValue))
	}
	if len(it.topics) == 0 {
		it.topics = append(it.topics, topicNumber) // nothing: it meets its like
	}
}

// former notes the value that a figure is said to have come from: of the same claim, whatever noun was added to it.
func (x reader) former(c *isnad.Claim, it *item) bool {
	for _, n := range c.Figures {
		if n < 0 || n >= len(x.record.Figures) {
			continue
		}
		f := &x.record.Figures[n]
		if v, ok := valueOf(f); ok && f.Role == isnad.RoleFrom && f.Kind == it.figure.Kind && f.Unit == it.figure.Unit {
			it.former, it.figure.From, it.figure.fromValue = append(it.former, v), f.Text, f.Value
		}
	}
	return len(it.former) > 0
}

// others gives the other figures of a claim, but for parts and former values of this one.
func (x reader) others(c *isnad.Claim, f *isnad.Figure) (out []isnad.Span) {
	for _, n := range c.Figures {
		if n >= 0 && n < len(x.record.Figures) {
			if o := &x.record.Figures[n]; o.Span != f.Span && o.Role != isnad.RolePart && o.Role != isnad.RoleFrom {
				out = append(out, o.Span)
			}
		}
	}
	return out
}

// named gives the names, parties and dates of a claim: their words are no topic.
func (x reader) named(c *isnad.Claim) (out []isnad.Span) {
	for _, n := range c.Mentions {
		if n >= 0 && n < len(x.record.Mentions) {
			out = append(out, x.record.Mentions[n].Span)
		}
	}
	for _, n := range c.Dates {
		if n >= 0 && n < len(x.record.Dates) {
			out = append(out, x.record.Dates[n].Span)
		}
	}
	for i := range c.Chain {
		if e := c.Chain[i].Excerpt; e != nil {
			out = append(out, e.Span)
		}
	}
	if c.Cue != nil {
		out = append(out, c.Cue.Span)
	}
	return out
}

// better tells which of two equal figures of an article is shown: one that gives the former value, then one that names a speaker. Between
// others the earlier one stays.
func (it *item) better(old *item) bool {
	if (it.figure.From != "") != (old.figure.From != "") {
		return it.figure.From != ""
	}
	return it.figure.Speaker != "" && old.figure.Speaker == ""
}

// distinct keeps of equal figures of one article the best.
func distinct(items []*item) []*item {
	type key struct {
		base, sign, entities string
		from, to             int
	}
	best := map[key]*item{}
	var order []key
	for _, it := range items {
		k := key{it.base, it.sign(), strings.Join(it.near, " ") + "|" + strings.Join(it.topics, " "), it.from, it.to}
		switch old := best[k]; {
		case old == nil:
			order = append(order, k)
			best[k] = it
		case it.better(old):
			best[k] = it
		}
	}
	out := make([]*item, len(order))
	for i, k := range order {
		out[i] = best[k]
	}
	return out
}

// sign tells figures apart that say different things of a number.
func (it *item) sign() string {
	f := &it.figure
	return fmt.Sprintf("%s|%s|%s|%s|%t", f.Relation, f.Value, f.Low, f.High, f.Negated)
}

// newFigure makes the figure as it is shown.
func newFigure(s *source, c *isnad.Claim, f *isnad.Figure) Figure {
	out := Figure{Text: f.Text, Relation: f.Relation, Value: f.Value, Low: f.Low, High: f.High, Kind: f.Kind, Unit: f.Unit, Counted: f.Counted,
		Role: f.Role, Negated: c.Negated, Claim: c.ID, Article: s.head}
	for i := range c.Chain {
		if l := &c.Chain[i]; l.Role == isnad.RoleSpeaker || l.Role == isnad.RoleDocument {
			out.Speaker = strings.Join(strings.Fields(l.Name), " ")
			break
		}
	}
	if arabic.Fold(out.Speaker) == arabic.Fold(s.outlet) {
		out.Speaker = ""
	}
	return out
}
