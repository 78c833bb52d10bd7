package date

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// dates gives the expressions of the sentence, in order.
func (s *scan) dates() []found {
	var out []found
	for i := s.first; i < s.last; {
		s.start = i
		f, ok := s.at(i)
		switch {
		case ok:
			out = append(out, f)
			i = f.end
			for more, ok := s.nextYear(i, f); ok; more, ok = s.nextYear(i, f) {
				out = append(out, more)
				i = more.end
			}
		case f.end > i: // a name: «مدينة 6 أكتوبر»
			i = f.end
		default:
			i++
		}
	}
	s.share(out)
	return out
}

// share gives what the last of a list names to the others: «تموز وآب 2019», «مايو ويونيو الماضيين».
func (s *scan) share(out []found) {
	for k := len(out) - 1; k > 0; k-- {
		a, b := &out[k-1], &out[k]
		if a.shape != shapeCivil || b.shape != shapeCivil || a.month == 0 || b.month <= a.month || (a.day > 0) != (b.day > 0) || a.hijri != b.hijri {
			continue
		}
		and := b.first
		if t, next := s.get(a.end, kAnd); t != nil {
			and = next - 1
		}
		bare := a.year == 0 && a.of == nil && a.dir == dirNone && a.weekday == 0
		if bare && and == a.end && (b.first == and+1 || strings.HasPrefix(s.fold(b.first), "و")) {
			a.year, a.of, a.dir, a.future = b.year, b.of, b.dir, b.future
		}
	}
}

// at gives the expression that begins at token i, if it may stand there. Where a name holds it, only its end is given.
func (s *scan) at(i int) (found, bool) {
	if s.begins(i)&(s.f.openers|joints) == 0 || s.blocked[i-s.first] {
		return found{}, false
	}
	f, ok := s.joint(i)
	if !ok {
		e, end, rule := s.best(i, nil)
		if e == nil || !s.stands(e, i, end) {
			return found{}, false
		}
		f = found{expr: e, first: i, end: end, rule: rule}
		s.equal(&f)
	}
	if s.guarded(i) || s.recurs(f.end) {
		return found{end: f.end}, false
	}
	s.behind(&f)
	if t, next := s.get(i, kArticle); t != nil {
		i = next
	}
	f.span = s.d.Span(i, f.end)
	_, f.span.Start = s.joined(i)
	f.relation = s.relation(i)
	f.future = f.relation != isnad.Since && !f.since && s.speaksOfFuture(i, f.end)
	return f, true
}

// stands tells whether an expression that may also be something else stands where it must be a date.
func (s *scan) stands(e *expr, i, end int) bool {
	switch {
	case e.year4 && e.weak:
		return s.yearStands(e, i, end)
	case e.shape == shapeWeekday && e.weak:
		return s.f.language != isnad.Arabic && s.asWritten(i) && s.afterPreposition(i)
	case e.shape == shapeNth && e.weak: // «الفصل الثاني من الكتاب» is part of something else
		of, next := s.get(end, kOf)
		return of == nil || of.mark != "" || !s.is(next, text.Word)
	case e.weak:
		return s.asWritten(i) && s.afterPreposition(i)
	case e.shape == shapeCivil && s.namesMore(e, i, end):
		return false
	case e.written && s.f.language != isnad.Arabic:
		return s.asWritten(e.at)
	case e.shape == shapeAway && e.grain == gDay && end == i+1:
		return s.dayStands(e, i, end)
	case e.shape == shapeAway && e.n != 0 && s.is(i-1, text.Number) && !s.is(i, text.Number):
		return false // «45,000 سنة مضت»
	case e.shape == shapeAway && e.cue == "ahead":
		return s.speaksOfFuture(i, end) || s.beginsPresent()
	case e.shape == shapeDecade:
		of, next := s.get(end, kOf)
		return of == nil || !strings.Contains(s.fold(next), "عمر") // «العشرينات من العمر»
	case e.shape == shapeAway && e.cue == "in":
		return s.speaksOfFuture(i, end) || !s.speaksOfPast(i)
	case e.shape == shapeWeekday && e.weekday == 1 && end == i+1 && (s.fold(i-1) == "بين" || s.fold(i-1) == "كلا"):
		return false // «بين الاثنين»
	}
	return true
}

// dayStands tells the day from a verb («وغدا الفندق ملجأ») and from one that is counted from an event («اليوم الأول»).
func (s *scan) dayStands(e *expr, i, end int) bool {
	if e.n == 1 {
		proclitics, _ := s.joined(i)
		return !strings.HasPrefix(proclitics, "و") && !strings.HasPrefix(proclitics, "ف")
	}
	if s.fold(i) == "اليوم" && s.nowadays(i) {
		return false
	}
	if s.fold(i-1) == "في" { // «دولار في اليوم»
		return false
	}
	next, _ := s.pick(end, kOrdinal, func(t *term) bool { return t.definite })
	post, _ := s.get(end, kPost)
	return next == nil && post == nil
}

// yearStands tells whether four bare digits are a year: behind a preposition, and not the count of what follows.
func (s *scan) yearStands(e *expr, i, end int) bool {
	if s.glued(i) && s.is(i-1, text.Punct) && s.fold(i-1) != "(" && s.fold(i-1) != "ـ" && s.fold(i-1) != "=" {
		return false
	}
	if s.glued(end) && !strings.Contains(".,،؛;:)؟?!\"»”", s.fold(end)) {
		return false
	}
	counts := s.is(end, text.Word)
	if of, next := s.ending(i, kRelation); of != nil && next == i {
		return of.mark != string(isnad.About) && (!counts || e.year%100 != 0)
	}
	if t, _ := s.ending(i, kPrep); t != nil {
		if t.mark == "alone" { // "compared with 2019", where a count may follow as well
			return !counts
		}
		return !counts || e.year%100 != 0
	}
	if t, _ := s.ending(i, kOf); t != nil {
		return !counts || s.f.language != isnad.Arabic && e.year%100 != 0
	}
	return false
}

// asWritten tells a month that is spelled as the table has it from a word that only folds to the same («أب»), and in English a name
// from a verb ("may").
func (s *scan) asWritten(i int) bool {
	proclitics, at := s.joined(i)
	raw := s.d.Article.Text[at:s.d.Tokens[i].End]
	if s.f.language != isnad.Arabic {
		r, _ := utf8.DecodeRuneInString(raw)
		return unicode.IsUpper(r)
	}
	if arabic.Fold(raw) == "اب" && !strings.HasPrefix(raw, "آ") {
		return false
	}
	return proclitics == "" || proclitics == "و"
}

// namesMore tells an English month that begins a name («April Jones», "October Revolution"): a word with a capital follows, and no
// word of time stands before it. Abbreviations do not count: "April GDP figures".
func (s *scan) namesMore(e *expr, i, end int) bool {
	if s.f.language == isnad.Arabic || end != i+1 || e.month == 0 || e.dir != dirNone || !s.is(end, text.Word) || s.afterPreposition(i) {
		return false
	}
	raw := s.d.Raw(end)
	first, size := utf8.DecodeRuneInString(raw)
	second, _ := utf8.DecodeRuneInString(raw[size:])
	return unicode.IsUpper(first) && unicode.IsLower(second)
}

// ending gives the term of the kind that ends right before token i, and i; the longest of several.
func (s *scan) ending(i int, k kind) (*term, int) {
	for j := max(s.first, i-3); j < i; j++ {
		for _, hit := range s.hits[s.index[j-s.first]:s.index[j-s.first+1]] {
			if hit.Last != i {
				continue
			}
			for _, v := range hit.Values {
				if t := &s.f.terms[v]; t.kind == k {
					return t, i
				}
			}
		}
	}
	return nil, 0
}

// afterPreposition tells whether a word that a date may follow stands before token i or is joined to it.
func (s *scan) afterPreposition(i int) bool {
	for _, k := range [...]kind{kRelation, kPrep} {
		if t, _ := s.ending(i, k); t != nil {
			return true
		}
	}
	return false
}

// guarded tells whether the noun before token i takes what follows as its name: «مدينة 6 أكتوبر», «سوق الخميس».
func (s *scan) guarded(i int) bool {
	at := i
	for at > s.first && (s.fold(at-1) == "«" || s.fold(at-1) == "\"" || s.fold(at-1) == "“") {
		at--
	}
	t, _ := s.ending(at, kGuard)
	return t != nil
}

// recurs tells what returns every year («2 يوليو من كل عام») and what lies before the common era.
func (s *scan) recurs(end int) bool {
	if t, _ := s.pick(end, kEra, func(t *term) bool { return t.mark == "bc" }); t != nil {
		return true
	}
	t, next := s.get(end, kOf)
	return t != nil && (s.fold(next) == "كل" || s.fold(next) == "every" || s.fold(next) == "each")
}

func (s *scan) relation(i int) isnad.Relation {
	t, _ := s.ending(i, kRelation)
	if article, _ := s.ending(i, kArticle); article != nil {
		t, _ = s.ending(i-1, kRelation)
	}
	if t == nil {
		return ""
	}
	return isnad.Relation(t.mark)
}

// behind takes in what may stand behind a day: a part of the day, a weekday in brackets.
func (s *scan) behind(f *found) {
	if f.coarse() || f.shape == shapeRange || f.shape == shapeRolling || f.since {
		return
	}
	var p parts
	if s.fold(f.end) == "(" {
		if end := atomWeekdayBeside(s, f.end, &p); end > 0 {
			f.end = end
			if f.shape == shapeCivil {
				f.weekday = p.weekday
			}
		}
	}
	if t, end := s.get(f.end, kAfter); t != nil {
		f.end = end
	}
}

// equal joins the Gregorian date that tells a Hijri one again, or the other way round: «… 1441 هـ الموافق 9 نوفمبر 2019».
func (s *scan) equal(f *found) {
	if f.shape != shapeCivil && f.shape != shapeWeekday {
		return
	}
	at, bracket := s.skipComma(f.end), false
	if s.fold(at) == "(" {
		at, bracket = at+1, true
	}
	t, next := s.get(at, kEqual)
	switch {
	case t != nil:
		at = next
		if of, next := s.get(at, kOf); of != nil {
			at = next
		}
	case !bracket || !f.hijri:
		return
	}
	start := s.start
	s.start = at
	other, end, _ := s.best(at, func(e *expr) bool {
		return e.shape == shapeCivil && (f.shape == shapeWeekday || e.hijri != f.hijri) && e.day > 0
	})
	s.start = start
	if other == nil || bracket && s.fold(end) != ")" {
		return
	}
	if bracket {
		end++
	}
	f.end = end
	switch {
	case f.shape == shapeWeekday:
		other.weekday = f.weekday
		f.expr = other
	case f.hijri:
		f.expr = other
	}
}
