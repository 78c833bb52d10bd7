package claim

import (
	"strings"

	"isnad/pkg/entity"
	"isnad/pkg/isnad"
)

// subjectBefore gives a verb that has no subject behind it the one that stands before it: «مصدر نفطي قال إن …», «وكان المصرف قد توقع أن»,
// «أما المنظمة فكتبت». A verb that a conjunction opens has none, but for the ف that answers أما.
func (s *search) subjectBefore(i int, r *reading, conjunction bool) {
	if s.speaks(r.parties) || conjunction && !s.answersTopic(i) {
		return
	}
	end := i
	for end > s.sentence.First && (s.doc.Tokens[end-1].Fold == "قد" || s.is(useAuxiliary, end-1)) {
		end--
	}
	if end == s.sentence.First || s.mark(end-1, ".", "؛", ":") {
		return
	}
	if s.is(useRelative, end-1) {
		if p := s.antecedent(end - 1); p.last > 0 {
			r.parties = append([]party{p}, r.parties...)
			r.topic = s.topicBefore(end)
		}
		return
	}
	if s.doc.Is(end-1, "ان") {
		s.priorSubject(end-1, r)
		return
	}
	first, last := s.subjectSpan(end)
	if first >= last {
		return
	}
	s.takeSubject(first, last, end, r)
}

// takeSubject reads the subject between tokens first and last; asides may stand between it and the verb at token verb.
func (s *search) takeSubject(first, last, verb int, r *reading) {
	helped := first > s.sentence.First && s.is(useAuxiliary, first-1)
	for first < last && s.at[first] < 0 && s.grammatical(first) && !s.partitive(first) {
		helped = helped || s.is(useAuxiliary, first)
		first++
	}
	if first >= last {
		return
	}
	g := s.readGap(first, verb, gapMode{})
	p := g.speaker
	if p.last == 0 || p.first > first+1 {
		return
	}
	if p.last < last && s.asideless(p.last, last) {
		return // more stands between than the subject: it is another clause's
	}
	inner := first > s.sentence.First && s.is(useThat, first-1) // «أن الفحص يرجح …» speaks of no utterance
	whole := p.first == first && p.last >= last && s.words[first].Definite && !inner
	if helped || whole || p.named || s.words[p.first].Has(entity.Role|entity.Group|entity.Title) || p.role == isnad.RoleDocument || p.resolution == isnad.Anaphoric || s.partitive(p.first) {
		r.parties = append([]party{p}, append(g.others, r.parties...)...)
		r.begins = s.clause(first)
		if r.said == 0 {
			r.said = g.said
		}
	}
}

// asideless tells whether words that are no aside, date or name in brackets stand between tokens first and last.
func (s *search) asideless(first, last int) bool {
	g := gap{speaker: party{last: first}}
	for i := first; i < last; {
		next := s.aside(i, last, &g, gapMode{})
		next = max(next, s.afterDate(i, last), s.circumstance(i, last), s.afterBracket(i, last))
		if _, n := s.medium(i, last); n > next {
			next = n
		}
		if next == i && !s.mark(i, "،", ",", "-", "–") {
			return true
		}
		i = max(next, i+1)
	}
	return false
}

// subjectSpan gives the tokens in which the subject of the verb at token end is looked for: back to the beginning of the clause, over an
// apposition or aside between commas.
func (s *search) subjectSpan(end int) (first, last int) {
	first, last = end, end
	if s.mark(end-1, "،", ",") {
		at := end - 2
		for at > s.sentence.First && !s.mark(at, "،", ",") {
			at--
		}
		if !s.mark(at, "،", ",") {
			return end, end
		}
		first, last = at, at
	}
	for first > s.sentence.First && end-first < maxGap {
		b := first - 1
		if s.mark(b, "،", ",", "؛", ":") || s.mark(b, ".") && !s.initial(b) || s.is(useThat, b) || s.is(useRelative, b) || s.is(useAuxiliary, b) || s.joinsClauses(first) < first {
			break
		}
		first--
	}
	return first, last
}

// initial tells whether the full stop at token i ends the first letter of a name.
func (s *search) initial(i int) bool {
	return i > 0 && s.doc.Glued(i) && len(s.doc.Tokens[i-1].Fold) == 2
}

// answersTopic tells whether ف at token i answers «أما …».
func (s *search) answersTopic(i int) bool {
	return strings.HasPrefix(s.doc.Tokens[i].Fold, "ف") && s.topicBefore(i)
}

// topicBefore tells whether «أما» opens the clause before token i.
func (s *search) topicBefore(i int) bool {
	for k := i - 1; k >= s.sentence.First && i-k < maxGap; k-- {
		if s.is(useTopic, k) {
			return true
		}
	}
	return false
}

// priorSubject reads «سبق لصحف محلية أن كشفت»: the subject stands behind ل.
func (s *search) priorSubject(that int, r *reading) {
	const longest = 10
	for k := that - 1; k >= s.sentence.First && that-k < longest; k-- {
		if !s.is(usePrior, k) {
			continue
		}
		if told, _ := s.told(k+1, that); len(told) > 0 {
			p := told[0]
			p.role = isnad.RoleSpeaker
			if p.mention < 0 {
				p = s.partyOf(k+1, that)
			}
			r.parties = append([]party{p}, r.parties...)
			r.begins = s.clause(k)
		}
		return
	}
}

// antecedent gives the noun that a relative clause speaks of: «المصارف التي قالت إنها …».
func (s *search) antecedent(relative int) party {
	at := relative - 1
	if at < s.sentence.First || !s.words[at].IsWord {
		return party{mention: -1}
	}
	if n := s.at[at]; n >= 0 {
		return s.mentionParty(n, isnad.RoleSpeaker)
	}
	return s.plain(at, at+1, isnad.RoleSpeaker)
}
