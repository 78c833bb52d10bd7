package page

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"isnad/pkg/isnad"
)

// grouped writes a decimal number with its thousands parted: "26,000.5".
func grouped(d isnad.Decimal) string {
	s := string(d)
	if strings.ContainsAny(s, "eE") {
		return s
	}
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "−", s[1:]
	}
	whole, fraction, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if fraction != "" {
		whole += "." + fraction
	}
	return sign + whole
}

// Num writes a whole number with its thousands parted.
func (t tongue) Num(n int) string { return grouped(isnad.Decimal(strconv.Itoa(n))) }

// Value says a figure in words: «أكثر من 700,000 طالب».
func (t tongue) Value(relation isnad.Relation, value, low, high isnad.Decimal, unit string, counted []string) string {
	return join(" ", t.Amount(relation, value, low, high), t.Unit(unit), strings.Join(counted, t.Comma()))
}

// Figure says a figure in words.
func (t tongue) Figure(f *isnad.Figure) string {
	return t.Value(f.Relation, f.Value, f.Low, f.High, f.Unit, f.Counted)
}

// Amount says the number of a figure and its relation to the fact.
func (t tongue) Amount(relation isnad.Relation, value, low, high isnad.Decimal) string {
	number := grouped(value)
	if value == "" {
		switch {
		case low != "" && high != "":
			number = t.T("figures.range", grouped(low), grouped(high))
		case low != "":
			number = grouped(low)
		default:
			number = grouped(high)
		}
	}
	if relation == isnad.Exact || relation == isnad.Range || relation == "" {
		return number
	}
	if relation == isnad.AtLeast || relation == isnad.AtMost || relation == isnad.Indefinite {
		return number + " (" + t.Label("relation", relation) + ")"
	}
	return t.Label("relation", relation) + " " + number
}

// Unit names a unit.
func (t tongue) Unit(unit string) string {
	if unit == "" {
		return ""
	}
	return t.Label("unit", unit)
}

// months have two names in Arabic: agencies write both.
var months = map[tongue][12]string{
	isnad.Arabic: {"كانون الثاني/يناير", "شباط/فبراير", "آذار/مارس", "نيسان/أبريل", "أيار/مايو", "حزيران/يونيو",
		"تموز/يوليو", "آب/أغسطس", "أيلول/سبتمبر", "تشرين الأول/أكتوبر", "تشرين الثاني/نوفمبر", "كانون الأول/ديسمبر"},
	isnad.English: {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// Day writes a day, or a day and time, in words: «22 نيسان/أبريل 2024». What is neither stands for itself.
func (t tongue) Day(s string) string {
	day, clock, timed := strings.Cut(s, "T")
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return s
	}
	out := fmt.Sprintf("%d %s %d", d.Day(), months[t][d.Month()-1], d.Year())
	if timed && len(clock) >= 5 {
		out += t.Comma() + clock[:5]
	}
	return out
}

// Days writes a stretch of days; an open side is named.
func (t tongue) Days(from, to *string) string {
	switch {
	case from != nil && to != nil && *from == *to:
		return t.Day(*from)
	case from != nil && to != nil:
		return t.T("figures.range", t.Day(*from), t.Day(*to))
	case from != nil:
		return t.Label("relation", isnad.Since) + " " + t.Day(*from)
	case to != nil:
		return t.Label("relation", isnad.By) + " " + t.Day(*to)
	}
	return ""
}

// When writes the time of an entry of a log, in UTC.
func (t tongue) When(at time.Time) string {
	return t.Day(at.UTC().Format("2006-01-02T15:04")) + " UTC"
}

func join(by string, parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, by)
}
