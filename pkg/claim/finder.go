package claim

import (
	"slices"
	"strings"
	"sync"

	"isnad/pkg/entity"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

// Finder finds the claims of a language. It is safe for many goroutines.
type Finder struct {
	*grammar
	vocabulary *entity.Vocabulary
	rooms      sync.Pool // of *room
}

// room is memory that one search after the other uses. Nothing of an article stays in it.
type room struct {
	opened []opening // token → what it may open
	at     []int     // token → index of the outermost mention that covers it, or -1
	claims []isnad.Claim
	memory []party // speakers so far, the latest last
}

// leave gives the room to later searches, and the claims in memory of their own.
func (s *search) leave() []isnad.Claim {
	r := s.room
	out := slices.Clone(r.claims)
	clear(r.claims)
	clear(r.memory)
	r.claims, r.memory = r.claims[:0], r.memory[:0]
	s.rooms.Put(r)
	return out
}

// New makes a finder from the tables of a language.
func New(lex *lexicon.Lexicon, language string, vocabulary *entity.Vocabulary) *Finder {
	return &Finder{grammar: newGrammar(lex, language), vocabulary: vocabulary}
}

// Found is what was found in the doc before: claims point into these lists.
type Found struct {
	Mentions []isnad.Mention
	Figures  []isnad.Figure
	Dates    []isnad.Date
}

// reading is a claim while it is being read: tokens in place of spans.
type reading struct {
	sentence    int
	cue         isnad.Span
	lemma       string
	stance      isnad.Stance
	rule        string
	first, last int  // content, half-open
	cut         int  // bytes of its first token before it: a conjunction or preposition
	said        int  // 1 + index of the date on which it was said; 0 where none is told
	joined      bool // an attribution whose preposition is joined to its party: «وفقا لـ…»
	topic       bool // stands in a relative clause behind أما
	parties     []party
	owned       bool // a claim of responsibility
	impersonal  bool
	begins      int // first token of the clause that holds the cue: where an earlier content must end
}

// search is the state of one Find.
type search struct {
	*Finder
	Found
	doc   *text.Doc
	words []entity.Word
	*room
	titles   map[string]string // entity → title at its latest mention that had one
	named    map[string][]int  // entity → its names
	quotes   []text.Quote      // of the line in hand
	sentence text.Sentence
	number   int // of the sentence
}

// Find gives the claims of a doc in the order of their evidence.
func (f *Finder) Find(d *text.Doc, found Found) []isnad.Claim {
	return f.FindIn(d, found, f.vocabulary.Read(d))
}

// FindIn does so with the words of the doc, as the finder's vocabulary read them. It takes them over and changes them.
func (f *Finder) FindIn(d *text.Doc, found Found, words []entity.Word) []isnad.Claim {
	r, _ := f.rooms.Get().(*room)
	if r == nil {
		r = &room{}
	}
	s := &search{Finder: f, Found: found, doc: d, words: words, room: r}
	s.unarticle()
	s.opened = slices.Grow(s.opened[:0], len(s.words))[:len(s.words)]
	for i := range s.words {
		s.open(i)
	}
	s.locateMentions()
	s.titles, s.named = map[string]string{}, entityMentions(found.Mentions)
	quotes := quotesOf(d)
	seen := map[string]bool{} // lines that are repeated on the page give no second claim
	for n, sentence := range d.Sentences {
		s.sentence, s.number, s.quotes = sentence, n, quotes[sentence.Line]
		key := sentence.In(d.Article.Text)
		if seen[key] || d.Article.Zones != nil && d.Article.Zones[sentence.Zone].Kind == isnad.ZoneByline {
			continue
		}
		seen[key] = true
		var readings []reading
		if f.language == isnad.English {
			readings = s.readEnglish()
		} else {
			readings = s.readArabic()
		}
		for i := range readings {
			s.finish(&readings[i])
		}
		if len(readings) == 0 && !s.continuesQuote() {
			s.narrate()
		}
	}
	return inOrder(s.leave())
}

// inOrder sorts claims by their evidence. Nearly always they are in order already, and they are large to compare by value.
func inOrder(claims []isnad.Claim) []isnad.Claim {
	for i := 1; i < len(claims); i++ {
		if claims[i].Start < claims[i-1].Start {
			slices.SortStableFunc(claims, func(a, b isnad.Claim) int { return a.Start - b.Start })
			break
		}
	}
	return claims
}

// unarticle takes back the article from words that begin with other letters that fold to it («إلكترونية», «ألماني»), and proclitics from
// the nouns of the tables that only look as if they had one («بحث»).
func (s *search) unarticle() {
	for i := range s.words {
		if w := &s.words[i]; w.Cut > 0 && s.may.May(s.doc.Tokens[i].Hash) && s.begins(useDocument, s.doc.Tokens[i].Fold) {
			w.Stem, w.Proclitics, w.Cut, w.Class = s.doc.Tokens[i].Fold, "", 0, 0
		}
		if w := &s.words[i]; w.Definite {
			raw := s.doc.Raw(i)[w.Cut:]
			w.Definite = !strings.HasPrefix(raw, "إ") && !strings.HasPrefix(raw, "أ") && !strings.HasPrefix(raw, "آ")
		}
	}
}

// locateMentions fills at: names that are not nested, by token; then the descriptors and marks around them.
func (s *search) locateMentions() {
	s.at = slices.Grow(s.at[:0], len(s.doc.Tokens))[:len(s.doc.Tokens)]
	for i := range s.at {
		s.at[i] = -1
	}
	for n, m := range s.Mentions {
		if m.Nested || m.Form != isnad.FormName {
			continue
		}
		first, last := s.tokens(m.Span)
		for i := first; i < last; i++ {
			s.at[i] = n
		}
	}
	for n, m := range s.Mentions {
		if m.Nested || m.Form != isnad.FormName || m.Extended == nil {
			continue
		}
		first, last := s.tokens(m.Extended.Span)
		for i := first; i < last; i++ {
			if s.at[i] < 0 {
				s.at[i] = n
			}
		}
	}
}

// tokens gives the tokens that a span touches: a span may begin behind proclitics.
func (s *search) tokens(span isnad.Span) (first, last int) {
	first, last = s.doc.TokensIn(span)
	for first > 0 && s.doc.Tokens[first-1].End > span.Start {
		first--
	}
	return first, last
}

// mentionEnd gives the token behind mention n, with its extension where that goes on («شركة "بايت دانس" الصينية»).
func (s *search) mentionEnd(n int) int {
	m := &s.Mentions[n]
	span := m.Span
	if m.Extended != nil {
		span = span.Union(m.Extended.Span)
	}
	_, last := s.tokens(span)
	return last
}

// mentionStart gives the first token of mention n with its extension.
func (s *search) mentionStart(n int) int {
	m := &s.Mentions[n]
	span := m.Span
	if m.Extended != nil {
		span = span.Union(m.Extended.Span)
	}
	first, _ := s.tokens(span)
	return first
}

// mark tells whether token i exists in the sentence and is one of the marks.
func (s *search) mark(i int, marks ...string) bool {
	return i >= s.sentence.First && i < s.sentence.Last && s.doc.Tokens[i].Kind == text.Punct && slices.Contains(marks, s.doc.Tokens[i].Fold)
}

// quoteAt gives the outermost quotation whose opening mark is token i.
func (s *search) quoteAt(i int) *text.Quote {
	if i >= s.sentence.Last {
		return nil
	}
	for n := range s.quotes {
		if q := &s.quotes[n]; q.Outer.Start == s.doc.Tokens[i].Start {
			return q
		}
	}
	return nil
}

// inQuote gives the outermost quotation that holds token i.
func (s *search) inQuote(i int) *text.Quote {
	for n := range s.quotes {
		q := &s.quotes[n]
		if q.First > i {
			break
		}
		if i < q.Last {
			return q
		}
	}
	return nil
}
