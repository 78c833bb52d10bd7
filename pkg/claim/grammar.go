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
	rest []string // folded, behind the first word
	use  use
	row  *lexicon.Cue
}

// lexeme is all that the tables of claims know of a folded word.
type lexeme struct {
	uses    use        // of the phrases that it begins, and useVerb
	phrases []phrase   // that it begins
	verbs   []verbForm // that are spelled like it
}

// grammar holds the rules of a language, compiled. It is safe for many goroutines.
type grammar struct {
	language string
	may      text.Filter            // of index
	index    map[string]int32       // folded word → its index in lexemes
	lexemes  []lexeme               // the first is that of a word which the tables do not know
	radicals []string               // first words of the phrases of useRadical
	weights  [len(features)]float64 // of the features by which a claim is worth checking
	base     float64                // what every claim is worth
}

func newGrammar(lex *lexicon.Lexicon, language string) *grammar {
	g := &grammar{language: language, index: map[string]int32{}, lexemes: make([]lexeme, 1)}
	g.weigh(lex, language)
	verbs := lexicon.Rows[lexicon.Verb](lex, language)
	for i := range verbs {
		g.addVerb(&verbs[i])
	}
	cues := lexicon.Rows[lexicon.Cue](lex, language)
	for i := range cues {
		row := &cues[i]
		tokens := strings.Fields(arabic.Fold(row.Form))
		p := phrase{rest: tokens[1:], use: uses[row.Use], row: row}
		w := g.word(tokens[0])
		w.uses |= p.use
		w.phrases = append(w.phrases, p)
		if p.use == useRadical {
			g.radicals = append(g.radicals, tokens[0])
		}
	}
	g.may = text.NewFilter(g.index)
	return g
}

// word gives the lexeme of a folded word to add to; the next call may move it.
func (g *grammar) word(fold string) *lexeme {
	n, ok := g.index[fold]
	if !ok {
		n = int32(len(g.lexemes))
		g.index[fold] = n
		g.lexemes = append(g.lexemes, lexeme{})
	}
	return &g.lexemes[n]
}

// begins tells whether the folded word begins a phrase of the use.
func (g *grammar) begins(u use, fold string) bool { return g.lexemes[g.index[fold]].uses&u != 0 }

// forms gives the verbs of which the folded word is a form.
func (g *grammar) forms(fold string) []verbForm { return g.lexemes[g.index[fold]].verbs }

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
		if w := g.word(fold); !w.knows(row, f.Aspect) {
			w.uses |= useVerb
			w.verbs = append(w.verbs, verbForm{f, row})
		}
	}
}

func (w *lexeme) knows(row *lexicon.Verb, aspect arabic.Aspect) bool {
	for i := range w.verbs {
		if w.verbs[i].row == row && w.verbs[i].Aspect == aspect {
			return true
		}
	}
	return false
}

// opening is what a token may open, as far as the tables know: read as it stands, without proclitics, and without a conjunction.
type opening struct {
	uses                use
	fold, stem, trimmed int32 // lexemes of the three readings; stem and trimmed are 0 where they are the whole word
}

// open notes what token i may open. It is called anew when the stem of a word changes.
func (s *search) open(i int) {
	t := &s.doc.Tokens[i]
	fold, stem := t.Fold, s.words[i].Stem
	var o opening
	if s.may.May(t.Hash) {
		o.fold = s.index[fold]
	}
	if stem != fold && s.may.May(text.Hash(stem)) {
		o.stem = s.index[stem]
	}
	if trimmed := trimConjunction(fold); trimmed == stem {
		o.trimmed = o.stem
	} else if len(trimmed) < len(fold) && s.may.May(text.Hash(trimmed)) {
		o.trimmed = s.index[trimmed]
	}
	o.uses = s.lexemes[o.fold].uses | s.lexemes[o.stem].uses | s.lexemes[o.trimmed].uses
	s.opened[i] = o
}

// phraseAt gives the longest phrase of a use that begins at token i, and the token behind it; nil where there is none. The first token
// may carry proclitics.
func (s *search) phraseAt(u use, i, end int) (*lexicon.Cue, int) {
	if i < 0 || i >= end || i >= len(s.opened) || s.opened[i].uses&u == 0 {
		return nil, i
	}
	var best *lexicon.Cue
	last := i
	o := &s.opened[i]
	for _, n := range [...]int32{o.fold, o.stem, o.trimmed} {
		w := &s.lexemes[n]
		if w.uses&u == 0 {
			continue
		}
		for k := range w.phrases {
			p := &w.phrases[k]
			if p.use != u {
				continue
			}
			if n := s.follows(p.rest, i+1, end); n > last {
				best, last = p.row, n
			}
		}
	}
	return best, last
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
func (s *search) is(u use, i int) bool {
	c, _ := s.phraseAt(u, i, i+1)
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
	o := &s.opened[i]
	if o.uses&useVerb == 0 {
		return nil
	}
	t := &s.doc.Tokens[i]
	whole := s.lexemes[o.fold].verbs
	if len(whole) > 0 && s.words[i].Has(entity.Function) && !s.marked(i) {
		whole = nil
	}
	var parted []verbForm
	rest := trimConjunction(t.Fold)
	if len(rest) < len(t.Fold) {
		parted = s.lexemes[o.trimmed].verbs
	}
	if len(whole)+len(parted) == 0 {
		return nil
	}
	out := make([]hit, 0, len(whole)+len(parted))
	for n := range whole {
		out = append(out, hit{&whole[n], 0})
	}
	if len(parted) > 0 {
		cut := arabic.RawOffset(s.doc.Raw(i), len(t.Fold)-len(rest))
		for n := range parted {
			out = append(out, hit{&parted[n], cut})
		}
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
	for _, use := range [...]use{usePost, useCircumstance} {
		if row, _ := s.phraseAt(use, i, s.sentence.Last); row != nil {
			return nil // «نقلا عن», «ردا على»
		}
	}
	out := hits[:0]
	for _, h := range hits {
		if i > s.sentence.First && h.cut == 0 && (s.is(useNegation, i-1) || h.Aspect == arabic.Past && s.is(useGovernor, i-1)) {
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
		if s.is(useInterrogative, k) && (k == s.sentence.First || s.opens(k)) {
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
