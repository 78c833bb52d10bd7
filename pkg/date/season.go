package date

import "isnad/pkg/isnad"

// season resolves a season of a year, or the one a direction points to.
func (r *resolver) season(e *expr) value {
	if e.year > 0 {
		p := season(e.year, e.n)
		v := r.value(p, gSeason, isnad.DateExplicit)
		if e.n == 4 && r.known && p.from.After(r.ref) && !r.future { // the winter that began the year before
			v.period = season(e.year-1, e.n)
		}
		return v
	}
	if e.dir == dirThis { // in January «هذا الشتاء» is the one that began the year before
		for _, y := range [...]int{r.ref.Year(), r.ref.Year() - 1} {
			if p := season(y, e.n); !p.from.After(r.ref) && !p.to.Before(r.ref) {
				return r.value(p, gSeason, isnad.DateRelative)
			}
		}
	}
	for i := range 4 {
		y := r.ref.Year() + 1 - i
		if e.dir.step() > 0 {
			y = r.ref.Year() - 1 + i
		}
		p := season(y, e.n)
		fits := !p.from.After(r.ref)
		switch {
		case e.dir.step() > 0:
			fits = p.from.After(r.ref)
		case e.dir.step() < 0:
			fits = p.to.Before(r.ref)
		case e.dir == dirThis:
			fits = p.from.Year() == r.ref.Year()
		}
		if fits {
			return r.value(p, gSeason, isnad.DateRelative)
		}
	}
	return unresolved(gSeason, "")
}
