package export

import (
	"slices"
	"strconv"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// speaker gives the link of who says it, as far as anybody but the outlet does; nil where nobody does.
func speaker(c *isnad.Claim) *isnad.Link {
	for i := range c.Chain {
		switch c.Chain[i].Role {
		case isnad.RoleSpeaker, isnad.RoleDocument, isnad.RoleIssuer:
			return &c.Chain[i]
		}
	}
	return nil
}

func (v *view) speakerID() string {
	if m := v.speaker.Mention; m != nil {
		return v.Mentions[*m].Entity
	}
	return ""
}

// named tells whether the first utterer is, as the question for a voice does; "" where nobody but the outlet speaks.
func (v *view) named() string {
	voice := v.Voice()
	if voice == "" {
		return ""
	}
	return strconv.FormatBool(voice == store.VoiceNamed)
}

func (v *view) cue() isnad.Cue {
	if v.Claim.Cue == nil {
		return isnad.Cue{}
	}
	return *v.Claim.Cue
}

type days struct{ from, to string }

func (v *view) said() days {
	if v.Claim.SaidOn == nil {
		return days{}
	}
	return days{side(v.Claim.SaidOn.From), side(v.Claim.SaidOn.To)}
}

// side gives one side of a stretch of days, "" where it is open.
func side(day *string) string {
	if day == nil {
		return ""
	}
	return *day
}

// chain gives a source chain on one line, the first utterer first. The sign between is one that is mirrored in text that runs from right
// to left, so that it points from the speaker to the outlet there too.
func chain(links []isnad.Link) string {
	names := make([]string, len(links))
	for i := range links {
		names[i] = link(&links[i])
	}
	return strings.Join(names, " > ")
}

func link(l *isnad.Link) string {
	s := flat(l.Name)
	if l.Title != "" {
		s += " (" + flat(l.Title) + ")"
	}
	if l.Role != isnad.RoleSpeaker && l.Role != isnad.RoleOutlet {
		s += " [" + string(l.Role) + "]"
	}
	return s
}

// figures gives all figures, each on a line of its own.
func (v *view) figures() string {
	list := make([]string, len(v.Figures))
	for i := range v.Figures {
		f := &v.Figures[i]
		list[i] = fields("relation", string(f.Relation), "value", string(f.Value), "low", string(f.Low), "high", string(f.High), "unit", f.Unit,
			"counted", strings.Join(f.Counted, " + "), "role", string(f.Role), "text", f.Text)
	}
	return strings.Join(list, "\n")
}

// dates gives all dates, each on a line of its own.
func (v *view) dates() string {
	list := make([]string, len(v.Dates))
	for i := range v.Dates {
		d := &v.Dates[i]
		list[i] = fields("from", side(d.From), "to", side(d.To), "relation", string(d.Relation), "text", d.Text)
	}
	return strings.Join(list, "\n")
}

// entities gives a word of each entity that the claim mentions, each on a line of its own and once.
func (v *view) entities(word func(*isnad.Mention) string) string {
	var list []string
	for _, m := range entities(v.Row) {
		list = append(list, word(m))
	}
	return strings.Join(list, "\n")
}

// entities gives a mention of each entity that a claim mentions, in the order of the text.
func entities(r *store.Row) []*isnad.Mention {
	var out []*isnad.Mention
	for _, i := range r.Claim.Mentions {
		m := &r.Mentions[i]
		if !m.Nested && !slices.ContainsFunc(out, func(o *isnad.Mention) bool { return o.Entity == m.Entity }) {
			out = append(out, m)
		}
	}
	return out
}

// fields writes pairs of name and value on one line, blank values left out. What parts them does not stand in them.
func fields(pairs ...string) string {
	var b strings.Builder
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(" | ")
		}
		b.WriteString(pairs[i])
		b.WriteByte('=')
		b.WriteString(strings.ReplaceAll(flat(pairs[i+1]), "|", "¦"))
	}
	return b.String()
}

// flat gives s on one line.
func flat(s string) string {
	if !strings.ContainsAny(s, "\n\r\t\v\f\u0085\u2028\u2029") && !strings.Contains(s, "  ") {
		return s
	}
	return strings.Join(strings.Fields(s), " ")
}
