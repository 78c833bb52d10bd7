package page

import (
	"slices"
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

func TestRowsOfNames(t *testing.T) {
	for name, want := range map[string][]string{
		"رويترز": {"رويترز"}, "وزارة الداخلية المغربية": {"وزارة الداخلية", "المغربية"}, "": nil,
		"المديرية العامة للأرصاد الجوية في المملكة": {"المديرية العامة", "للأرصاد الجوية في…"},
		strings.Repeat("ط", 50): {strings.Repeat("ط", rowLetters-1) + "…"},
	} {
		if got := rowsOf(name); !slices.Equal(got, want) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Boxes stand apart and within the picture, from the first utterer on in the direction of the language, or downwards.
func TestDraw(t *testing.T) {
	chain := []party{{Name: "a", Named: true}, {Name: "b"}, {Name: "c", Named: true, Inferred: true}}
	for _, c := range []struct {
		language tongue
		tall     bool
	}{{isnad.Arabic, false}, {isnad.English, false}, {isnad.Arabic, true}} {
		p := c.language.draw(chain, c.tall)
		for i, b := range p.Boxes {
			if b.X < 0 || b.Y < 0 || b.X+b.Wide > p.Width || b.Y+b.High > p.Height {
				t.Errorf("%v: box %d stands at %d,%d of %d,%d", c, i, b.X, b.Y, p.Width, p.Height)
			}
			if last := i == len(p.Boxes)-1; (b.Line == nil) != last {
				t.Errorf("%v: box %d: %v", c, i, b.Line)
			}
			if i == 0 {
				continue
			}
			before := p.Boxes[i-1]
			gap := b.X - before.X - before.Wide
			switch {
			case c.tall:
				gap = b.Y - before.Y - before.High
			case c.language == isnad.Arabic:
				gap = before.X - b.X - b.Wide
			}
			if gap != boxGap {
				t.Errorf("%v: a gap of %d before box %d", c, gap, i)
			}
		}
		if got := []string{p.Boxes[0].Class, p.Boxes[1].Class, p.Boxes[2].Class}; !slices.Equal(got, []string{"solid", "dashed", "solid grey"}) {
			t.Errorf("%v: %q", c, got)
		}
	}
}

func TestValueAxis(t *testing.T) {
	for _, c := range []struct {
		values []float64
		low    float64
		high   float64
		log    bool
	}{
		{[]float64{17, 23, 34}, 0, 40, false}, {[]float64{5}, 0, 5, false}, {[]float64{-5, 10}, -5, 10, false}, {[]float64{0, 0}, 0, 1, false},
		{[]float64{3, 200_000_000}, 1, 1_000_000_000, true}, {[]float64{1, 999}, 0, 1000, false},
	} {
		var points []point
		for _, v := range c.values {
			points = append(points, point{Low: v, High: v, Mid: v})
		}
		a, ticks := valueAxis(points)
		if c.values[0] == 0 && a.high <= 0 {
			t.Errorf("%v: nothing to draw on", c.values)
		} else if c.values[0] != 0 && (a.low != c.low || a.high != c.high) || a.log != c.log || len(ticks) < 2 || len(ticks) > 12 {
			t.Errorf("%v: %+v, %v", c.values, a, ticks)
		}
		for _, v := range c.values {
			if y := a.at(v); y < plotTop || y > plotBottom {
				t.Errorf("%v: %v stands at %v", c.values, v, y)
			}
		}
	}
}

func TestOpenWhiskers(t *testing.T) {
	points := []point{{Day: "2025-01-01", Low: 10, High: 10, Mid: 10, Open: 1}, {Day: "2025-01-02", Low: 30, High: 30, Mid: 30, Open: -1}, {Day: "2025-01-03", Low: 20, High: 40, Mid: 30}, {Day: "2025-01-04", Low: 5, High: 5, Mid: 5}}
	c := tongue(isnad.Arabic).chart(points)
	for i, want := range []struct{ whisker, caps, head bool }{{true, false, true}, {true, false, true}, {true, true, false}, {false, false, false}} {
		d := c.Dots[i]
		if (d.Y1 != "") != want.whisker || d.Caps != want.caps || (d.Head != "") != want.head {
			t.Errorf("dot %d: %+v", i, d)
		}
	}
	if c.Dots[0].X <= c.Dots[3].X { // as texts of three digits each
		t.Errorf("the first day stands at %s, the last at %s", c.Dots[0].X, c.Dots[3].X)
	}
}

// Values are written beside dots as they were said, and not over each other.
func TestLabelsOfDots(t *testing.T) {
	points := []point{{Day: "2025-01-01", Low: 100, High: 999, Mid: 549.5}, {Day: "2025-01-09", Low: 640, High: 640, Mid: 640}, {Day: "2025-01-09", Low: 641, High: 641, Mid: 641}}
	for _, language := range []tongue{isnad.Arabic, isnad.English} {
		var got []string
		for _, d := range language.chart(points).Dots {
			got = append(got, d.Value)
		}
		if !slices.Equal(got, []string{"100–999", "640", ""}) {
			t.Errorf("%s: %q", language, got)
		}
	}
}

func TestDifferingCells(t *testing.T) {
	rows := func(values ...string) (out []voiceRow) {
		for _, v := range values {
			out = append(out, voiceRow{Cells: []cell{{Text: v}}})
		}
		return out
	}
	for _, c := range []struct {
		values string
		want   string
	}{{"a a b", "..x"}, {"a b", "xx"}, {"a a", ".."}, {"a", "."}, {"a b b a", "xxxx"}} {
		r := rows(strings.Fields(c.values)...)
		markDiffering(r)
		got := ""
		for _, row := range r {
			got += map[bool]string{true: "x", false: "."}[row.Cells[0].Differs]
		}
		if got != c.want {
			t.Errorf("%s: %s", c.values, got)
		}
	}
}

// What no scale can hold is not drawn: its ticks would have no end.
func TestImmenseFigures(t *testing.T) {
	for _, c := range []struct {
		value string
		drawn bool
	}{{"7", true}, {"0", true}, {"-3", true}, {"1" + strings.Repeat("0", 90), true}, {"1" + strings.Repeat("0", 308), false}, {"1" + strings.Repeat("0", 400), false}, {"-1" + strings.Repeat("0", 400), false}} {
		f := isnad.Figure{Relation: isnad.Exact, Value: isnad.Decimal(c.value), Low: isnad.Decimal(c.value), High: isnad.Decimal(c.value)}
		row := store.Row{Article: store.Article{Published: "2025-01-01"}, Figures: []isnad.Figure{f}}
		if _, ok := tongue(isnad.Arabic).point(&row, &f); ok != c.drawn {
			t.Errorf("%.20s of %d letters: %v", c.value, len(c.value), ok)
		}
	}
}

// A figure stands at the day it was said only where that is one day.
func TestDaysOfPoints(t *testing.T) {
	day := func(s string) *string { return &s }
	for _, c := range []struct {
		said *isnad.Period
		day  string
		isOf bool
	}{
		{nil, "2025-03-09", false}, {&isnad.Period{From: day("2025-03-08"), To: day("2025-03-08")}, "2025-03-08", true},
		{&isnad.Period{From: day("2025-03-01"), To: day("2025-03-07")}, "2025-03-09", false}, {&isnad.Period{From: day("2025-03-01")}, "2025-03-09", false},
	} {
		f := isnad.Figure{Relation: isnad.Exact, Value: "7", Low: "7", High: "7"}
		row := store.Row{Article: store.Article{Published: "2025-03-09T10:00:00Z"}, Claim: isnad.Claim{SaidOn: c.said}}
		if p, ok := tongue(isnad.English).point(&row, &f); !ok || p.Day != c.day || p.Said != c.isOf {
			t.Errorf("%+v: %+v, %v", c.said, p, ok)
		}
	}
}
