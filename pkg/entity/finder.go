package entity

import (
	"slices"
	"sync"

	"isnad/pkg/arabic"
	"isnad/pkg/english"
	"isnad/pkg/gazetteer"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/tagger"
	"isnad/pkg/text"
)

// Finder finds the mentions of a language. It is safe for many goroutines.
type Finder struct {
	language   string
	vocabulary *Vocabulary
	names      []lexicon.Name
	matcher    *gazetteer.Matcher
	tagger     *english.Tagger   // nil for Arabic
	model      *tagger.Tagger    // nil where none was trained
	canonical  map[string]string // id → name
	topics     map[string]string // folded word → the table of names that it supports
	onTopics   text.Filter       // of topics
	rooms      sync.Pool         // of *room
}

// New makes a finder from the tables of a language. The tagger gives hints on English names and may be nil.
func New(lex *lexicon.Lexicon, language string, vocabulary *Vocabulary, tagger *english.Tagger) *Finder {
	f := &Finder{language: language, vocabulary: vocabulary, tagger: tagger}
	// Rows of later layers come last and win over earlier ones of the same form (see lexical).
	f.names = lexicon.Rows[lexicon.Name](lex, language)
	var phrases []gazetteer.Phrase
	f.canonical = make(map[string]string, len(f.names))
	for i, n := range f.names {
		if f.canonical[n.ID] == "" {
			f.canonical[n.ID] = n.Name
		}
		phrases = append(phrases, gazetteer.Phrase{Form: n.Name, Value: i})
		for _, form := range n.Forms {
			phrases = append(phrases, gazetteer.Phrase{Form: form, Value: i})
		}
	}
	f.matcher = gazetteer.Compile(phrases)
	f.topics = map[string]string{}
	for _, t := range lexicon.Rows[lexicon.Topic](lex, language) {
		f.topics[arabic.Fold(t.Form)] = t.Table
	}
	f.onTopics = text.NewFilter(f.topics)
	return f
}

// candidate is a mention before overlaps are settled.
type candidate struct {
	first, last int // tokens, half-open
	span        isnad.Span
	kind        isnad.Kind
	form        isnad.Form
	entity      string // "" where no table knows the name
	name        string
	extended    isnad.Span // empty where there is none
	basis       isnad.Basis
	confidence  float64
	rule        string
	nested      bool
	sure        bool // of a person's name: the tables know its first part, and they or what stands before it vouch for the rest
}

// search is the state of one Find: what all rules look at and add to.
type search struct {
	*Finder
	doc        *text.Doc
	words      []Word
	hits       []gazetteer.Hit // of the tables of names
	topic      map[string]bool // the tables whose topic is the article's; nil before it is asked for
	candidates []candidate
	places     map[int]candidate // the longest name of a place by its first token
	*room
}

// room is memory that one search after the other uses.
type room struct {
	candidates, spare []candidate
	hits              []gazetteer.Hit
	places            map[int]candidate
	owner             []int32 // while candidates are settled, 1 + index of the winner that covers a token
	order             []contender
	observed          []tagger.Token
}

// leave gives the room to later searches. Nothing of the article stays in it.
func (s *search) leave() {
	r := s.room
	r.candidates, r.hits, r.places = s.candidates, s.hits, s.places
	clear(r.candidates[:cap(r.candidates)])
	clear(r.spare[:cap(r.spare)])
	clear(r.hits)
	clear(r.observed)
	clear(r.places)
	s.rooms.Put(r)
}

// Learn makes the finder use a trained tagger beside tables and rules. It is called before the first Find.
func (f *Finder) Learn(model *tagger.Tagger) { f.model = model }

// Find gives the mentions of a doc in the order of the text. Those with Nested stand inside another one.
func (f *Finder) Find(d *text.Doc) []isnad.Mention { return f.FindIn(d, f.vocabulary.Read(d)) }

// FindIn does so with the words of the doc, as the finder's vocabulary read them. It does not change them.
func (f *Finder) FindIn(d *text.Doc, words []Word) []isnad.Mention {
	s := f.begin(d, words)
	s.rules()
	s.learn()
	s.settle()
	s.identify()
	s.remember()
	s.settle()
	out := s.mentions()
	s.leave()
	return out
}

func (f *Finder) begin(d *text.Doc, words []Word) *search {
	r, _ := f.rooms.Get().(*room)
	if r == nil {
		r = &room{places: map[int]candidate{}}
	}
	r.owner = slices.Grow(r.owner[:0], len(words))[:len(words)]
	return &search{Finder: f, doc: d, words: words, candidates: r.candidates[:0], hits: r.hits[:0], places: r.places, room: r}
}

// rules finds all that tables and rules alone find.
func (s *search) rules() {
	s.lexical()
	s.outlet()
	s.datelines()
	s.quoted()
	if s.language == isnad.English {
		s.capitalised()
	} else {
		s.heads()
		s.people()
	}
	s.byline()
	s.demonyms()
	s.settle()
	s.identify()
	s.latin()
	s.ministries()
	s.repeated()
	s.remember()
	s.settle()
}

func (s *search) add(c candidate) {
	if c.span.Empty() {
		c.span = s.span(c.first, c.last)
	}
	if c.form == "" {
		c.form = isnad.FormName
	}
	s.candidates = append(s.candidates, c)
	known := c.basis == isnad.BasisLexicon || c.basis == isnad.BasisHead
	if c.kind == isnad.Place && c.form == isnad.FormName && known && c.last > s.places[c.first].last {
		s.places[c.first] = c
	}
}

// span gives the span of tokens without the proclitics of the first.
func (s *search) span(first, last int) isnad.Span {
	span := s.doc.Span(first, last)
	span.Start += s.words[first].Cut
	return span
}

// hash gives that of the stem of token i.
func (s *search) hash(i int) uint32 {
	if t := &s.doc.Tokens[i]; s.words[i].Stem == t.Fold {
		return t.Hash
	}
	return text.Hash(s.words[i].Stem)
}

func (s *search) has(first, last int, c Class) bool {
	for i := first; i < last; i++ {
		if s.words[i].Has(c) {
			return true
		}
	}
	return false
}

// isAdjective tells the endings of relative adjectives: ـي، ـية.
func isAdjective(stem string) bool {
	n := len(stem)
	return n > 10 && (stem[n-2:] == "ي" || stem[n-4:] == "يه")
}

// demonyms adds the adjectives of places.
func (s *search) demonyms() {
	for i := range s.words {
		if w := &s.words[i]; w.Has(Demonym) && w.Place != "" {
			s.add(candidate{first: i, last: i + 1, kind: isnad.Place, form: isnad.FormDemonym, entity: w.Place, name: s.canonical[w.Place],
				basis: isnad.BasisLexicon, confidence: 0.95, rule: w.Rule})
		}
	}
}
