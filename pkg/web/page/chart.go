package page

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"isnad/pkg/isnad"
)

// The measures of a chart.
const (
	chartWidth, chartHeight = 960, 400
	plotTop, plotBottom     = 20, 350
	plotLeft, plotRight     = 20, 860 // in the drawing of the right-to-left chart, whose scale stands at the right
	dotRadius               = 6
	mostLabelled            = 20   // dots that have their values written beside them
	logFrom                 = 1000 // the highest value is so many times the lowest: the scale is logarithmic
)

// chart is a set of figures drawn: a dot a claim, a whisker from its lowest to its highest value.
type chart struct {
	tongue
	Width, Height int
	Top, Bottom   int
	From, To      int // of the lines across
	ScaleX        int // of the labels of the scale
	Anchor        string
	Tick, Under   int // where the ticks of days end, and where their labels stand
	Dots          []dot
	Values        []tick
	Days          []tick
	Log           bool
}

type dot struct {
	point
	Title        string
	X, Y, R      string
	Y1, Y2       string // of the whisker; blank where low and high are one
	CapX1, CapX2 string
	Caps         bool   // both ends are told
	Head         string // of a whisker with an open end
	Value        string // written beside it, where there are few
	ValueX       string
	ValueAnchor  string
}

type tick struct {
	At    string
	Label string
}

// axis maps values to places.
type axis struct {
	low, high float64
	from, to  float64
	log       bool
}

func (a axis) at(v float64) float64 {
	low, high := a.low, a.high
	if a.log {
		low, high, v = math.Log10(low), math.Log10(high), math.Log10(math.Max(v, a.low))
	}
	if high == low {
		return (a.from + a.to) / 2
	}
	return a.from + (v-low)/(high-low)*(a.to-a.from)
}

func (t tongue) chart(points []point) *chart {
	c := &chart{tongue: t, Width: chartWidth, Height: chartHeight, Top: plotTop, Bottom: plotBottom, From: plotLeft, To: plotRight, ScaleX: plotRight + 8, Anchor: "start", Tick: plotBottom + 5, Under: plotBottom + 24}
	if t.Dir() == "ltr" {
		c.Anchor = "end"
		c.From, c.To, c.ScaleX = chartWidth-plotRight, chartWidth-plotLeft, chartWidth-plotRight-8
	}
	values, ticks := valueAxis(points)
	c.Log = values.log
	for _, v := range ticks {
		c.Values = append(c.Values, tick{px(values.at(v)), short(v)})
	}
	days := t.dayAxis(c, points)
	for i := range points {
		d := t.dot(&points[i], values, days)
		c.Dots = append(c.Dots, d)
	}
	c.label(points, values, days)
	return c
}

// label writes values beside the dots, as long as there are few, and none over another. It writes only what was said: of a range its ends,
// never the middle of it that the dot stands at.
func (c *chart) label(points []point, values, days axis) {
	const letter, line = 8, 15
	if len(points) > mostLabelled {
		return
	}
	type place struct{ x, y, width float64 }
	var taken []place
	for i, p := range points {
		text := short(p.Low)
		if p.Low != p.High {
			text += "–" + short(p.High)
		}
		at := place{days.at(dayNumber(p.Day)), values.at(p.Mid), letter * float64(utf8.RuneCountInString(text))}
		if slices.ContainsFunc(taken, func(o place) bool {
			return math.Abs(o.y-at.y) < line && math.Abs(o.x-at.x) < math.Max(o.width, at.width)+2*dotRadius
		}) {
			continue
		}
		taken = append(taken, at)
		d := &c.Dots[i]
		d.Value, d.ValueX, d.ValueAnchor = text, px(at.x+dotRadius+5), "start"
		if c.Dir() == "rtl" { // away from the scale
			d.ValueX, d.ValueAnchor = px(at.x-dotRadius-5), "end"
		}
	}
}

// valueAxis gives the scale of values, which begins at 0 where it is not logarithmic, and round values on it.
func valueAxis(points []point) (axis, []float64) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, p := range points {
		low, high = math.Min(low, p.Low), math.Max(high, p.High)
	}
	a := axis{low: math.Min(low, 0), high: math.Max(high, 0), from: plotBottom - 10, to: plotTop + 10}
	if low > 0 && high/low >= logFrom {
		a.low, a.high, a.log = math.Pow(10, math.Floor(math.Log10(low))), math.Pow(10, math.Ceil(math.Log10(high))), true
		var ticks []float64
		for v := a.low; v <= a.high*1.01; v *= 10 {
			ticks = append(ticks, v)
		}
		return a, ticks
	}
	step := roundStep((a.high - a.low) / 5)
	a.low, a.high = math.Floor(a.low/step)*step, math.Max(math.Ceil(a.high/step), math.Floor(a.low/step)+1)*step
	var ticks []float64
	for i := 0; i <= int(math.Round((a.high-a.low)/step)); i++ {
		ticks = append(ticks, a.low+float64(i)*step)
	}
	return a, ticks
}

// roundStep gives the next 1, 2 or 5 times a power of ten.
func roundStep(v float64) float64 {
	if v <= 0 {
		return 1
	}
	p := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 5} {
		if v <= m*p {
			return m * p
		}
	}
	return 10 * p
}

// dayAxis gives the scale of days, which runs as the language is read, and adds its labels to the chart.
func (t tongue) dayAxis(c *chart, points []point) axis {
	first, last := dayNumber(points[0].Day), dayNumber(points[len(points)-1].Day)
	const margin = 90 // for the values beside the dots
	a := axis{low: first, high: last, from: float64(c.From + margin), to: float64(c.To - margin)}
	if t.Dir() == "rtl" {
		a.from, a.to = a.to, a.from
	}
	const labels = 4
	known := map[string]bool{}
	for i := 0; i <= labels; i++ {
		n := math.Round(first + (last-first)*float64(i)/labels)
		label := t.shortDay(n)
		if !known[label] {
			known[label] = true
			c.Days = append(c.Days, tick{px(a.at(n)), label})
		}
	}
	return a
}

func (t tongue) dot(p *point, values, days axis) dot {
	x := days.at(dayNumber(p.Day))
	d := dot{point: *p, X: px(x), Y: px(values.at(p.Mid)), R: strconv.Itoa(dotRadius)}
	day := t.T("timeline.published")
	if p.Said {
		day = t.T("timeline.said")
	}
	d.Title = join(" · ", p.Figure, p.Speaker, p.Outlet, t.Day(p.Day)+" ("+day+")")
	top, bottom := values.at(p.High), values.at(p.Low)
	if p.Open != 0 {
		const reach, wing = 34, 5
		end := values.at(p.Mid) - float64(p.Open)*reach
		top, bottom = math.Min(end, values.at(p.Mid)), math.Max(end, values.at(p.Mid))
		back := end + float64(p.Open)*wing*1.5
		d.Head = fmt.Sprintf("%s,%s %s,%s %s,%s", px(x), px(end), px(x-wing), px(back), px(x+wing), px(back))
	} else {
		d.Caps = p.Low != p.High
	}
	if top != bottom {
		d.Y1, d.Y2, d.CapX1, d.CapX2 = px(top), px(bottom), px(x-5), px(x+5)
	}
	return d
}

func px(v float64) string { return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64) }

// closed gives the ends of a figure; an open end is put to the other, and open tells which it was.
func closed(low, high float64) (l, h float64, open int) {
	switch {
	case math.IsInf(high, 1):
		return low, low, 1
	case math.IsInf(low, -1):
		return high, high, -1
	}
	return low, high, 0
}

// short writes a round value for a scale.
func short(v float64) string {
	return grouped(isnad.Decimal(strconv.FormatFloat(v, 'f', -1, 64)))
}

func day(published string) string {
	d, _, _ := strings.Cut(published, "T")
	if _, err := time.Parse(time.DateOnly, d); err != nil {
		return ""
	}
	return d
}

func dayNumber(day string) float64 {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0
	}
	return float64(d.Unix() / (24 * 3600))
}

// shortDay writes a day for a scale: «22 نيسان 2024».
func (t tongue) shortDay(n float64) string {
	d := time.Unix(int64(n)*24*3600, 0).UTC()
	month, _, _ := strings.Cut(months[t][d.Month()-1], "/")
	return fmt.Sprintf("%d %s %d", d.Day(), month, d.Year())
}
