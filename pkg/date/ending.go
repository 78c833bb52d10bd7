package date

import "isnad/pkg/isnad"

// Periods that are told by their first or last day.

// atomStarting reads what tells the first day of a week: "starting", «ابتداء من».
func atomStarting(s *scan, i int, _ *parts) int {
	t, end := s.get(i, kRelation)
	if t == nil || t.mark != string(isnad.Since) {
		return -1
	}
	return end
}

// atomEnding reads what tells the last day of a period: "ended", «المنتهية في».
func atomEnding(s *scan, i int, _ *parts) int {
	t, end := s.get(i, kPrep)
	if t == nil || t.mark != "ending" {
		return -1
	}
	return end
}

// makeEnding makes «الأسبوع المنتهي في 7 شباط», "three months ended June 30": the units up to and with that day.
func makeEnding(p *parts) *expr {
	n := p.units()
	if n < 1 || n > 100 || p.of == nil || p.unit.grain.ofClock() || p.unit.grain == gWeekend || p.unit.grain == gSeason || months[p.unit.grain] >= months[gDecade] {
		return nil
	}
	behind := &expr{shape: shapeAway, grain: gDay, n: 1, of: p.of}
	last := &expr{shape: shapeAway, grain: gDay, of: p.of}
	return &expr{shape: shapeRange, of: &expr{shape: shapeAway, grain: p.unit.grain, n: -n, of: behind}, to: last}
}
