package date

import "isnad/pkg/isnad"

// words reads a number in words at token i: 1–99, years such as «ألفين وثمانية عشر» or "two thousand and eighteen", and ordinals such as
// «الحادي والعشرين». It gives the token behind it, or 0.
func (s *scan) words(i int) (value int, ordinal bool, end int) {
	if s.f.language == isnad.Arabic {
		return s.arabicWords(i)
	}
	return s.englishWords(i)
}

func (s *scan) numeral(i int) (*term, int) {
	if t, end := s.get(i, kCardinal); t != nil {
		return t, end
	}
	return s.get(i, kOrdinal)
}

func (s *scan) arabicWords(i int) (value int, ordinal bool, end int) {
	t, end := s.numeral(i)
	if t == nil {
		return 0, false, 0
	}
	value, ordinal = t.value, t.kind == kOrdinal
	definite := t.definite
	if definite && s.begins(i)&kWeekday.set() != 0 { // «الأحد» is the number only in «الأحد عشر»
		if ten, _ := s.numeral(end); ten == nil || ten.value != 10 {
			return 0, false, 0
		}
	}
	if value == -1 {
		return value, ordinal, end
	}
	low := t.value // the last part read; the next must be smaller, or the tens behind the ones
	if ten, next := s.numeral(end); ten != nil && ten.value == 10 && value < 10 && ten.kind == kCardinal {
		value, low, end = value+10, 10, next
	}
	for end < s.last {
		n, next := s.andNumeral(end)
		if n == nil || n.value < 0 || n.kind == kOrdinal && low < 100 {
			break
		}
		part := n.value
		if ten, after := s.numeral(next); ten != nil && ten.value == 10 && part < 10 && ten.kind == kCardinal {
			part, next = part+10, after
		}
		tens := part >= 20 && part < 100 && part%10 == 0 && low < 10
		if part >= low && !tens {
			break
		}
		value, low, end = value+part, part, next
		if tens {
			low = 1
		}
	}
	return value, ordinal || definite && value >= 20 && value < 100, end // «العشرين», «الواحد والعشرين» rank as well
}

// andNumeral gives the number word joined by و at token i.
func (s *scan) andNumeral(i int) (*term, int) {
	if i >= s.last {
		return nil, 0
	}
	if t, next := s.get(i, kAnd); t != nil {
		i = next
		return s.numeral(i)
	}
	for _, hit := range s.hits[s.index[i-s.first]:s.index[i-s.first+1]] {
		for _, v := range hit.Values {
			t := &s.f.terms[v]
			if hit.Proclitics == "و" && (t.kind == kCardinal || t.kind == kOrdinal) {
				return t, hit.Last
			}
		}
	}
	return nil, 0
}

func (s *scan) englishWords(i int) (value int, ordinal bool, end int) {
	low := 1 << 20
	for at := i; at < s.last; {
		next := at
		if end > 0 && (s.fold(next) == "-" || s.fold(next) == "and") {
			next++
		}
		t, after := s.numeral(next)
		if t == nil || t.value < 0 && end > 0 {
			break
		}
		switch {
		case t.value == -1:
			return -1, true, after
		case (t.value == 1000 || t.value == 100) && end > 0 && value < t.value:
			value, low = value*t.value, t.value
		case end > 0 && (value == 19 || value == 20) && t.value >= 10 && t.value < 100: // «nineteen seventy»
			value, low = value*100+t.value, t.value
		case t.value < low && (end == 0 || low >= 20 && (low >= 100 || t.value < 10)):
			value, low = value+t.value, t.value
		default:
			return value, ordinal, end
		}
		end, at = after, after
		if t.kind == kOrdinal {
			return value, true, end
		}
	}
	return value, ordinal, end
}
