package article

import (
	"slices"
	"strings"

	"isnad/pkg/isnad"
)

// page is the lines of one page while their parts are found.
type page struct {
	lines       []line
	first, last int // of the running text, half-open
}

func (p *page) set(i int, kind isnad.ZoneKind) {
	if p.lines[i].kind == "" {
		p.lines[i].kind = kind
	}
}

// pageTitle finds the title of the browser's window: a line that says another one again, and the outlet's name behind a bar.
func (p *page) pageTitle() {
	for i := range p.lines {
		at := strings.LastIndexAny(p.lines[i].text, "|-–—")
		if at <= 0 || p.lines[i].isSentence() {
			continue
		}
		before := words(p.lines[i].text[:at])
		for j := range p.lines {
			if i != j && len(before) >= shortest && slices.Equal(before, p.lines[j].words) {
				p.lines[i].kind = isnad.ZoneBoilerplate
			}
		}
	}
}

// comments finds what readers wrote: all that follows the head of the comments and is no furniture.
func (p *page) comments() {
	open := false
	for i := range p.lines {
		if l := &p.lines[i]; open && (l.kind == "" || l.kind != isnad.ZoneBoilerplate) {
			l.kind = isnad.ZoneComment
		} else if l.opens == "comments" {
			open = true
		}
	}
}

// lists finds the links behind a head such as «اقرأ أيضا»: lines that are no running text, up to the next known piece of furniture.
func (p *page) lists() {
	open := false
	for i := range p.lines {
		l := &p.lines[i]
		switch {
		case l.opens == "list":
			open = true
		case l.kind != "" || l.isSentence():
			open = false
		case open:
			p.set(i, isnad.ZoneBoilerplate)
		}
	}
}

// bounds finds where the running text begins and ends.
func (p *page) bounds() {
	p.first, p.last = len(p.lines), 0
	for i := range p.lines {
		if l := &p.lines[i]; l.kind == isnad.ZoneBody || l.kind == "" && l.isSentence() {
			p.first, p.last = min(p.first, i), i+1
		}
	}
	if p.last > 0 {
		return
	}
	// No line is a whole sentence: the first one is a title if others follow, else all is text.
	for i := range p.lines {
		if p.lines[i].kind == "" {
			p.first, p.last = min(p.first, i), i+1
		}
	}
	if p.last-p.first > 1 {
		p.first++
	}
}

// head judges what stands before the running text.
func (p *page) head() {
	title := p.title()
	for i := range p.first {
		l := &p.lines[i]
		switch {
		case l.kind != "" && (title < 0 || i != title):
		case i == title || title >= 0 && slices.Equal(l.words, p.lines[title].words):
			p.set(i, isnad.ZoneTitle)
		case l.isBreadcrumb() || title >= 0 && i < title && len(l.words) <= shortest:
			p.set(i, isnad.ZoneSection)
		case p.repeated(i), i > title && l.hasCredit() && len(l.words) >= shortest:
			p.set(i, isnad.ZoneCaption)
		case i > title && isByline(l):
			p.set(i, isnad.ZoneByline)
		case i < title:
			p.set(i, isnad.ZoneBoilerplate)
		case len(l.words) < shortest:
			p.set(i, isnad.ZoneSection)
		default:
			p.set(i, isnad.ZoneBody) // a standfirst without a stop
		}
	}
}

// title gives the line that is the title: the first one of some length before the running text, else the longest; -1 where there is none.
func (p *page) title() int {
	best := -1
	for i := range p.first {
		l := &p.lines[i]
		if l.kind == isnad.ZoneTitle {
			return i
		}
		if l.kind != "" || l.isBreadcrumb() || len(l.words) > longTitle {
			continue
		}
		if len(l.words) >= shortest {
			return i
		}
		if best < 0 || len(l.words) > len(p.lines[best].words) {
			best = i
		}
	}
	if best >= 0 && len(p.lines[best].words) < 2 {
		return -1
	}
	return best
}

// repeated tells whether the line next to line i, or next but one, says the same: pages carry captions twice.
func (p *page) repeated(i int) bool {
	for _, j := range [...]int{i - 2, i - 1, i + 1, i + 2} {
		if j >= 0 && j < len(p.lines) && p.lines[j].text == p.lines[i].text {
			return true
		}
	}
	return false
}

// isByline tells a name alone under the title, perhaps with a city before it: «تونس - هالة بن زكري».
func isByline(l *line) bool {
	const most = 5
	return len(l.words) >= 2 && len(l.words) <= most && !l.digits && !strings.ContainsAny(l.text, ".؟?!:")
}

// middle judges what stands between the first and the last line of running text.
func (p *page) middle() {
	for i := p.first; i < p.last; i++ {
		l := &p.lines[i]
		switch {
		case l.kind != "":
		case l.isSentence():
			l.kind = isnad.ZoneBody
		case p.repeated(i), l.hasCredit() && len(l.words) > shortest:
			l.kind = isnad.ZoneCaption
		case i > p.first && len(l.words) <= longSubhead && i+1 < p.last && l.lastMark() != ':' && l.lastMark() != '.':
			l.kind = isnad.ZoneSubhead
		default:
			l.kind = isnad.ZoneBody
		}
	}
}

// tail judges what stands behind the running text: furniture, and readers' remarks among it. A long line that follows the text directly
// is its last one.
func (p *page) tail() {
	furniture := false
	for i := p.last; i < len(p.lines); i++ {
		l := &p.lines[i]
		switch {
		case l.kind != "":
			furniture = furniture || l.kind == isnad.ZoneBoilerplate
		case furniture && l.isRemark():
			l.kind = isnad.ZoneComment
		case furniture || len(l.words) < longQuestion:
			l.kind = isnad.ZoneBoilerplate
		default:
			l.kind = isnad.ZoneBody
		}
	}
}

// result gives the zones, with the dateline parted from the line it opens.
func (p *page) result(text string) []isnad.Zone {
	out := make([]isnad.Zone, 0, len(p.lines)+1)
	opened := false
	for i := range p.lines {
		l := &p.lines[i]
		if l.kind == isnad.ZoneBody && !opened {
			opened = true
			if n := dateline(l.text); n > 0 {
				rest := newLine(text, l.Start+n, l.End)
				out = append(out, isnad.Zone{Kind: isnad.ZoneDateline, Span: isnad.Span{Start: l.Start, End: l.Start + n}})
				if rest.Empty() {
					continue
				}
				l.Span = rest.Span
			}
		}
		out = append(out, isnad.Zone{Kind: l.kind, Span: l.Span})
	}
	return out
}
