package compare

import (
	"testing"

	"isnad/pkg/isnad"
)

func figure(relation isnad.Relation, low, high isnad.Decimal) isnad.Figure {
	f := isnad.Figure{Kind: isnad.Count, Relation: relation, Low: low, High: high}
	if low == high || relation == isnad.MoreThan || relation == isnad.AtLeast {
		f.Value = low
	} else if low == "" {
		f.Value = high
	}
	return f
}

func TestAgreementRespectsTheRelation(t *testing.T) {
	exact := func(n isnad.Decimal) isnad.Figure { return figure(isnad.Exact, n, n) }
	about := func(n isnad.Decimal) isnad.Figure { return figure(isnad.About, n, n) }
	money := func(n isnad.Decimal) isnad.Figure {
		f := exact(n)
		f.Kind = isnad.Money
		return f
	}
	more, least := figure(isnad.MoreThan, "8500", ""), figure(isnad.AtLeast, "8500", "")
	less, most := figure(isnad.LessThan, "", "20"), figure(isnad.AtMost, "", "20")
	for name, c := range map[string]struct {
		a, b isnad.Figure
		want bool
	}{
		"the same":                       {exact("12"), exact("12"), true},
		"one more":                       {exact("12"), exact("13"), false},
		"about, within a tenth":          {about("26000"), exact("25800"), true},
		"about, a tenth":                 {about("90"), exact("100"), true},
		"about, beyond":                  {about("26000"), exact("23000"), false},
		"two abouts widen once":          {about("100"), about("120"), false},
		"more than, above":               {more, exact("9000"), true},
		"more than, the number itself":   {more, exact("8500"), false},
		"more than, about the number":    {more, about("8400"), true},
		"more than, below":               {more, exact("8000"), false},
		"more than, another order":       {more, exact("900000"), false},
		"at least, the number itself":    {least, exact("8500"), true},
		"at least, below":                {least, exact("8499"), false},
		"less than, below":               {less, exact("3"), true},
		"less than, the number itself":   {less, exact("20"), false},
		"at most, the number itself":     {most, exact("20"), true},
		"at most, above":                 {most, exact("21"), false},
		"two open sides that meet":       {more, figure(isnad.LessThan, "", "9000"), true},
		"two open sides that part":       {more, figure(isnad.LessThan, "", "8000"), false},
		"two open sides at one number":   {more, figure(isnad.AtMost, "", "8500"), false},
		"range, its end":                 {figure(isnad.Range, "10", "15"), exact("15"), true},
		"range, outside":                 {figure(isnad.Range, "10", "15"), exact("16"), false},
		"ranges that overlap":            {figure(isnad.Range, "10", "15"), figure(isnad.Range, "14", "20"), true},
		"dozens, inside":                 {figure(isnad.Indefinite, "10", "99"), exact("40"), true},
		"dozens, outside":                {figure(isnad.Indefinite, "10", "99"), exact("120"), false},
		"dozens and hundreds":            {figure(isnad.Indefinite, "10", "99"), figure(isnad.Indefinite, "100", "999"), false},
		"money, rounded":                 {money("2300000"), money("2340000"), true},
		"money, not rounded":             {money("2300000"), money("2500000"), false},
		"below zero":                     {exact("-5"), exact("-5"), true},
		"below zero, about":              {about("-100"), exact("-95"), true},
		"less than, below zero":          {figure(isnad.LessThan, "", "-5"), exact("-8"), true},
		"nothing at all":                 {exact("0"), exact("0"), true},
		"nothing and at least one":       {exact("0"), figure(isnad.AtLeast, "1", ""), false},
		"numbers that no float can tell": {exact("9007199254740993"), exact("9007199254740993"), true},
	} {
		a, okA := valueOf(&c.a)
		b, okB := valueOf(&c.b)
		if !okA || !okB {
			t.Errorf("%s: no value", name)
		}
		if a.agrees(b) != c.want || b.agrees(a) != c.want {
			t.Errorf("%s: want %t, got %t and %t", name, c.want, a.agrees(b), b.agrees(a))
		}
	}
	for _, f := range []isnad.Figure{{}, {Relation: isnad.Exact}, {Low: "x"}, {Low: "5", High: "3", Relation: isnad.Range}} {
		if v, ok := valueOf(&f); ok {
			t.Errorf("%+v gives %+v", f, v)
		}
	}
}

func TestLikeness(t *testing.T) {
	numbers := func(from, to int) (out []uint64) {
		for i := from; i < to; i++ {
			out = append(out, uint64(i))
		}
		return out
	}
	for name, c := range map[string]struct {
		a, b []uint64
		want bool
	}{
		"the same":               {numbers(0, 100), numbers(0, 100), true},
		"cut short":              {numbers(0, 100), numbers(0, 55), true},
		"a quotation":            {numbers(0, 100), numbers(0, 35), false},
		"with its own end":       {numbers(0, 100), numbers(0, 140), true},
		"three of five":          {numbers(0, 100), numbers(40, 140), true},
		"less than that":         {numbers(0, 100), numbers(41, 141), false},
		"short, the same":        {numbers(0, 5), numbers(0, 5), true},
		"short, almost the same": {numbers(0, 11), numbers(1, 12), false},
		"nothing":                {nil, nil, false},
	} {
		if got := likeness(c.a, c.b) > 0; got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

func TestStories(t *testing.T) {
	published := func(day int) *item { return &item{from: unknownDay, to: unknownDay, day: day} }
	dated := func(from, to, day int) *item { return &item{from: from, to: to, day: day} }
	for name, c := range map[string]struct {
		a, b *item
		want bool
	}{
		"one day":                            {published(1), published(1), true},
		"within the window":                  {published(1), published(1 + window), true},
		"beyond it":                          {published(1), published(2 + window), false},
		"no day at all":                      {published(unknownDay), published(unknownDay), true},
		"one without a day":                  {published(unknownDay), published(1), false},
		"the days that are given touch":      {dated(1, 1, 2), dated(2, 3, 3), true},
		"the days that are given part":       {dated(1, 1, 3), dated(3, 3, 3), false},
		"one day, told much later":           {dated(1, 1, 1), dated(1, 1, 500), true},
		"a day and a publication after it":   {dated(1, 1, 1), published(4), true},
		"a day and a publication before it":  {dated(3, 3, 3), published(2), false},
		"a day and a publication long after": {dated(1, 1, 1), published(9), false},
		"one year":                           {dated(0, 365, 400), dated(0, 365, 900), true},
		"periods that move":                  {dated(0, 180, 181), dated(1, 181, 182), true},
		"another year":                       {dated(0, 365, 900), dated(366, 730, 900), false},
		"a year and a publication":           {dated(0, 365, 366), published(366), false},
	} {
		for _, list := range [][]*item{{c.a, c.b}, {c.b, c.a}} {
			if got := len(stories(list)) == 1; got != c.want {
				t.Errorf("%s: %t", name, got)
			}
		}
	}
	chain := make([]*item, 40)
	for i := range chain {
		chain[i] = published(2 * i)
	}
	if n := len(stories(chain)); n != 3 {
		t.Errorf("reports of 80 days make %d stories", n)
	}
}

func TestByPlace(t *testing.T) {
	at := func(near ...string) *item { return &item{ties: ties{near: near}} }
	for name, c := range map[string]struct {
		items []*item
		want  int
	}{
		"one place and none":         {[]*item{at("a"), at()}, 1},
		"two places":                 {[]*item{at("a"), at("b")}, 2},
		"two places and none":        {[]*item{at("a"), at(), at("b")}, 3},
		"two places that are joined": {[]*item{at("a"), at(), at("b"), at("a", "b")}, 1},
		"none":                       {[]*item{at(), at()}, 1},
	} {
		if got := len(byPlace(c.items)); got != c.want {
			t.Errorf("%s: %d parts", name, got)
		}
	}
}

func TestWordTable(t *testing.T) {
	if len(words.deed) < 150 || !words.grows["killed"] || words.grows["arrested"] || len(words.city) == 0 || len(words.stop) < 80 {
		t.Errorf("%d deeds, %d stops", len(words.deed), len(words.stop))
	}
	for word, deed := range map[string]string{"ومقتل": "killed", "المصابين": "injured", "لإصابة": "injured", "Wounded": "injured", "قتلى": "killed", "جسر": "", "كتاب": ""} {
		if got := words.deedOf(bare(word)); got != deed {
			t.Errorf("%s: %q", word, got)
		}
	}
	for _, pair := range [][2]string{{"تشارك", "مشاركة"}, {"إغلاق", "أغلقت"}, {"participants", "participating"}} {
		if a, b := root(bare(pair[0])), root(bare(pair[1])); a != b {
			t.Errorf("%s: %s and %s", pair, a, b)
		}
	}
}
