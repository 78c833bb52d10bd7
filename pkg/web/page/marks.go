package page

import (
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"isnad/pkg/isnad"
)

// mark is a stretch of an article that is shown in its own way. The label says in words what the look says.
type mark struct {
	isnad.Span
	tag   string
	class string
	label string
	id    string
	href  string // of a mark that leads somewhere
}

// marked writes a stretch of an article, which starts at the byte offset of it, with marks. Earlier marks enclose later ones: one that
// reaches over the edge of an earlier one is parted there. The text stays as it is, rune by rune; labels are attributes.
func marked(text string, offset int, marks []mark) template.HTML {
	w := marker{text: text, opened: make([]bool, len(marks))}
	whole := isnad.Span{End: len(text)}
	for _, m := range marks {
		m.Start, m.End = max(m.Start-offset, 0), min(m.End-offset, len(text))
		if m.Empty() {
			m.Span = isnad.Span{}
		} else {
			m.Span = widened(text, m.Span)
		}
		w.marks = append(w.marks, m)
	}
	w.stretch(whole, 0)
	return template.HTML(w.out.String()) // every piece of it went through escape
}

type marker struct {
	text   string
	marks  []mark
	opened []bool // the first part of a mark has its id and its label
	out    strings.Builder
}

// stretch writes a span with the marks from the one of this number on.
func (w *marker) stretch(s isnad.Span, from int) {
	for i := from; i < len(w.marks) && !s.Empty(); i++ {
		m := w.marks[i].Span
		if m.Empty() || !m.Overlaps(s) {
			continue
		}
		inside := isnad.Span{Start: max(m.Start, s.Start), End: min(m.End, s.End)}
		w.stretch(isnad.Span{Start: s.Start, End: inside.Start}, i+1)
		tag := w.open(i)
		w.stretch(inside, i+1)
		w.out.WriteString("</" + tag + ">")
		s.Start = inside.End
	}
	if !s.Empty() {
		escape(&w.out, s.In(w.text))
	}
}

func (w *marker) open(i int) (tag string) {
	m := &w.marks[i]
	w.out.WriteString("<" + m.tag)
	w.attribute("class", m.class)
	w.attribute("href", m.href)
	if !w.opened[i] {
		w.attribute("id", m.id)
		w.attribute("data-label", m.label)
		w.opened[i] = true
	}
	w.out.WriteString(">")
	return m.tag
}

func (w *marker) attribute(name, value string) {
	if value != "" {
		w.out.WriteString(" " + name + `="` + template.HTMLEscapeString(value) + `"`)
	}
}

// escape writes text so that a browser shows just it. A carriage return is written by its number, or the browser would make a line feed of
// it; NUL cannot be written at all and shows as U+FFFD. Marks that turn the direction of what follows get a label, for they hide.
func escape(out *strings.Builder, s string) {
	for _, r := range s {
		switch {
		case r == '<':
			out.WriteString("&lt;")
		case r == '>':
			out.WriteString("&gt;")
		case r == '&':
			out.WriteString("&amp;")
		case r == '"':
			out.WriteString("&#34;")
		case r == '\'':
			out.WriteString("&#39;")
		case r == '\r':
			out.WriteString("&#13;")
		case r == 0:
			out.WriteRune(utf8.RuneError)
		case turnsDirection(r):
			out.WriteString(`<span class="control" data-label="`)
			out.WriteString(controlName(r))
			out.WriteString(`">`)
			out.WriteRune(r)
			out.WriteString("</span>")
		default:
			out.WriteRune(r)
		}
	}
}

// turnsDirection tells embeddings, overrides and isolates and their ends.
func turnsDirection(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

func controlName(r rune) string {
	const hex = "0123456789ABCDEF"
	return "U+" + string([]byte{hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15]})
}

// widened moves the edges of a span outward to where the text can be cut without harm to its letters.
func widened(text string, s isnad.Span) isnad.Span {
	for s.Start > 0 && !seam(text, s.Start) {
		_, n := utf8.DecodeLastRuneInString(text[:s.Start])
		s.Start -= n
	}
	for s.End < len(text) && !seam(text, s.End) {
		_, n := utf8.DecodeRuneInString(text[s.End:])
		s.End += n
	}
	return s
}

// seam tells whether a cut at this byte parts no letters that are drawn together: joined Arabic letters, a letter and its marks, an emoji
// and what it is joined to.
func seam(text string, at int) bool {
	next, _ := utf8.DecodeRuneInString(text[at:])
	if clings(next) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	if before == '\u200d' {
		return false
	}
	for at > 0 { // marks on the letter before do not matter
		r, n := utf8.DecodeLastRuneInString(text[:at])
		if at -= n; !unicode.Is(unicode.Mn, r) {
			return !joinsOn(r) || !joins(next)
		}
	}
	return true
}

// clings tells runes that are drawn with the one before them.
func clings(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc) || r == '\u200d' || r == '\u200c' || r >= 0xfe00 && r <= 0xfe0f || r >= 0x1f3fb && r <= 0x1f3ff
}

// joins tells letters that join to the one before them.
func joins(r rune) bool {
	return unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r) && r != 'ء' || r == 'ـ'
}

// joinsOn tells letters that join to the one behind them: all but alef, dal, ra, waw and their kin.
func joinsOn(r rune) bool {
	switch r {
	case 'ا', 'أ', 'إ', 'آ', 'ٱ', 'ٲ', 'ٳ', 'ٵ', 'ة', 'د', 'ذ', 'ر', 'ز', 'و', 'ؤ', 'ٶ', 'ٷ', 'ۀ', 'ۍ', 'ۏ', 'ے', 'ۓ', 'ە', 'ۮ', 'ۯ':
		return false
	}
	return joins(r) && !(r >= 'ڈ' && r <= 'ڙ') && !(r >= 'ۃ' && r <= 'ۋ')
}
