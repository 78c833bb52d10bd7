package compare

import (
	"cmp"
	"slices"
	"strings"

	"isnad/pkg/isnad"
)

// ties are the entities that tie a claim to a fact: places that tell events apart, places too large for that, and all others.
type ties struct {
	near, wide, others []string
}

// entities gives what a claim is about: its own entities, and those of the title. The body that its speaker speaks for is among them; where it
// names no place itself, those of its speaker (a mayor speaks of the town) and of the scene stand in. Who passes a claim on or publishes it is no part of the fact; a body that speaks may
// speak of itself.
func (x reader) entities(c *isnad.Claim) ties {
	var t ties
	aside := map[string]bool{}
	for i := range c.Chain {
		l := &c.Chain[i]
		if l.Mention == nil || *l.Mention < 0 || *l.Mention >= len(x.record.Mentions) {
			continue
		}
		if m := &x.record.Mentions[*l.Mention]; l.Role == isnad.RoleSpeaker && m.Kind == isnad.Organisation {
			x.take(&t, m)
		} else {
			aside[m.Entity] = true
		}
	}
	for _, n := range c.Mentions {
		if n >= 0 && n < len(x.record.Mentions) && !aside[x.record.Mentions[n].Entity] && !x.record.Mentions[n].Nested {
			x.take(&t, &x.record.Mentions[n])
			x.takeInner(&t, &x.record.Mentions[n])
		}
	}
	own := len(t.near) > 0
	for _, m := range x.within(c.Span) {
		if speaks := m.Kind == isnad.Place && !own || m.Kind == isnad.Organisation && !m.Nested; speaks && !aside[m.Entity] {
			x.take(&t, m)
		}
	}
	for _, n := range x.scene {
		m := &x.record.Mentions[n]
		if near := m.Kind == isnad.Place && !x.c.wide[m.Entity]; !(near && own) && !aside[m.Entity] && !m.Nested {
			x.take(&t, m)
			x.takeInner(&t, m)
		}
	}
	return ties{sorted(t.near), sorted(t.wide), sorted(t.others)}
}

// mediaPrefix begins the ids of outlets and agencies: they tell of a fact, and are seldom what it is about.
const mediaPrefix = "media/"

// take adds the entity of a mention. An adjective of a place is no place, and an outlet no subject.
func (x reader) take(t *ties, m *isnad.Mention) {
	if m.Form == isnad.FormDemonym || m.Entity == "" || strings.HasPrefix(m.Entity, mediaPrefix) || m.Kind != isnad.Place && folded(m.Name) == folded(x.source.outlet) {
		return
	}
	if e, known := x.source.known[m.Entity]; !known || m.Name < e.Name {
		x.source.known[m.Entity] = Entity{m.Entity, m.Kind, m.Name}
	}
	switch {
	case m.Kind == isnad.Place && x.c.wide[m.Entity]:
		t.wide = append(t.wide, m.Entity)
	case m.Kind == isnad.Place:
		t.near = append(t.near, m.Entity)
	default:
		t.others = append(t.others, m.Entity)
	}
}

// takeInner adds the places inside the name of a place or an event: «ميناء صحار» is in صحار.
func (x reader) takeInner(t *ties, m *isnad.Mention) {
	if m.Kind != isnad.Place && m.Kind != isnad.Event {
		return
	}
	for _, inner := range x.within(m.Span) {
		if inner.Nested && inner.Kind == isnad.Place {
			x.take(t, inner)
		}
	}
}

func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// scene gives the mentions of the title, and the places of the first paragraph.
func scene(r *isnad.Record) (out []int) {
	var title, lead isnad.Span
	for _, z := range r.Article.Zones {
		switch {
		case z.Kind == isnad.ZoneTitle && title.Empty():
			title = z.Span
		case z.Kind == isnad.ZoneBody && lead.Empty():
			lead = z.Span
		}
	}
	if text := r.Article.Text; 0 <= lead.Start && lead.Start < lead.End && lead.End <= len(text) {
		if at := strings.IndexByte(lead.In(text), '\n'); at > 0 {
			lead.End = lead.Start + at
		}
	}
	for i := range r.Mentions {
		m := &r.Mentions[i]
		if title.Contains(m.Span) || m.Kind == isnad.Place && lead.Contains(m.Span) {
			out = append(out, i)
		}
	}
	return out
}

// within gives the mentions in a stretch of the text.
func (x reader) within(s isnad.Span) (out []*isnad.Mention) {
	at, _ := slices.BinarySearchFunc(x.placed, s.Start, func(n, start int) int { return cmp.Compare(x.record.Mentions[n].Start, start) })
	for ; at < len(x.placed) && x.record.Mentions[x.placed[at]].Start < s.End; at++ {
		if m := &x.record.Mentions[x.placed[at]]; s.Contains(m.Span) {
			out = append(out, m)
		}
	}
	return out
}
