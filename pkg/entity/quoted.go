package entity

import (
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// quoted adds a name in quotation marks behind a descriptor: وكالة "أعماق" الإخبارية، تطبيق التواصل الروسي "تام تام".
func (s *search) quoted() {
	const maxTokens, maxBetween = 5, 3
	for _, q := range s.doc.Quotes {
		open := s.quoteMark(q)
		if !q.Closed || q.Last-q.First > maxTokens || open < 1 {
			continue
		}
		at := s.calledBefore(open)
		direct := at == open-1 && s.words[at].Has(Descriptor|Head) && !s.words[at].Has(Title|Role) && !s.words[at].Definite
		if s.has(q.First, q.Last, Verb) && !(at == open-1 && q.Last-q.First == 2) || s.has(q.First, q.Last, Function) && !direct {
			continue
		}
		for n := 0; n < maxBetween && at > 0 && s.words[at].IsWord && !s.words[at].Has(Descriptor|Head) && s.words[at].Definite; n++ {
			at--
		}
		if at < 0 || !s.words[at].Has(Descriptor|Head) || s.doc.Tokens[at].Sentence != s.doc.Tokens[open].Sentence {
			continue
		}
		kind := s.words[at].DescKind
		if kind == "" {
			kind = s.words[at].HeadKind
		}
		end := q.Outer.End
		next := q.Last + 1
		if next < len(s.words) && s.words[next].Definite && s.words[next].Cut == 0 && isAdjective(s.words[next].Stem) {
			end = s.doc.Tokens[next].End
		}
		s.add(candidate{first: q.First, last: q.Last, span: q.Inner, kind: kind, basis: isnad.BasisPattern, confidence: 0.9,
			rule: s.words[at].Rule, extended: isnad.Span{Start: s.span(at, at+1).Start, End: end}})
	}
}

// calledBefore gives the token before an opening mark, past «تسمي نفسها»، «تطلق على نفسها اسم».
func (s *search) calledBefore(open int) int {
	at := open - 1
	for n := 0; n < 4 && at > 1 && !s.words[at].Has(Descriptor|Head); n++ {
		switch s.words[at].Stem {
		case "نفسها", "نفسه", "اسم", "علي", "تسمي", "يسمي", "تدعي", "يدعي", "يطلق", "تطلق", "عليه", "عليها", "تحمل", "يحمل":
			at--
		default:
			return at
		}
	}
	return at
}

// quoteMark gives the token of a quotation's opening mark.
func (s *search) quoteMark(q text.Quote) int {
	if q.First > 0 && s.doc.Tokens[q.First-1].Start == q.Outer.Start {
		return q.First - 1
	}
	return -1
}
