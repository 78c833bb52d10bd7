package figure

import (
	"isnad/pkg/isnad"
)

// oneMore takes the last one or two that classical style counts apart: «مئة وشخص واحد» is 101 persons, «ألف وشخصان اثنان» 1002.
func (s *scan) oneMore(g *find) bool {
	n := &g.number
	if n.value == nil || n.digits || g.isRange || !n.value.IsInt() || n.value.Sign() <= 0 || remainder(n.value) != 0 {
		return false
	}
	i := g.end
	apart := s.fold(i) == "و"
	if apart {
		i++
	}
	if !s.isWord(i) || !s.isWord(i+1) {
		return false
	}
	w, ok := s.numeral(i+1, plain)
	if !ok || w.definite || w.as(unit) == nil {
		return false
	}
	for _, r := range s.stems(i) {
		if !apart && r.proclitics != "و" || apart && r.cut > 0 {
			continue
		}
		known, two := s.voc.nouns[r.stem].singular, s.voc.duals[r.stem]
		switch {
		case isInt(w.as(unit).value, 1) && known != "" && !s.voc.nouns[r.stem].plural:
			n.value = add(n.value, rat(1))
		case isInt(w.as(unit).value, 2) && two.singular != "" && two.measure == nil:
			n.value, known = add(n.value, rat(2)), two.singular
		default:
			continue
		}
		n.last, g.end, n.tail = i+2, i+2, n.value
		n.span = isnad.Span{Start: n.span.Start, End: s.doc.Tokens[i+1].End}
		g.counted = []string{known}
		return true
	}
	return false
}
