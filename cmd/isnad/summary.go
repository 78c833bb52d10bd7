package main

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode"

	"isnad/pkg/isnad"
)

// writeSummary prints a record for reading: the claims with their chains and figures, then the names.
func writeSummary(out io.Writer, r *isnad.Record) error {
	w := bufio.NewWriter(out)
	a := &r.Article
	fmt.Fprintf(w, "%s\n", oneLine(orElse(a.Title, orElse(a.SourceID, a.ID[:12])), 100))
	fmt.Fprintf(w, "  %s\n", strings.Join(nonBlank(oneLine(a.Outlet, 80), a.Day(), a.Language,
		fmt.Sprintf("%d claims, %d figures, %d dates, %d names", len(r.Claims), len(r.Figures), len(r.Dates), len(r.Mentions))), " · "))
	for i := range r.Claims {
		writeClaim(w, r, &r.Claims[i])
	}
	if names := entityLine(r); names != "" {
		fmt.Fprintf(w, "\n  names: %s\n", wrap(names, lineWidth, "    "))
	}
	fmt.Fprintln(w)
	return w.Flush()
}

// lineWidth is the number of letters on a line behind an indent, for terminals of 80 columns.
const lineWidth = 74

func writeClaim(w io.Writer, r *isnad.Record, c *isnad.Claim) {
	head := string(c.Kind)
	if c.Cue != nil {
		head = oneLine(c.Cue.Text, 80) + " · " + head
	}
	if c.Negated {
		head += " · negated"
	}
	const indent = "    "
	fmt.Fprintf(w, "\n  - %s\n    %s\n", wrap(chainLine(c.Chain), lineWidth, indent), head)
	fmt.Fprintf(w, "    %s\n", wrap(oneLine(c.Content.Text, 600), lineWidth, indent))
	for _, n := range c.Figures {
		fmt.Fprintf(w, "    figure: %s\n", figureLine(&r.Figures[n]))
	}
	for _, n := range c.Dates {
		if d := &r.Dates[n]; d.From != nil || d.To != nil {
			fmt.Fprintf(w, "    date: %s = %s\n", oneLine(d.Text, 80), period(d.From, d.To))
		}
	}
}

// chainLine gives the source chain in reading order: the speaker first, the outlet last.
func chainLine(chain []isnad.Link) string {
	var out []string
	for _, l := range chain {
		name := oneLine(l.Name, 80)
		if l.Title != "" {
			name += " (" + oneLine(l.Title, 80) + ")"
		}
		if l.Role != isnad.RoleSpeaker && l.Role != isnad.RoleOutlet {
			name += " [" + string(l.Role) + "]"
		}
		out = append(out, name)
	}
	if len(out) == 0 {
		return "(no source)"
	}
	return strings.Join(out, " → ")
}

// figureLine gives a figure with what was read from it.
func figureLine(f *isnad.Figure) string {
	value := string(f.Value)
	switch {
	case value == "" && f.Low != "" && f.High != "":
		value = string(f.Low) + "–" + string(f.High)
	case value == "":
		value = string(f.Low) + string(f.High)
	}
	parts := nonBlank(string(f.Relation), value, f.Unit, strings.Join(f.Counted, " + "), string(f.Role))
	return oneLine(f.Text, 80) + " = " + strings.Join(parts, " ")
}

func period(from, to *string) string {
	open := func(s *string) string {
		if s == nil {
			return "…"
		}
		return *s
	}
	if from != nil && to != nil && *from == *to {
		return *from
	}
	return open(from) + "/" + open(to)
}

// entityLine gives the entities named, each once, in the order of the text.
func entityLine(r *isnad.Record) string {
	seen := map[string]bool{}
	var out []string
	for _, m := range r.Mentions {
		if m.Form == isnad.FormName && !m.Nested && !seen[m.Entity] {
			seen[m.Entity] = true
			out = append(out, m.Name)
		}
	}
	separator := ", "
	if r.Article.Language == isnad.Arabic {
		separator = "، "
	}
	return strings.Join(out, separator)
}

// oneLine gives s on one line, cut to at most n letters.
func oneLine(s string, n int) string {
	s = harmless(strings.Join(strings.Fields(s), " "))
	letters := 0
	for i := range s {
		if letters++; letters > n {
			return s[:i] + "…"
		}
	}
	return s
}

// harmless shows control characters as pictures. Anybody may have written what is printed, and to a terminal they are orders.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || !unicode.IsControl(r):
			return r
		case r < ' ':
			return '\u2400' + r
		case r == 0x7f:
			return '\u2421'
		}
		return unicode.ReplacementChar
	}, s)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func nonBlank(in ...string) []string {
	var out []string
	for _, s := range in {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}
