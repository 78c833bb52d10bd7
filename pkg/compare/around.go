package compare

import (
	"slices"
	"strings"
	"unicode/utf8"

	"isnad/pkg/isnad"
)

// surroundings are the words of a claim around one of its figures.
type surroundings struct {
	words    []word
	figure   isnad.Span
	others   []isnad.Span // the other figures
	language string
}

// before gives the words before the figure, the nearest first, back to the sentence's beginning or another figure. after likewise.
func (s *surroundings) before(most int) (out []word) {
	for i := len(s.words) - 1; i >= 0 && len(out) < most; i-- {
		w := s.words[i]
		if w.Start >= s.figure.Start {
			if w.stop && w.Start == s.figure.Start {
				return nil
			}
			continue
		}
		if s.isFigure(w.Span) {
			break
		}
		if out = append(out, w); w.stop {
			break
		}
	}
	return out
}

func (s *surroundings) after(most int) (out []word) {
	for _, w := range s.words {
		if w.Start < s.figure.End {
			continue
		}
		if w.stop || s.isFigure(w.Span) || len(out) == most {
			break
		}
		out = append(out, w)
	}
	return out
}

func (s *surroundings) isFigure(w isnad.Span) bool {
	return slices.ContainsFunc(s.others, func(o isnad.Span) bool { return o.Overlaps(w) })
}

// deed tells what befell the things counted: by their noun, else by the nearest word that says it. In Arabic the verb stands before; in
// English the nearer one counts, and a word behind "and" belongs to the other side. Two deeds side by side («مقتل وإصابة») are one.
func (s *surroundings) deed(nouns []string) string {
	for _, n := range nouns {
		for _, w := range strings.Fields(n) {
			if d := words.deedOf(bare(w)); d != "" {
				return d
			}
		}
	}
	for _, w := range s.words {
		if s.figure.Contains(w.Span) {
			if d := words.deedOf(w.bare); d != "" {
				return d
			}
		}
	}
	first, from, parted := s.deedBefore()
	second, to := s.deedAfter()
	if s.language == isnad.English && second != "" && (first == "" || parted || to < from) {
		return second
	}
	if first != "" {
		return first
	}
	return second
}

func (s *surroundings) deedBefore() (deed string, distance int, parted bool) {
	list := s.before(deedBefore)
	for i, w := range list {
		if deed = words.deedOf(w.bare); deed == "" {
			parted = parted || words.part[w.bare]
			continue
		}
		if d := joined(list[i:]); d != "" && d != deed {
			deed = d + "+" + deed
		}
		return deed, i, parted
	}
	return "", 0, false
}

// joined gives the deed that «و» or "and" joins to that of the first word of the list, which runs backwards.
func joined(list []word) string {
	switch {
	case len(list) > 1 && words.deed[list[0].bare] == "" && strings.HasPrefix(list[0].bare, "و"):
		return words.deedOf(list[1].bare)
	case len(list) > 2 && words.part[list[1].bare]:
		return words.deedOf(list[2].bare)
	}
	return ""
}

func (s *surroundings) deedAfter() (deed string, distance int) {
	for i, w := range s.after(deedAfter + 1) {
		if i == deedAfter || w.comma && s.language != isnad.English {
			break
		}
		deed = words.deedOf(w.bare)
		next := slices.IndexFunc(s.words, func(o word) bool { return o.Start >= w.End })
		if deed != "" && (next < 0 || !s.isFigure(s.words[next].Span)) { // not the verb of the figure behind it
			return deed, i
		}
	}
	return "", 0
}

// grows tells whether the figure is a toll: by its deed, or a word of the sentence before it.
func (s *surroundings) grows(deed string) bool {
	for d := range strings.SplitSeq(deed, "+") {
		if words.grows[d] {
			return true
		}
	}
	return slices.ContainsFunc(s.before(deedBefore), func(w word) bool { return words.isToll(w.bare) })
}

// expected tells whether a word of the future or of a condition stands shortly before the figure.
func (s *surroundings) expected(c *isnad.Claim) bool {
	for _, m := range c.Modality {
		if m.Kind == isnad.Future || m.Kind == isnad.Conditional {
			if slices.ContainsFunc(s.before(futureBefore), func(w word) bool { return w.Overlaps(m.Span) }) {
				return true
			}
		}
	}
	return false
}

// topics gives the roots of the words around the figure that may say what it is of: of at most so many words before and behind it.
func (s *surroundings) topics(before, after int, aside []isnad.Span) (out []string) {
	for _, w := range append(s.before(before), s.after(after)...) {
		named := slices.ContainsFunc(aside, func(o isnad.Span) bool { return o.Overlaps(w.Span) })
		if !named && utf8.RuneCountInString(w.bare) > 2 && !words.isStop(w.bare) && (w.bare[0] < '0' || w.bare[0] > '9') {
			out = append(out, root(w.bare))
		}
	}
	return sorted(out)
}
