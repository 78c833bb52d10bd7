package page

import (
	"strings"
	"unicode/utf8"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// party is a link of a source chain.
type party struct {
	Role       isnad.LinkRole
	Name       string
	Title      string
	Named      bool
	Inferred   bool // no words name it on the spot
	Resolution isnad.Resolution
	From       string // line that it was inferred from
	Href       string
	Doubtful   bool // its name is not certain
}

// parties gives the chain of a claim. The article tells which line an inferred party comes from; it may be nil.
func (t tongue) parties(r *store.Row, a *isnad.Article) []party {
	out := make([]party, 0, len(r.Claim.Chain))
	for i := range r.Claim.Chain {
		l := &r.Claim.Chain[i]
		p := party{Role: l.Role, Name: l.Name, Title: l.Title, Named: l.Named, Resolution: l.Resolution, Inferred: l.Resolution != isnad.Explicit}
		if p.Name == "" && l.Excerpt != nil {
			p.Name = l.Text
		}
		if p.Name == "" {
			p.Name = t.T("card.noname")
		}
		if l.Mention != nil {
			m := &r.Mentions[*l.Mention]
			p.Href, p.Doubtful = entityPage(m.Entity), m.Confidence < sureName
			if p.Inferred && a != nil {
				p.From = lineAround(a.Text, m.Start)
			}
		}
		p.Name, p.Title = clip(p.Name, longestName), clip(p.Title, longestName)
		out = append(out, p)
	}
	return out
}

// longestName bounds a name outside of its text, in letters: what is longer is none.
const longestName = 200

// longestLine bounds the line that a party was inferred from, in letters.
const longestLine = 300

func lineAround(text string, at int) string {
	start := strings.LastIndexByte(text[:at], '\n') + 1
	end := len(text)
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		end = at + i
	}
	return clip(strings.TrimSpace(text[start:end]), longestLine)
}

// clip shortens a text to so many letters.
func clip(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:most-1])) + "…"
}

// The measures of the picture of a chain.
const (
	boxWidth, boxHeight = 184, 92
	boxGap              = 44
	boxMargin           = 4
	rowLetters          = 20 // that fit into one row of a box
)

// picture is a chain drawn: boxes and the arrows between them.
type picture struct {
	tongue
	Width, Height int
	Boxes         []box
	Tall          bool // drawn from top to bottom, for narrow screens
	Name          string
}

type box struct {
	party
	X, Y, MidX, RowY int
	Wide, High       int
	Rows             []row
	Hint             string
	Class            string
	Line             *arrow // to the one behind it; nil at the last
}

type row struct {
	X, Y int
	Text string
}

type arrow struct {
	X1, Y1, X2, Y2 int
	Head           string // points of its head
	Class          string
}

// draw places the parties from the first utterer to the outlet: in the direction of the language, or downwards.
func (t tongue) draw(parties []party, tall bool) picture {
	n := len(parties)
	along := n*boxWidth + (n-1)*boxGap
	out := picture{tongue: t, Tall: tall, Width: along + 2*boxMargin, Height: boxHeight + 2*boxMargin, Name: t.T("one.picture")}
	if tall {
		out.Width, out.Height = boxWidth+2*boxMargin, n*boxHeight+(n-1)*boxGap+2*boxMargin
	}
	for i, p := range parties {
		b := box{party: p, X: boxMargin + i*(boxWidth+boxGap), Y: boxMargin, Class: t.look(p), Wide: boxWidth, High: boxHeight}
		switch {
		case tall:
			b.X, b.Y = boxMargin, boxMargin+i*(boxHeight+boxGap)
		case t.Dir() == "rtl":
			b.X = out.Width - boxMargin - boxWidth - i*(boxWidth+boxGap)
		}
		b.MidX = b.X + boxWidth/2
		b.RowY = b.Y + 22
		names := rowsOf(p.Name)
		for j, text := range names {
			b.Rows = append(b.Rows, row{b.MidX, b.Y + 68 - 10*len(names) + 20*j, text})
		}
		b.Hint = t.hint(p)
		if i < n-1 {
			b.Line = t.arrow(b, tall, t.look(parties[i+1]))
		}
		out.Boxes = append(out.Boxes, b)
	}
	return out
}

func (t tongue) arrow(b box, tall bool, class string) *arrow {
	const head, wing = 9, 5
	a := &arrow{Class: class, X1: b.MidX, X2: b.MidX, Y1: b.Y + boxHeight + 2, Y2: b.Y + boxHeight + boxGap - 2}
	if tall {
		a.Head = points(a.X2, a.Y2, a.X2-wing, a.Y2-head, a.X2+wing, a.Y2-head)
		return a
	}
	a.Y1 = b.Y + boxHeight/2
	a.Y2 = a.Y1
	a.X1, a.X2 = b.X+boxWidth+2, b.X+boxWidth+boxGap-2
	back := -head
	if t.Dir() == "rtl" {
		a.X1, a.X2, back = b.X-2, b.X-boxGap+2, head
	}
	a.Head = points(a.X2, a.Y2, a.X2+back, a.Y2-wing, a.X2+back, a.Y2+wing)
	return a
}

// look gives the classes that tell how sure a party is.
func (t tongue) look(p party) string {
	class := "solid"
	if !p.Named {
		class = "dashed"
	}
	if p.Inferred {
		class += " grey"
	}
	return class
}

// hint says in words what the look of a party says, and more.
func (t tongue) hint(p party) string {
	parts := []string{t.Label("role", p.Role) + ": " + join(t.Comma(), p.Name, p.Title)}
	if !p.Named {
		parts = append(parts, t.T("card.noname"))
	}
	if p.Inferred && p.Role != isnad.RoleOutlet {
		parts = append(parts, t.T("card.inferred")+" ("+t.Label("resolution", p.Resolution)+")")
	}
	if p.From != "" {
		parts = append(parts, t.T("one.inferred.from", p.From))
	}
	return strings.Join(parts, " · ")
}

// rowsOf breaks a name into at most two rows that fit into a box.
func rowsOf(name string) []string {
	var rows []string
	for _, w := range strings.Fields(name) {
		last := len(rows) - 1
		if last >= 0 && utf8.RuneCountInString(rows[last])+1+utf8.RuneCountInString(w) <= rowLetters {
			rows[last] += " " + w
			continue
		}
		if len(rows) == 2 {
			rows[1] = strings.TrimSuffix(clip(rows[1], rowLetters-1), "…") + "…"
			break
		}
		rows = append(rows, clip(w, rowLetters))
	}
	return rows
}
