package figure

import (
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/text"
)

// stem is one way to read a token: what remains of its folded form behind cut bytes of proclitics.
type stem struct {
	stem       string
	cut        int
	proclitics string
}

// stems gives the readings of token i, the whole word first.
func (s *scan) stems(i int) []stem { return s.words[i].stems }

// same tells whether the tokens from i on are the words.
func (s *scan) same(i int, words []string) bool {
	if i+len(words) > s.last {
		return false
	}
	for k, w := range words {
		if s.doc.Tokens[i+k].Fold != w {
			return false
		}
	}
	return true
}

// fold gives the folded token i of the sentence, or "".
func (s *scan) fold(i int) string {
	if i < s.first || i >= s.last {
		return ""
	}
	return s.doc.Tokens[i].Fold
}

func (s *scan) kind(i int) text.Kind {
	if i < s.first || i >= s.last {
		return text.Punct
	}
	return s.doc.Tokens[i].Kind
}

// isWord tells whether token i is a word of the sentence.
func (s *scan) isWord(i int) bool { return i >= s.first && i < s.last && s.kind(i) == text.Word }

// uses tells whether a context phrase of the use begins at token i, and where it ends.
func (s *scan) uses(u use, i int) (end int, ok bool) {
	if i < s.first || i >= s.last || s.words[i].begins == 0 {
		return i, false
	}
	c := s.voc.contexts[u]
	if c == nil || !s.words[i].begins.has(c.bit) {
		return i, false
	}
	_, end = c.from(s, i, s.doc.Tokens[i].Fold)
	return end, end > i
}

// beginsAny tells whether a context phrase of the use begins with one of the stems of token i.
func (s *scan) beginsAny(u use, i int) bool {
	c := s.voc.contexts[u]
	return c != nil && s.words[i].beginsAny.has(c.bit)
}

// used tells whether a context phrase of the use ends before token i, and where it begins.
func (s *scan) used(u use, i int) (first, cut int, ok bool) {
	if i <= s.first || s.words[i-1].ends == 0 {
		return i, 0, false
	}
	c := s.voc.contexts[u]
	if c == nil || !s.words[i-1].ends.has(c.bit) {
		return i, 0, false
	}
	_, first, cut = c.until(s, i)
	return first, cut, first < i
}

// start gives the byte offset behind cut bytes of the folded token i.
func (s *scan) start(i, cut int) int {
	t := &s.doc.Tokens[i]
	if cut == 0 {
		return t.Start
	}
	return t.Start + arabic.RawOffset(s.doc.Raw(i), cut)
}

// bare drops the article of a folded word.
func bare(fold string) (string, bool) {
	rest, ok := strings.CutPrefix(fold, "ال")
	if !ok || len(rest) < 4 {
		return fold, false
	}
	return rest, true
}

// isPunct tells whether token i is one of the marks.
func (s *scan) isPunct(i int, marks string) bool {
	f := s.fold(i)
	return f != "" && s.kind(i) == text.Punct && strings.Contains(marks, f)
}

// glued tells whether token i of the sentence touches the token before it.
func (s *scan) glued(i int) bool { return i > s.first && i < s.last && s.doc.Glued(i) }

// raw gives the source of token i of the sentence, or "".
func (s *scan) raw(i int) string {
	if i < s.first || i >= s.last {
		return ""
	}
	return s.doc.Raw(i)
}
