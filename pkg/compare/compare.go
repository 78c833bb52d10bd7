package compare

import (
	"cmp"
	"slices"
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

// Comparison takes records in, one after the other, and gives the groups of figures in them. It keeps the figures and a sketch of each
// text, not the records. It is for one goroutine.
type Comparison struct {
	wide     map[string]bool
	articles map[string]*source
	names    map[string]Entity // of the groups given last
}

// New makes a comparison. wide tells the places that are too large to tell events apart; see WidePlaces.
func New(wide map[string]bool) *Comparison {
	return &Comparison{wide, map[string]*source{}, map[string]Entity{}}
}

// WidePlaces gives the ids of countries and other places so large that two facts in one of them need not be one: those that have an
// adjective of their own in the tables, and the territories of CLDR.
func WidePlaces(lex *lexicon.Lexicon) map[string]bool {
	out := map[string]bool{}
	for _, language := range []string{isnad.Arabic, isnad.English} {
		for _, d := range lexicon.Rows[lexicon.Demonym](lex, language) {
			if !words.city[d.Place] {
				out[d.Place] = true
			}
		}
		for _, n := range lexicon.Rows[lexicon.Name](lex, language) {
			if strings.HasPrefix(n.ID, "place/cldr-") {
				out[n.ID] = true
			}
		}
	}
	return out
}

// source is an article as the comparison keeps it.
type source struct {
	head     Article
	outlet   string
	version  string // of the record, to choose between two of one article
	day      int
	instant  int64
	shingles []uint64
	cites    map[string]string // agencies named as relays: folded, and as written
	items    []*item
	known    map[string]Entity // that the items are about

	origin *source   // of the text: itself, where it is no copy
	copies []*source // of an origin
	agency string    // that most copies cite
}

// item is one figure of one claim, with all that the rules ask of it.
type item struct {
	source *source
	figure Figure
	value  value
	base   string // kind, unit, nouns, role and deed: what must be equal
	ties
	counts   bool     // has a noun
	topics   []string // of which one must be shared: roots of words around a figure without noun or deed; see addTopics
	from, to int      // days of the fact, or unknownDay
	day      int      // of publication, or unknownDay
	grows    bool     // a toll, or said to have grown
	moved    bool     // said to have come from another value
	former   []value  // that other value
	at       int      // where it stands
	group    *gathering
}

// Add takes in a record. Parts of it that break the contract are passed over; of two records of one article the one of the greater
// extractor and lexicon hash is kept, so that their order does not matter.
func (c *Comparison) Add(r *isnad.Record) {
	a := &r.Article
	s := &source{outlet: a.Outlet, day: dayOf(a.Published), instant: instantOf(a.Published), shingles: shingles(a), cites: map[string]string{}, known: map[string]Entity{},
		head: Article{ID: a.ID, Outlet: a.Outlet, Published: a.Published, Title: a.Title, URL: a.URL}, version: r.Extractor + "\x00" + r.Lexicon}
	if a.ID == "" {
		s.head.ID = isnad.ArticleID(a.Outlet, a.URL, a.Published, a.Text)
	}
	if known := c.articles[s.head.ID]; known != nil && known.version >= s.version {
		return
	}
	c.articles[s.head.ID] = s
	newReader(c, r, s).read()
}

// Groups gives what was found, of most interest first: disagreements, developments, agreements of two voices and more, and last the
// figures of one voice.
func (c *Comparison) Groups() []Group {
	articles := make([]*source, 0, len(c.articles))
	for _, a := range c.articles {
		articles = append(articles, a)
	}
	slices.SortFunc(articles, func(a, b *source) int {
		return cmp.Or(cmp.Compare(a.instant, b.instant), cmp.Compare(a.head.ID, b.head.ID))
	})
	fold(articles)
	clear(c.names)
	var items []*item
	for _, a := range articles {
		for id, e := range a.known {
			if old, known := c.names[id]; !known || e.Name < old.Name {
				c.names[id] = e
			}
		}
		items = append(items, a.items...)
	}
	var out []Group
	for _, g := range gather(items) {
		out = append(out, c.judge(g))
	}
	slices.SortStableFunc(out, func(a, b Group) int {
		return cmp.Or(cmp.Compare(rank(a.Verdict), rank(b.Verdict)), cmp.Compare(b.Voices, a.Voices), cmp.Compare(b.spread, a.spread),
			cmp.Compare(len(b.Figures), len(a.Figures)), cmp.Compare(a.key, b.key))
	})
	return out
}

// folded gives the form under which nouns and outlets are compared.
func folded(s string) string { return strings.Join(strings.Fields(arabic.Fold(s)), " ") }
