package claim

import (
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/entity"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

// verbForm is an inflected form of a reporting verb.
type verbForm struct {
	arabic.VerbForm
	row *lexicon.Verb
}

// takes tells whether the verb's content may be joined in this way (a value of lexicon.Verb.Complements).
func (v *verbForm) takes(complement string) bool {
	for _, c := range v.row.Complements {
		if c == complement {
			return true
		}
	}
	return false
}

// phrase is a cue that is no verb.
type phrase struct {
	tokens []string // folded
	row    *lexicon.Cue
}

// grammar holds the rules of a language, compiled. It is safe for many goroutines.
type grammar struct {
	language string
	verbs    map[string][]verbForm          // by folded form
	phrases  map[string]map[string][]phrase // by use, then by first token
	uses     map[string]uint64              // use → its bit; two uses may share one
	openings map[string]uint64              // first token → bits of the uses of its phrases
	weights  map[string]float64             // of the features by which a claim is worth checking
}

func newGrammar(lex *lexicon.Lexicon, language string) *grammar {
	g := &grammar{language: language, verbs: map[string][]verbForm{}, phrases: map[string]map[string][]phrase{},
		uses: map[string]uint64{}, openings: map[string]uint64{}, weights: weightsOf(lex, language)}
	verbs := lexicon.Rows[lexicon.Verb](lex, language)
	for i := range verbs {
		g.addVerb(&verbs[i])
	}
	cues := lexicon.Rows[lexicon.Cue](lex, language)
	for i := range cues {
		row := &cues[i]
		p := phrase{tokens: strings.Fields(arabic.Fold(row.Form)), row: row}
		if g.phrases[row.Use] == nil {
			g.phrases[row.Use] = map[string][]phrase{}
			g.uses[row.Use] = 1 << (len(g.uses) % 64)
		}
		g.openings[p.tokens[0]] |= g.uses[row.Use]
		first := g.phrases[row.Use]
		first[p.tokens[0]] = append(first[p.tokens[0]], p)
	}
	return g
}

func (g *grammar) addVerb(row *lexicon.Verb) {
	var forms []arabic.VerbForm
	if g.language == isnad.Arabic {
		forms = arabic.VerbForms(row.Lemma, row.Present, row.Participle)
	}
	for _, f := range row.Forms {
		aspect := arabic.Past
		if g.language == isnad.English && strings.HasSuffix(f, "ing") {
			aspect = arabic.Participle
		}
		forms = append(forms, arabic.VerbForm{Form: f, Aspect: aspect})
	}
	for _, f := range forms {
		fold := arabic.Fold(f.Form)
		if !g.known(fold, row, f.Aspect) {
			g.verbs[fold] = append(g.verbs[fold], verbForm{f, row})
		}
	}
}

func (g *grammar) known(fold string, row *lexicon.Verb, aspect arabic.Aspect) bool {
	for _, v := range g.verbs[fold] {
		if v.row == row && v.Aspect == aspect {
			return true
		}
	}
	return false
}

// phraseAt gives the longest phrase of a use that begins at token i, and the token behind it; nil where there is none. The first token
// may carry proclitics.
func (s *search) phraseAt(use string, i, end int) (*lexicon.Cue, int) {
	if i < 0 || i >= end || i >= len(s.doc.Tokens) || s.opened[i]&s.uses[use] == 0 {
		return nil, i
	}
	var best *lexicon.Cue
	last := i
	for _, first := range s.firsts(i) {
		for _, p := range s.phrases[use][first] {
			if n := s.follows(p.tokens[1:], i+1, end); n > last {
				best, last = p.row, n
			}
		}
	}
	return best, last
}

// firsts gives the words as which token i may open a phrase: as it stands, without proclitics, without a conjunction.
func (s *search) firsts(i int) [3]string {
	fold := s.doc.Tokens[i].Fold
	return [...]string{fold, s.words[i].Stem, trimConjunction(fold)}
}

// open notes which uses have a phrase that token i may open: most tokens open none, and are asked for many. It is called anew when the
// stem of a word changes.
func (s *search) open(i int) {
	s.opened[i] = 0
	for _, first := range s.firsts(i) {
		s.opened[i] |= s.openings[first]
	}
}

// follows gives the token behind the words of a phrase, or 0. The last word may be a single letter that is joined to the word behind
// it («وفقا ل»): it is not consumed.
func (s *search) follows(words []string, i, end int) int {
	for n, w := range words {
		if i < end && s.doc.Tokens[i].Fold == w {
			i++
			continue
		}
		if n == len(words)-1 && len(w) == 2 && i < end && strings.HasPrefix(s.doc.Tokens[i].Fold, w) {
			return i
		}
		return 0
	}
	return i
}

// is tells whether a phrase of the use, one word long, stands at token i.
func (s *search) is(use string, i int) bool {
	c, _ := s.phraseAt(use, i, i+1)
	return c != nil
}

// trimConjunction parts و and ف from a folded word.
func trimConjunction(fold string) string {
	if rest, ok := strings.CutPrefix(fold, "و"); ok && len(rest) >= 4 {
		return rest
	}
	if rest, ok := strings.CutPrefix(fold, "ف"); ok && len(rest) >= 4 {
		return rest
	}
	return fold
}

// hit is a reading of a token as a form of a reporting verb.
type hit struct {
	*verbForm
	cut int // bytes of the token before the verb: a conjunction
}

// verbAt gives the readings of token i as a reporting verb, by its letters alone.
func (s *search) verbAt(i int) []hit {
	t := &s.doc.Tokens[i]
	var out []hit
	if forms := s.verbs[t.Fold]; forms != nil && (!s.words[i].Has(entity.Function) || s.marked(i)) {
		for n := range forms {
			out = append(out, hit{&forms[n], 0})
		}
	}
	rest := trimConjunction(t.Fold)
	if rest == t.Fold {
		return out
	}
	cut := arabic.RawOffset(s.doc.Raw(i), len(t.Fold)-len(rest))
	for n := range s.verbs[rest] {
		out = append(out, hit{&s.verbs[rest][n], cut})
	}
	return out
}

// shadda doubles a letter: a word of grammar that bears one is a verb («بيّن» is not «بين»).
const shadda = "\u0651"

// marked tells whether token i, spelled like a word of grammar, is shown to be a verb by a vowel mark or by قد.
func (s *search) marked(i int) bool {
	return strings.Contains(s.doc.Raw(i), shadda) || s.doc.Is(i-1, "قد")
}

// cuesAt gives the readings of token i as a verb by which somebody says something here: not a noun behind a preposition («عدم كشف اسمه»,
// «استطلاع رأي»), a word counted («900 طالب»), a part of a name, nor a verb that is denied («لم تعلن أي جهة»).
func (s *search) cuesAt(i int) []hit {
	hits := s.verbAt(i)
	if hits == nil || s.asked(i) || s.at[i] >= 0 && !s.afterProclitic(i) || s.figureAt(i) || i > s.sentence.First && s.doc.Tokens[i-1].Kind == text.Number {
		return nil
	}
	for _, use := range [...]string{"post", "circumstance"} {
		if row, _ := s.phraseAt(use, i, s.sentence.Last); row != nil {
			return nil // «نقلا عن», «ردا على»
		}
	}
	out := hits[:0]
	for _, h := range hits {
		if i > s.sentence.First && h.cut == 0 && (s.is("negation", i-1) || h.Aspect == arabic.Past && s.is("governor", i-1)) {
			continue
		}
		if h.Aspect == arabic.Past && (s.writtenAsNoun(i, h.verbForm) || s.describedNoun(i)) || h.Aspect == arabic.Participle && s.words[i].Has(entity.Descriptor|entity.Head) {
			continue
		}
		out = append(out, h)
	}
	return out
}

// writtenAsNoun tells «رأي» and «نفي» from the verbs «رأى» and «نفى», which fold to the same letters.
func (s *search) writtenAsNoun(i int, v *verbForm) bool {
	return strings.HasSuffix(v.Form, "ى") && strings.HasSuffix(s.doc.Raw(i), "ي")
}

// describedNoun tells a noun of the verb's letters by the indefinite adjective of relation behind it: «أمر طبيعي أن …».
func (s *search) describedNoun(i int) bool {
	if i+1 >= s.sentence.Last || s.at[i+1] >= 0 {
		return false
	}
	w := &s.words[i+1]
	const fourLetters = 8
	return w.IsWord && w.Cut == 0 && !w.Definite && len(w.Stem) > fourLetters && strings.HasSuffix(s.doc.Raw(i+1), "ي") &&
		!w.Has(entity.Function|entity.Role|entity.Group|entity.Title|entity.Given|entity.Family|entity.Head|entity.Descriptor)
}

// asked tells whether the verb at token i is what a question asks: «لماذا نفى …؟», "Has the company confirmed …?". Nobody has said it.
func (s *search) asked(i int) bool {
	last := s.sentence.Last - 1
	if last <= i || !s.mark(last, "؟", "?") {
		return false
	}
	for k := i - 1; k >= s.sentence.First; k-- {
		if s.is("interrogative", k) && (k == s.sentence.First || s.opens(k)) {
			return true
		}
		if s.language == isnad.Arabic && len(s.verbAt(k)) > 0 {
			return false // «تساءل هل أعلن …؟»
		}
	}
	return false
}

// afterProclitic tells whether token i begins before the name that covers it.
func (s *search) afterProclitic(i int) bool { return s.doc.Tokens[i].Start < s.Mentions[s.at[i]].Start }
