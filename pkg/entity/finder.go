package entity

import (
	"cmp"
	"slices"
	"strings"

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
	return s.mentions()
}

func (f *Finder) begin(d *text.Doc, words []Word) *search {
	return &search{Finder: f, doc: d, words: words, places: map[int]candidate{}}
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

// lexical adds what the tables of names hold.
func (s *search) lexical() {
	s.hits = s.matcher.Find(nil, s.doc, 0, len(s.doc.Tokens))
	named := s.namedFirmly(s.hits)
	for _, h := range s.hits {
		row := s.choose(h)
		if row == nil || s.misread(h) {
			continue
		}
		c := candidate{first: h.First, last: h.Last, span: h.Span, kind: isnad.Kind(row.Kind), entity: row.ID, name: row.Name,
			basis: isnad.BasisLexicon, confidence: 0.97, rule: row.Rule}
		switch row.Strength {
		case "never":
			c.kind = "" // holds its place against other rules and is dropped in the end
		case "context":
			if !named[row.ID] && !s.supported(h, row) && !s.onTopic(row) {
				continue
			}
			c.confidence = 0.85
		}
		at, desc := s.descriptorBefore(h.First)
		if desc != nil && h.Proclitics == "" {
			if c.kind == isnad.Place && desc.DescKind == isnad.Organisation && at < h.First-1 {
				continue // «شركة "دجلة"» is a company
			}
			c.extended = isnad.Span{Start: s.span(at, at+1).Start, End: h.End}
		}
		s.add(c)
	}
}

// namedFirmly lists the entities that a form of one word or more names with all that it needs: their forms that need context have
// it in the whole article.
func (s *search) namedFirmly(hits []gazetteer.Hit) map[string]bool {
	out := map[string]bool{}
	for _, h := range hits {
		row := s.choose(h)
		if row == nil || row.Strength == "never" || row.Kind == string(isnad.Place) || row.Kind == string(isnad.Event) {
			continue
		}
		if row.Strength == "strong" && h.Last-h.First > 1 || row.Strength == "context" && s.supported(h, row) {
			out[row.ID] = !s.misread(h) || out[row.ID]
		}
	}
	return out
}

// onTopic tells whether the article is about the topic of the table that the row stands in: two different words tell so.
func (s *search) onTopic(row *lexicon.Name) bool {
	if s.topic == nil {
		s.topic = map[string]bool{}
		words := map[string]bool{}
		for i := range s.words {
			if table := s.topics[s.words[i].Stem]; table != "" && !words[s.words[i].Stem] {
				s.topic[table] = len(words) > 0
				words[s.words[i].Stem] = true
			}
		}
	}
	for table, is := range s.topic {
		if is && strings.Contains(row.Rule, "/"+table+".tsv:") {
			return true
		}
	}
	return false
}

// choose takes the row that a hit stands for. The descriptor before it decides between namesakes («قناة دجلة»); else a strong row wins
// over one that needs context; else the last row wins, so that a user's layer overrides the embedded one.
func (s *search) choose(h gazetteer.Hit) *lexicon.Name {
	var best *lexicon.Name
	_, e := s.descriptorBefore(h.First)
	for _, v := range h.Values {
		row := &s.names[v]
		if e != nil && h.Proclitics == "" && e.DescKind == isnad.Kind(row.Kind) && row.Strength != "never" {
			return row
		}
		if best == nil || best.Strength != "strong" || row.Strength == "strong" {
			best = row
		}
	}
	return best
}

// misread tells a hit that rests on folding or on parted letters alone: على for علي, a short word torn from another.
func (s *search) misread(h gazetteer.Hit) bool {
	w := &s.words[h.First]
	one := h.Last-h.First == 1
	if s.language == isnad.English {
		return !s.upper(h)
	}
	if one && w.Has(Function) && s.vocabulary.functions[arabic.Plain(s.doc.Raw(h.First)[w.Cut:])] {
		return true
	}
	if one && w.Everyday && s.describedNoun(h.First) {
		return true
	}
	const threeLetters = 6
	last := len(h.Proclitics)
	if !one || last == 0 {
		return false
	}
	if h.Proclitics != "و" && len(arabic.Fold(h.In(s.doc.Article.Text))) <= threeLetters {
		return true
	}
	// A word that the tables know as it stands is not torn apart: «والد», «بسام».
	return w.Class != 0 && w.Proclitics == "" && !w.Has(Demonym)
}

// describedNoun tells an everyday noun that an indefinite adjective describes and no preposition of place governs: «سيول جارفة».
func (s *search) describedNoun(i int) bool {
	if i > 0 && s.joined(i) {
		switch s.words[i-1].Stem {
		case "في", "الي", "من", "مدينه", "العاصمه":
			return false
		}
	}
	if i+1 >= len(s.words) || !s.joined(i+1) {
		return false
	}
	w := &s.words[i+1]
	return !w.Definite && w.Cut == 0 && !w.Has(Function|Descriptor|Verb) && (strings.HasSuffix(w.Stem, "ه") || strings.HasSuffix(w.Stem, "ي"))
}

// supported tells whether a name that needs context has it: a descriptor of its kind before it, quotation marks, a title, or brackets.
func (s *search) supported(h gazetteer.Hit, row *lexicon.Name) bool {
	kind := isnad.Kind(row.Kind)
	if _, e := s.descriptorBefore(h.First); e != nil && sameSort(e.DescKind, kind) {
		return true
	}
	if kind == isnad.Platform && len(row.Name) == 1 {
		return s.letterNamed(h.First)
	}
	if kind == isnad.Person {
		return s.titleBefore(h.First) || s.titleAfter(h.Last)
	}
	if kind == isnad.Organisation && h.First > 0 && s.doc.Tokens[h.First-1].Fold == "(" && s.marked(h.First, h.Last) {
		return true
	}
	at, _ := slices.BinarySearchFunc(s.doc.Quotes, h.First, func(q text.Quote, first int) int { return cmp.Compare(q.First, first) })
	for ; at < len(s.doc.Quotes) && s.doc.Quotes[at].First == h.First; at++ {
		if q := s.doc.Quotes[at]; q.Last == h.Last && q.Closed {
			return true
		}
	}
	return false
}

// sameSort tells whether a descriptor of one kind may stand before a name of the other: companies run platforms.
func sameSort(a, b isnad.Kind) bool {
	return a == b || a == isnad.Organisation && b == isnad.Platform || a == isnad.Platform && b == isnad.Organisation
}

// descriptorBefore gives the descriptor that stands right before token i, past an opening quotation mark, or -1.
func (s *search) descriptorBefore(i int) (at int, e *Entry) {
	at = i - 1
	if at >= 0 && s.doc.Tokens[at].Kind == text.Punct && pairsOpen(s.doc.Tokens[at].Fold) {
		at--
	}
	if at < 0 || s.doc.Tokens[at].Sentence != s.doc.Tokens[i].Sentence || !s.words[at].Has(Descriptor) {
		return -1, nil
	}
	return at, &s.words[at].Entry
}

func pairsOpen(mark string) bool {
	switch mark {
	case "\"", "«", "“", "‹", "„", "‘":
		return true
	}
	return false
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
