package claim

import (
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/entity"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
)

// ownFrame reads a claim of responsibility: «تبنى حساب مرتبط بـ…، هجوما …، عبر …».
func (s *search) ownFrame(i int, r reading) (reading, int, bool) {
	r.owned = true
	next := i + 1
	if s.platformMedium(next) {
		through, n := s.medium(next, s.sentence.Last)
		r.parties, next = through, n
	} else if p, n := s.owner(next); n > next {
		r.parties, next = []party{p}, n
	}
	s.subjectBefore(i, &r, false)
	return s.owned(i, next, r)
}

// owner reads who claims responsibility: a long description ends at the comma before an indefinite object («…، هجوما»).
func (s *search) owner(i int) (party, int) {
	const longest = 15
	for k := i; k+1 < s.sentence.Last && k-i < longest; k++ {
		if s.mark(k, "،", ",") && s.words[k+1].Class == 0 && s.at[k+1] < 0 && strings.HasSuffix(s.doc.Tokens[k+1].Fold, "ا") {
			return s.partyOf(i, k), k + 1
		}
	}
	return s.phrase(i, s.sentence.Last, gapMode{strict: true, stop: "في"})
}

// owned reads what responsibility is claimed for, up to a comma or the statement that carries the claim.
func (s *search) owned(i, next int, r reading) (reading, int, bool) {
	end := s.sentence.Last
	r.first, r.last = next, next
	for r.last < end && !s.mark(r.last, "،", ",", ".") && !s.platformMedium(r.last) {
		if m, n := s.medium(r.last, end); n > r.last && len(m) > 0 {
			break
		}
		r.last++
	}
	if r.first == r.last {
		return r, i, false
	}
	for j := r.last; j < end && len(s.with(r.parties, isnad.RoleMedium)) == 0; j++ {
		if s.platformMedium(j) {
			r.parties = append(r.parties, s.mentionParty(s.at[s.nextMention(j+1)], isnad.RoleMedium))
		}
		if j > r.last && s.mark(j, "،", ",") {
			break
		}
	}
	return r, r.last, true
}

// with gives the parties of a role.
func (s *search) with(in []party, role isnad.LinkRole) []party {
	var out []party
	for _, p := range in {
		if p.role == role {
			out = append(out, p)
		}
	}
	return out
}

// nominalFrame reads a verbal noun with its speaker: «بعد إعلان المنظمة أنها …», «قبل تبني التنظيم هجوم …». Without a speaker, or without
// what joins a content to it, it reports nothing.
func (s *search) nominalFrame(i, last int, row *lexicon.Cue) (r reading, next int, ok bool) {
	r = reading{sentence: s.number, cue: s.trimCue(i), lemma: row.Lemma, stance: isnad.Stance(row.Stance), rule: row.Rule, begins: i, last: s.sentence.Last}
	if s.words[i].Definite || s.is(useNegation, i-1) || s.at[i] >= 0 || len(s.cuesAt(i)) > 0 {
		return r, i, false
	}
	p, next := s.phrase(last, s.sentence.Last, gapMode{strict: true})
	pronoun := row.Use == "verbnounof"
	if !pronoun && (next == last || !p.named && p.role != isnad.RoleDocument && !s.words[p.first].Has(entity.Role|entity.Group|entity.Title) && p.resolution != isnad.Anaphoric) {
		return r, i, false
	}
	if !pronoun {
		r.parties = []party{p}
	} else {
		next = last
	}
	if s.mark(next, "،", ",") {
		next++
	}
	if row.Lemma == "تبنى" && !pronoun {
		r.owned = true
		return s.owned(i, next, r)
	}
	if next+1 < s.sentence.Last && s.grammatical(next) && s.is(useThat, next+1) {
		next++ // «تحذير الوزارة من أن …»
	}
	if !s.is(useThat, next) || next >= s.sentence.Last {
		return r, i, false
	}
	j := s.join(next, next+1)
	r.first, r.last = j.content, j.last
	for k := r.first; k < r.last; k++ {
		if s.mark(k, "،", ",") && s.inQuote(k) == nil { // the main clause follows
			r.last = k
		}
	}
	return r, r.first, true
}

// relayParties reads «نقلت رويترز عن مسؤول قوله»: the speaker stands behind عن, the verb's subject passes it on.
func (s *search) relayParties(verb, first, last int, r *reading) ([]party, bool) {
	about := first
	for about < last && s.doc.Tokens[about].Fold != "عن" {
		about++
	}
	if about == last {
		return nil, false
	}
	end := about + 1
	for end < last && !s.is(useSaying, end) {
		end++
	}
	g := s.readGap(about+1, end, gapMode{})
	if g.speaker.last == 0 {
		return nil, false
	}
	relays := reading{begins: r.begins}
	s.fill(&relays, s.readGap(first, about, gapMode{}))
	s.subjectBefore(verb, &relays, s.doc.Tokens[verb].Start < r.cue.Start)
	r.begins, r.said = relays.begins, max(relays.said, g.said)
	return append([]party{g.speaker}, s.asRelay(relays.parties)...), true
}

// headline reads «وزارة النقل: إغلاق جسرين»: a title whose speaker stands before a colon.
func (s *search) headline() (reading, bool) {
	zones := s.doc.Article.Zones
	if zones == nil || zones[s.sentence.Zone].Kind != isnad.ZoneTitle {
		return reading{}, false
	}
	const longest = 7
	for i := s.sentence.First + 1; i < s.sentence.Last-1 && i-s.sentence.First <= longest; i++ {
		if !s.mark(i, ":") {
			continue
		}
		p, next := party{mention: -1}, i
		if s.language == isnad.English {
			p = s.englishParty(s.sentence.First, i)
		} else {
			p, next = s.phrase(s.sentence.First, i, gapMode{})
		}
		if next < i || p.last == 0 || !p.named && p.role != isnad.RoleDocument && !s.words[p.first].Has(entity.Role|entity.Group) {
			return reading{}, false
		}
		if p.mention >= 0 && (s.Mentions[p.mention].Kind == isnad.Place || s.Mentions[p.mention].Kind == isnad.Event) {
			return reading{}, false // a topic
		}
		return reading{sentence: s.number, cue: s.doc.Span(i, i+1), lemma: ":", stance: isnad.Say, rule: "claim/headline", parties: []party{p},
			first: i + 1, last: s.sentence.Last, begins: s.sentence.First}, true
	}
	return reading{}, false
}

// prefix tells whether the folded word begins with one of the letters that open verbs of the present.
func present(fold string) bool {
	for _, p := range [...]string{"ي", "ت", "ن", "ا"} {
		if strings.HasPrefix(fold, p) && len(fold) >= 6 {
			return true
		}
	}
	return false
}

// rawCut gives the bytes of token i that n bytes of its folded form stand for.
func (s *search) rawCut(i, n int) int { return arabic.RawOffset(s.doc.Raw(i), n) }
