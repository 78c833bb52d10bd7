package claim

import (
	"sort"
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/entity"
	"isnad/pkg/isnad"
)

// Material between a speaker, the verb and the content: dates, names in apposition, «وهو …», requests not to be named.

// isAside tells whether the words between two commas only add something to what stands before them.
func (s *search) isAside(first, last int) bool {
	if first >= last {
		return false
	}
	if s.is("aside", first) || s.is("relative", first) || s.anonymous(first) || s.afterDate(first, last) >= last {
		return true
	}
	if through, next := s.medium(first, last); through != nil && next >= last {
		return true
	}
	return s.personIn(first, last) >= 0 || s.words[first].Has(entity.Title|entity.Role) && last-first <= maxGap/5
}

// anonymous tells «طلب عدم الكشف عن اسمه» at token i, which reports no speech.
func (s *search) anonymous(i int) bool {
	row, _ := s.phraseAt("anonymous", i, s.sentence.Last)
	return row != nil
}

// personIn gives a person who is named at the beginning of an aside, perhaps behind a title: «، الدكتور نعمان عابدين،»; else -1.
func (s *search) personIn(first, last int) int {
	const reach = 3
	for i := first; i < last && i-first <= reach; i++ {
		if n := s.at[i]; n >= 0 {
			if s.Mentions[n].Kind == isnad.Person {
				return n
			}
			return -1
		}
	}
	return -1
}

// afterAside steps over an aside that opens with the comma at token i, with its closing comma, and gives the person named in it, or -1.
func (s *search) afterAside(i, end int) (next, person int) {
	if !s.mark(i, "،", ",") {
		return i, -1
	}
	stop := i + 1
	for stop < end && (s.at[stop] >= 0 || !s.mark(stop, "،", ",", ":", ".")) && !s.is("that", stop) && stop-i < maxGap {
		stop++
	}
	if stop >= end || !s.mark(stop, "،", ",") || !s.isAside(i+1, stop) {
		return i, -1
	}
	return stop + 1, s.personIn(i+1, stop)
}

// beforeAsides goes back from token end over asides, and gives the token behind what they belong to and the person named in one, or -1.
func (s *search) beforeAsides(end int) (back, person int) {
	person = -1
	for end > s.sentence.First && s.mark(end-1, "،", ",") {
		open := end - 2
		for open > s.sentence.First && !s.mark(open, "،", ",", ".", ":") && end-open < maxGap {
			open--
		}
		if !s.mark(open, "،", ",") || !s.isAside(open+1, end-1) {
			break
		}
		if n := s.personIn(open+1, end-1); n >= 0 {
			person = n
		}
		end = open
	}
	return end, person
}

// topic gives the first token of what «أما … ف…» speaks of, where token i begins with the ف, or -1.
func (s *search) topic(i int) int {
	if !strings.HasPrefix(s.doc.Tokens[i].Fold, "ف") {
		return -1
	}
	for j := i - 1; j >= s.sentence.First && i-j < maxGap && !s.mark(j, ".", "؛"); j-- {
		if f := s.doc.Tokens[j].Fold; f == "اما" || f == "واما" {
			return j + 1
		}
	}
	return -1
}

// withName gives a description of somebody the name that stands in apposition to it.
func (s *search) withName(p party, person int) party {
	if person < 0 || p.named && p.mention >= 0 && s.Mentions[p.mention].Kind == isnad.Person {
		return p
	}
	q := s.mentionParty(person, isnad.RoleSpeaker)
	q.title = s.source(p.first, p.last)
	q.agreement = p.agreement
	return q
}

// conjunction gives the bytes of a «و» that is written to the word at token i and surely is no letter of it.
func (s *search) conjunction(i int) int {
	raw := s.doc.Raw(i)
	if strings.HasPrefix(s.words[i].Proclitics, "و") {
		return arabic.RawOffset(raw, len("و"))
	}
	for _, hamza := range [...]string{"وأ", "وإ", "وآ"} {
		if strings.HasPrefix(raw, hamza) {
			return len("و")
		}
	}
	return 0
}

// figureAt tells whether a figure covers token i.
func (s *search) figureAt(i int) bool {
	t := &s.doc.Tokens[i]
	n := sort.Search(len(s.Figures), func(n int) bool { return s.Figures[n].End >= t.End })
	return n < len(s.Figures) && s.Figures[n].Start <= t.Start
}
