package claim

import (
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/entity"
	"isnad/pkg/isnad"
)

// gap is what stands between a verb and its content: the speaker, who was told and through what, and when.
type gap struct {
	speaker party
	source  party // from whom the speaker has it: «نقلا عن»
	others  []party
	said    int // 1 + index of the date of the utterance; 0 where none stands here
	end     int // the token behind what was read
}

// parties gives the parties of a gap, the speaker first.
func (g *gap) parties() []party {
	if g.speaker.last == 0 {
		return g.others
	}
	if g.source.last == 0 {
		return append([]party{g.speaker}, g.others...)
	}
	relay := g.speaker
	relay.role = isnad.RoleRelay
	return append([]party{g.source, relay}, g.others...)
}

// gapMode tells how a gap is read.
type gapMode struct {
	strict bool      // where it ends is not known: it ends before the first word that cannot belong to it
	mute   bool      // the verb has no subject here, being a participle
	stop   string    // folded preposition of the verb, behind which its content begins
	told   bool      // the verb takes those who are told as its object: «أخبر الحارس الشرطة»
	verb   *verbForm // whose subject is looked for
}

// readGap reads the words from token i up to end.
func (s *search) readGap(i, end int, m gapMode) gap {
	g := gap{end: i}
	began := i
	commas := 0
	for i < end {
		if s.mark(i, "،", ",", "-", "–", "—") {
			if commas++; commas%2 == 0 {
				g.end = i + 1 // closes what stood between two commas
			}
			i++
			continue
		}
		next := s.gapPart(i, end, began, m, &g)
		if next > i {
			i, g.end = next, next
			continue
		}
		if m.strict {
			break
		}
		i++
		g.end = i
	}
	return g
}

// gapPart reads one part of a gap at token i and gives the token behind it; i where nothing fits.
func (s *search) gapPart(i, end, began int, m gapMode, g *gap) int {
	if m.stop != "" && s.doc.Is(i, m.stop) {
		return i
	}
	if told, next := s.recipient(i, end, g.speaker.last > 0 || i == began || s.mark(i-1, "،", ",")); next > i {
		g.others = append(g.others, told...)
		return next
	}
	if through, next := s.medium(i, end); next > i {
		g.others = append(g.others, through...)
		return s.afterMediumClause(next, end, m)
	}
	if next := s.circumstance(i, end); next > i {
		return next
	}
	if next := s.cites(i, end, m, g); next > i {
		return next
	}
	if next := s.afterDate(i, end); next > i {
		if g.said == 0 {
			g.said = 1 + s.dateAt(next-1)
		}
		return next
	}
	if next := s.aside(i, end, g, m); next > i {
		return next
	}
	if next := s.mannerAt(i, end); next > i {
		return next
	}
	if m.mute && m.strict {
		return i
	}
	if !m.strict && s.at[i] < 0 && (s.is(useSaying, i) || s.participle(i)) {
		return i + 1 // a second cue: «حذر ذاكرا أن»
	}
	return s.gapSpeaker(i, end, m, g)
}

// cites reads from whom the speaker has it: «نقلا عن مصدر».
func (s *search) cites(i, end int, m gapMode, g *gap) int {
	row, first := s.phraseAt(usePost, i, end)
	if row == nil || row.Lemma != quoting || m.strict {
		return i
	}
	p, next := s.phrase(first, end, m)
	if next == first {
		return i
	}
	g.source = p
	return next
}

// gapSpeaker reads the speaker at token i, or the name behind the description of its bearer.
func (s *search) gapSpeaker(i, end int, m gapMode, g *gap) int {
	if m.mute {
		return i
	}
	p, next := s.phrase(i, end, m)
	if next == i {
		return i
	}
	switch {
	case g.speaker.last == 0:
		g.speaker = p
	case s.apposed(&g.speaker, &p):
		g.speaker = s.withTitle(p, g.speaker)
	case g.speaker.named && !p.named && p.first == g.speaker.last+1 && s.mark(p.first-1, "،", ","):
		if g.speaker.title == "" {
			g.speaker.title = s.source(p.first, p.last)
		}
	case m.told && p.first == g.speaker.last:
		p.role = isnad.RoleRecipient
		g.others = append(g.others, p)
	case m.strict:
		return i
	}
	return next
}

// withTitle gives a name the description before it: «المتحدث باسم الوزارة، أحمد علي».
func (s *search) withTitle(name, role party) party {
	title := s.source(role.first, role.last)
	if name.title != "" {
		title += "، " + name.title
	}
	name.title, name.first = title, role.first
	return name
}

// apposed tells whether a person's name follows right behind the description of its bearer.
func (s *search) apposed(role, name *party) bool {
	person := name.mention < 0 || s.Mentions[name.mention].Kind == isnad.Person
	return name.first <= role.last+1 && name.named && person && (!role.named || role.resolution == isnad.Anaphoric && role.mention >= 0)
}

// participle tells whether token i is a participle of a reporting verb.
func (s *search) participle(i int) bool {
	for _, h := range s.verbAt(i) {
		if h.Aspect == arabic.Participle && !s.words[i].Has(entity.Role) {
			return true
		}
	}
	return false
}

// aside steps over a remark on the source: a relative clause, «وهو …», «طلب عدم ذكر اسمه». It ends before the next comma, or, where the
// gap is known to end, with it.
func (s *search) aside(i, end int, g *gap, m gapMode) int {
	opens := s.is(useRelative, i) || s.is(usePronoun, i)
	if !opens {
		for _, h := range s.verbAt(i) {
			opens = opens || h.cut == 0 && h.Aspect != arabic.Participle && s.at[i] < 0 && s.asideVerb(i, h)
		}
	}
	if !opens && g.speaker.last > 0 {
		opens = s.at[i] < 0 && s.unnamed(i+1, end)
	}
	if !opens {
		return i
	}
	for k := i + 1; k < end; k++ {
		if s.mark(k, "،", ",") {
			return k
		}
	}
	if m.strict {
		return i
	}
	return end
}

// circumstance steps over where and why something was said: «من جهته», «في المقابل», «على هامش أعمال المؤتمر». In a gap whose end is
// not known only what the tables list counts.
func (s *search) circumstance(i, end int) int {
	row, next := s.phraseAt(useCircumstance, i, end)
	if row == nil {
		return i
	}
	if row.Lemma == "whole" {
		return next
	}
	for next < end && s.words[next].IsWord && !s.is(useThat, next) {
		done := s.definite(next)
		if next = max(next+1, min(end, s.endOf(next))); done {
			break
		}
	}
	for next < end && s.words[next].Definite && s.at[next] < 0 && s.adjective(next) && !s.words[next].Has(entity.Role|entity.Title) {
		next++
	}
	return next
}

// mannerAt steps over how something was said: «بنبرة لا تخلو من مرارة»; between commas to the second of them.
func (s *search) mannerAt(i, end int) int {
	if !s.is(useManner, i) {
		return i
	}
	if s.mark(i-1, "،", ",") {
		for k := i + 1; k < end; k++ {
			if s.mark(k, "،", ",") {
				return k
			}
		}
	}
	i++
	for i < end && s.words[i].IsWord && !s.words[i].Definite && s.at[i] < 0 && strings.HasSuffix(s.words[i].Stem, "ه") && s.words[i].Class == 0 {
		i++ // «بنبرة حادة»
	}
	return i
}

// endOf gives the token behind the name at token i, or behind the token.
func (s *search) endOf(i int) int {
	if s.at[i] >= 0 {
		return max(i+1, s.mentionEnd(s.at[i]))
	}
	return i + 1
}

// afterMediumClause steps over what is told of a statement – «نشره على موقعه», «أدلى به» – up to a comma or somebody who may speak.
func (s *search) afterMediumClause(i, end int, m gapMode) int {
	if m.strict || i >= end || !s.words[i].IsWord || s.at[i] >= 0 || s.words[i].Class != 0 || s.words[i].Definite {
		return i
	}
	for i < end && !s.mark(i, "،", ",") && !s.words[i].Has(entity.Title|entity.Role|entity.Group) {
		if _, next := s.medium(i, end); next > i {
			return i
		}
		i++
	}
	return i
}
