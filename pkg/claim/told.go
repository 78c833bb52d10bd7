package claim

import (
	"strings"

	"isnad/pkg/entity"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// recipient reads «لوكالة الصحافة الفرنسية», «للصحافيين», «إلى المرصد» at token i. Behind a description without a name only the press and
// people are told; what else «ل» joins belongs to the description («الأمين العام للحزب»).
func (s *search) recipient(i, last int, free bool) (told []party, next int) {
	if i >= last {
		return nil, i
	}
	fold := trimConjunction(s.doc.Tokens[i].Fold)
	if fold == "ل" && i+1 < last { // «لـ "رويترز"»
		return s.told(i+1, last)
	}
	if !strings.HasPrefix(fold, "ل") {
		return nil, i
	}
	w := &s.words[i]
	if n := s.at[i]; n >= 0 {
		whole := s.Mentions[n].Span
		if s.Mentions[n].Extended != nil {
			whole = whole.Union(s.Mentions[n].Extended.Span)
		}
		if s.mentionStart(n) == i && (s.doc.Tokens[i].Start < whole.Start || strings.HasPrefix(fold, "لل")) && (free || s.listens(n)) {
			return s.told(i, last)
		}
		return nil, i
	}
	press := s.begins(usePress, strings.TrimPrefix(strings.TrimPrefix(w.Stem, "ل"), "ال")) || s.begins(usePress, strings.TrimPrefix(fold, "لل"))
	if press || strings.HasSuffix(w.Proclitics, "ل") && (w.Has(entity.Group) || free && w.Has(entity.Role|entity.Descriptor|entity.Head)) {
		return s.told(i, last)
	}
	return nil, i
}

// listens tells whether mention n is one whom sources tell things: the press, a platform, a person.
func (s *search) listens(n int) bool {
	m := &s.Mentions[n]
	if strings.HasPrefix(m.Entity, "media/") || m.Kind == isnad.Person || m.Kind == isnad.Platform {
		return true
	}
	first, _, _ := strings.Cut(s.called(n), " ")
	first = strings.TrimPrefix(strings.TrimPrefix(first, "ل"), "ال")
	return s.begins(usePress, first) || s.begins(usePress, strings.TrimPrefix(first, "ل"))
}

// told makes a party of those who are told: a mention, a quoted name behind its kind, or the words as they stand.
func (s *search) told(i, last int) ([]party, int) {
	if i >= last {
		return nil, i
	}
	if s.at[i] < 0 && s.quoteAt(i) != nil {
		i++
	}
	if n := s.nextMention(i); n >= 0 && n-i <= 2 && n < last && (n == i || s.mark(n-1, "\"", "«", "“") || s.words[n-1].Has(entity.Descriptor|entity.Head) || s.at[i] >= 0) {
		p := s.mentionParty(s.at[n], isnad.RoleRecipient)
		return []party{p}, s.afterBracket(p.last, last)
	}
	end := i + 1
	for end < last && s.words[end].IsWord && !s.grammatical(end) && s.at[end] < 0 && end-i < 4 && s.afterDate(end, last) == end && !s.is(useThat, end) {
		end++
	}
	if q := s.quoteAt(end); q != nil && q.Closed && q.Last < last && end == i+1 {
		p := s.plain(q.First, q.Last, isnad.RoleRecipient)
		p.named = true
		return []party{p}, q.Last + 1
	}
	p := s.plain(i, end, isnad.RoleRecipient)
	if rest, ok := s.cutLam(i); ok { // the article of «للإذاعة» cannot be parted from the preposition
		p.name = "ال" + rest + strings.TrimPrefix(s.doc.Span(i, end).In(s.doc.Article.Text), s.doc.Raw(i))
	} else if strings.HasPrefix(p.name, "ل") && s.words[i].Cut == 0 {
		p.span.Start += len("ل")
		p.name = p.span.In(s.doc.Article.Text)
	}
	p.named = !s.words[i].Has(entity.Group | entity.Role)
	return []party{p}, s.afterBracket(end, last)
}

// afterBracket steps over a short form in brackets: «وكالة الأنباء العراقية (واع)».
func (s *search) afterBracket(i, last int) int {
	const longest = 6
	if !s.mark(i, "(") {
		return i
	}
	for k := i + 1; k < last && k-i <= longest; k++ {
		if s.mark(k, ")") {
			return k + 1
		}
	}
	return i
}

// cutLam gives what stands behind «لل» in token i, vowel marks between the letters or not.
func (s *search) cutLam(i int) (rest string, ok bool) {
	if !strings.HasPrefix(s.doc.Tokens[i].Fold, "لل") {
		return "", false
	}
	return s.doc.Raw(i)[s.rawCut(i, len("لل")):], true
}

// medium reads «في بيان», «في حديث لـ…», «عبر تطبيق "تام تام"» at token i.
func (s *search) medium(i, last int) (through []party, next int) {
	if i+1 >= last {
		return nil, i
	}
	noun := i + 1
	switch trimConjunction(s.doc.Tokens[i].Fold) {
	case "في", "عبر", "علي", "خلال", "ضمن":
	default:
		return nil, i
	}
	if s.platformMedium(i) {
		if n := s.nextMention(noun); n < last {
			p := s.mentionParty(s.at[n], isnad.RoleMedium)
			return []party{p}, p.last
		}
	}
	if !s.carries(noun) {
		return nil, i
	}
	next = noun + 1
	for next < last && s.words[next].IsWord && (s.describesMedium(noun, next) || s.is(useDescribes, next)) {
		next++
	}
	through = []party{s.plain(noun, next, isnad.RoleMedium)}
	if next < last && (s.doc.Is(next, "مع") || s.doc.Is(next, "الي")) {
		if told, n := s.told(next+1, last); n > next+1 {
			return append(through, told...), n
		}
	}
	if told, n := s.recipient(next, last, true); n > next {
		return append(through, told...), n
	}
	if next < last && strings.HasPrefix(s.doc.Tokens[next].Fold, "ل") && s.words[next].Class == 0 && s.at[next] < 0 && !s.is(useDescribes, next) { // «في حديث لسنابل برس», but not «في بيان لاحق»
		told, n := s.told(next, last)
		return append(through, told...), n
	}
	return through, next
}

// carries tells whether the noun at token i carries speech: «بيان», «حديث», «تقريرها».
func (s *search) carries(i int) bool {
	if s.at[i] >= 0 || s.doc.Tokens[i].Kind != text.Word {
		return false
	}
	stem := strings.TrimPrefix(s.words[i].Stem, "ال")
	if s.begins(useMedium, stem) || s.begins(useDocument, stem) {
		return true
	}
	for _, owner := range [...]string{"ه", "ها", "هم"} {
		noun, owned := strings.CutSuffix(stem, owner)
		if feminine, ok := strings.CutSuffix(noun, "ت"); ok && owned && s.begins(useMedium, feminine+"ه") {
			return true
		}
		if owned && (s.begins(useMedium, noun) || s.begins(useDocument, noun)) {
			return true
		}
	}
	return false
}

// describesMedium tells whether token at is an adjective of the statement at noun: «مؤتمر صحافي», «رسالة إلكترونية».
func (s *search) describesMedium(noun, at int) bool {
	w := &s.words[at]
	if s.at[at] >= 0 || w.Has(entity.Title|entity.Function) || w.Cut > 0 || s.verbAt(at) != nil || s.afterDate(at, at+1) > at {
		return false
	}
	if s.definite(noun) != w.Definite {
		return false
	}
	return s.adjective(at)
}

// platformMedium tells «عبر تطبيق … "تام تام"», «على تيليغرام» at token i.
func (s *search) platformMedium(i int) bool {
	if i+1 >= s.sentence.Last || !s.doc.Is(i, "عبر") && !s.doc.Is(i, "علي") {
		return false
	}
	n := s.nextMention(i + 1)
	return n >= 0 && n-i <= 5 && s.Mentions[s.at[n]].Kind == isnad.Platform
}

// nextMention gives the first token from i on, within a few, that a mention covers, or -1.
func (s *search) nextMention(i int) int {
	const reach = 5
	for j := i; j < s.sentence.Last && j-i < reach && !s.mark(j, "،", ",", ".", ":"); j++ {
		if s.at[j] >= 0 {
			return j
		}
	}
	return -1
}
