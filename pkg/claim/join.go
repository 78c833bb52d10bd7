package claim

import (
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/entity"
	"isnad/pkg/text"
)

// join is where a content is joined to its verb.
type join struct {
	at      int // the complementizer, colon or quotation mark
	content int // first token of the content
	last    int // token behind the sentence, or behind a quotation that goes on beyond it
}

// joinOf looks for what joins a content to the verb at token i: a complementizer, a colon, an opening quotation mark.
func (s *search) joinOf(i int, v *verbForm) (join, bool) {
	that := v.takes("that") || v.takes("relay")
	for j := i + 1; j < s.sentence.Last && j-i <= maxGap; j++ {
		if q := s.quoteAt(j); q != nil {
			if s.joinsQuote(i, j, q) {
				return s.join(j, j), v.takes("quote") || that
			}
			if !q.Closed {
				return join{}, false
			}
			j = q.Last
			continue
		}
		switch {
		case s.is(useThat, j) && s.joinsClauses(j+1) < j:
			return join{}, false // «قبل أن …»
		case s.is(useThat, j) && s.doc.Is(j-1, "علي") && s.mark(j-2, "،", ",") && v.row.Preposition != "على":
			return join{}, false // «أعلنت توقيع عقد، على أن يبدأ التسليم …»
		case s.is(useThat, j) && s.mark(j-1, "،", ",") && j-1 > i+1 && strings.HasPrefix(s.doc.Tokens[j].Fold, "و"):
			return join{}, false // «…، وأن …» goes on with a content of before
		case s.is(useThat, j) && s.at[j] < 0:
			return s.join(j, j+1), that || v.takes("in") || v.takes("doc")
		case v.row.Preposition == "ل" && that && s.doc.Is(j, "لان"): // «أسف لأن …»
			return s.join(j, j+1), true
		case s.mark(j, ":"):
			return s.join(j, j+1), v.takes("quote") || that
		case s.is(useRelative, j) && !s.is(useRelative, i+1):
			if j = s.afterRelative(j); j < 0 {
				return join{}, false
			}
			continue
		case s.is(usePostverb, j), s.is(usePost, j) && s.mark(j-1, "،", ","):
			return join{}, false
		}
		if s.at[j] < 0 && s.blocks(i, j) {
			return join{}, false
		}
	}
	return join{}, false
}

// join makes a join; a quotation that opens at the content and is not closed in the sentence carries the content with it.
func (s *search) join(at, content int) join {
	j := join{at: at, content: content, last: s.sentence.Last}
	if q := s.quoteAt(content); q != nil && q.Last > j.last {
		j.last = q.Last
	}
	return j
}

// joinsQuote tells whether the quotation at token j is what the verb at token i reports, and not a name or a part of a noun phrase: a
// word that needs a complement before it («شركة "…"», «ضرورة "…"») makes it one.
func (s *search) joinsQuote(i, j int, q *text.Quote) bool {
	if !s.speech(q.First, q.Last) {
		return false
	}
	before := &s.words[j-1]
	if j-1 == i || !before.IsWord || s.at[j-1] >= 0 {
		return true
	}
	return !before.Has(entity.Function|entity.Descriptor|entity.Head) && (before.Definite || before.Class != 0 || !s.blocksQuote(i, j))
}

// blocksQuote tells whether a preposition stands between the verb at token i and token j: «شدد على ضرورة "وضع …"».
func (s *search) blocksQuote(i, j int) bool {
	for k := i + 1; k < j; k++ {
		if s.grammatical(k) {
			return true
		}
	}
	return false
}

// speech tells whether a quotation may be something said: more than a word or two, and no name.
func (s *search) speech(first, last int) bool {
	const least = 2
	return last-first >= least && !s.namesSomething(first, last)
}

// blocks tells whether a reporting verb at token j has the content that follows, and not the verb at token i before it.
func (s *search) blocks(i, j int) bool {
	hits := s.cuesAt(j)
	if len(hits) == 0 || s.secondCue(j, hits) {
		return false
	}
	for _, h := range hits {
		if h.cut > 0 || !s.asideVerb(j, h) {
			return true
		}
	}
	return false
}

// asideVerb tells verbs of remarks on how a source speaks: «طلب عدم ذكر اسمه», «تحدث شريطة …».
func (s *search) asideVerb(j int, h hit) bool {
	return s.unnamed(j+1, s.sentence.Last) || h.row.Preposition != "" && h.takes("np") && !h.takes("that") && !s.doc.Is(j+1, arabic.Fold(h.row.Preposition))
}

// afterRelative gives the last token of the relative clause that begins at token j: it ends before a comma or a complementizer that is
// not its own verb's; -1 where neither follows.
func (s *search) afterRelative(j int) int {
	for k := j + 1; k < s.sentence.Last && k-j < maxGap; k++ {
		if s.mark(k, "،", ",") || s.is(useThat, k) || s.mark(k, ":") {
			return k - 1
		}
	}
	return -1
}

// secondCue tells whether the verb at token j only takes up the one before it: «تابع قائلا», «حذر ذاكرا أن».
func (s *search) secondCue(j int, hits []hit) bool {
	if s.mark(j-1, "،", ",") {
		return false
	}
	for _, h := range hits {
		if h.Aspect == arabic.Participle {
			return true
		}
	}
	return false
}

// namesSomething tells whether a quotation is a name and no speech.
func (s *search) namesSomething(first, last int) bool {
	if first >= len(s.at) {
		return false
	}
	if s.at[first] >= 0 && s.mentionEnd(s.at[first]) >= last {
		return true
	}
	return last-first == 1 && s.words[first].Definite && s.words[first].Class&^entity.Role == 0
}

// grammatical tells whether token i is a word of grammar and no part of a name.
func (s *search) grammatical(i int) bool { return s.at[i] < 0 && s.words[i].Has(entity.Function) }

// definite tells whether what stands at token i is definite: by the article, as a name, or by a possessive ending.
func (s *search) definite(i int) bool {
	w := &s.words[i]
	return s.at[i] >= 0 || s.mark(i, "»", "”", "\"") || w.Definite || w.Class == 0 && possessed(w.Stem)
}

// possessed tells a noun with a possessive ending: «زيارته», «تقريرها», «مديرهم».
func possessed(stem string) bool {
	for _, ending := range [...]string{"ها", "هم", "ته", "هما", "نا"} {
		if rest, ok := strings.CutSuffix(stem, ending); ok && len(rest) >= 6 {
			return true
		}
	}
	return false
}
