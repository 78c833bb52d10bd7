package storetest

import (
	"context"
	"strings"

	"pgregory.net/rapid"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/store/storetest/made"
)

// asked is a question with a name.
type asked struct {
	name string
	q    store.Query
}

// questions are put to both stores of Same: every filter alone, and those together that people put together.
func questions() []asked {
	w := func(rank int) string { return made.Word(isnad.Arabic, rank) }
	common, platform, merged := made.Entity(0), made.Entity(39), made.Entity(8)
	title := strings.Fields(made.Person(0))
	return []asked{
		{"everything", store.Query{}},
		{"everything in large pages", store.Query{Limit: store.MostLimit}},
		{"the earliest", store.Query{Sort: store.SortEarliest}},
		{"the earliest in small pages", store.Query{Sort: store.SortEarliest, Limit: 3}},
		{"a word", store.Query{Text: w(60)}},
		{"a word, the earliest", store.Query{Text: w(60), Sort: store.SortEarliest, Limit: 20}},
		{"a word that is everywhere", store.Query{Text: "ال"}},
		{"a letter", store.Query{Text: "غ"}},
		{"part of a word", store.Query{Text: w(60)[2:]}},
		{"a rare word", store.Query{Text: w(900)}},
		{"two words", store.Query{Text: w(40) + " " + w(45)}},
		{"the same words, the other way round", store.Query{Text: w(45) + " " + w(40) + " " + w(45)}},
		{"words kept together", store.Query{Text: `"في من"`}},
		{"a word in another spelling", store.Query{Text: strings.ReplaceAll(w(50), "ا", "أ") + "ـ"}},
		{"an English word", store.Query{Text: "The"}},
		{"a number in Arabic digits", store.Query{Text: "١٢"}},
		{"somebody's name", store.Query{Text: made.Person(0)}},
		{"half of somebody's name and a word", store.Query{Text: title[1] + " ال"}},
		{"an exact word", store.Query{Text: "إلى", Exact: true}},
		{"exact words kept together", store.Query{Text: `"على ال"`, Exact: true}},
		{"an exact name", store.Query{Text: made.Person(0), Exact: true}},
		{"a word that names an entity", store.Query{Text: "telegram", Names: map[string][]string{"telegram": {platform.ID}}}},
		{"words of which one names an entity", store.Query{Text: "queen ال", Names: map[string][]string{"queen": {common.ID, platform.ID}}}},
		{"a word that names what was merged", store.Query{Text: "queen", Names: map[string][]string{"queen": {merged.ID}}}},
		{"a spelling", store.Query{Text: platform.Spellings[1]}},
		{"a spelling with letters before it", store.Query{Text: "وب" + platform.Spellings[2]}},
		{"the common entity", store.Query{Entity: common.ID}},
		{"the common entity, the earliest", store.Query{Entity: common.ID, Sort: store.SortEarliest}},
		{"an entity", store.Query{Entity: made.Entity(4).ID}},
		{"an entity by its name", store.Query{Entity: made.Entity(4).Name}},
		{"an entity by a spelling", store.Query{Entity: platform.Spellings[1]}},
		{"an entity that was merged", store.Query{Entity: merged.ID}},
		{"an entity and a word", store.Query{Entity: common.ID, Text: w(35)}},
		{"an entity and a figure", store.Query{Entity: common.ID, FigureMin: "1000", FigureMax: "50000"}},
		{"an entity and a speaker", store.Query{Entity: common.ID, Speaker: title[0]}},
		{"a speaker", store.Query{Speaker: made.Person(1)}},
		{"part of a speaker's name", store.Query{Speaker: title[0]}},
		{"a short part of it", store.Query{Speaker: "مس"}},
		{"the named", store.Query{Voice: store.VoiceNamed}},
		{"the anonymous who deny", store.Query{Voice: store.VoiceAnonymous, Stance: "deny"}},
		{"an outlet", store.Query{Outlet: made.Outlet(1)}},
		{"an outlet and a kind", store.Query{Outlet: made.Outlet(0), Kind: "document"}},
		{"a kind", store.Query{Kind: "narrated"}},
		{"a language", store.Query{Language: isnad.English}},
		{"a stance", store.Query{Stance: "warn"}},
		{"a cue", store.Query{Cue: "قَالَ"}},
		{"confirmed", store.Query{State: store.StateConfirmed}},
		{"not reviewed", store.Query{State: store.StateNew, Limit: 100}},
		{"rejected of an outlet", store.Query{State: store.StateRejected, Outlet: made.Outlet(0)}},
		{"a least figure", store.Query{FigureMin: "1000000"}},
		{"a highest figure", store.Query{FigureMax: "10"}},
		{"a figure between", store.Query{FigureMin: "100", FigureMax: "200.5"}},
		{"a unit", store.Query{Unit: "usd"}},
		{"a unit and a figure", store.Query{Unit: "%", FigureMin: "50", FigureMax: "60"}},
		{"a thing counted", store.Query{Counted: "قتيل"}},
		{"a thing counted, and how many", store.Query{Counted: "قتيل", FigureMin: "100"}},
		{"a relation", store.Query{Relation: isnad.Range}},
		{"a relation, a thing and how many", store.Query{Relation: isnad.MoreThan, Counted: "شخص", FigureMin: "5000"}},
		{"published from", store.Query{PublishedFrom: "2023-01-01"}},
		{"published to", store.Query{PublishedTo: "2014-12-31"}},
		{"published in a year", store.Query{PublishedFrom: "2018-03-01", PublishedTo: "2019-02-28", Sort: store.SortEarliest}},
		{"published in years, with a word", store.Query{PublishedFrom: "2016-01-01", PublishedTo: "2019-12-31", Text: w(33)}},
		{"said from", store.Query{SaidFrom: "2022-01-01"}},
		{"said in a year", store.Query{SaidFrom: "2016-01-01", SaidTo: "2016-12-31"}},
		{"said before, of an entity", store.Query{SaidTo: "2021-12-31", Entity: common.ID}},
		{"much together", store.Query{Text: "ال", Entity: common.ID, Language: isnad.Arabic, Voice: store.VoiceNamed, PublishedFrom: "2015-01-01", FigureMin: "1", State: store.StateNew, Sort: store.SortEarliest}},
	}
}

// random puts one question at random. Values are such as the records have, or nearly.
func (p pair) random(ctx context.Context, r *rapid.T) {
	q := randomQuery(r)
	if _, what := p.differ(ctx, q, q); what != "" {
		r.Fatal(what)
	}
}

// randomQuery draws a question: each filter is there one time in five, so that most questions have an answer.
func randomQuery(r *rapid.T) store.Query {
	var q store.Query
	maybe := func(name string, values []string, set func(value string)) {
		if rapid.IntRange(0, 4).Draw(r, name+"?") == 0 {
			set(rapid.SampledFrom(values).Draw(r, name))
		}
	}
	var texts, ids, speakers []string
	for _, rank := range []int{0, 1, 30, 33, 47, 60, 200, 2000} {
		texts = append(texts, made.Word(isnad.Arabic, rank), made.Word(isnad.English, rank), made.Word(isnad.Arabic, rank)+" "+made.Word(isnad.Arabic, rank+1))
		ids = append(ids, made.Entity(rank).ID, made.Entity(rank).Name)
		speakers = append(speakers, made.Person(rank), strings.Fields(made.Person(rank))[0])
	}
	texts = append(texts, made.Entity(39).Spellings...)
	texts = append(texts, "ا", "12", `"في من" ال`, "queen", "و", "%", "_")
	days := []string{"2014-01-01", "2015-07-30", "2017-02-11", "2019-11-05", "2022-12-31", "2030-01-01"}
	numbers := []string{"0", "1", "12", "99.5", "1000", "250000", "1000000000"}
	maybe("text", texts, func(v string) { q.Text = v })
	maybe("more text", texts, func(v string) { q.Text += " " + v })
	maybe("exact", []string{"1"}, func(string) { q.Exact = q.Text != "" })
	maybe("names", ids, func(v string) { q.Names = map[string][]string{"queen": {v}} })
	maybe("entity", ids, func(v string) { q.Entity = v })
	maybe("speaker", speakers, func(v string) { q.Speaker = v })
	maybe("voice", []string{"named", "anonymous"}, func(v string) { q.Voice = store.Voice(v) })
	maybe("outlet", []string{made.Outlet(0), made.Outlet(3), made.Outlet(30), "Alpha"}, func(v string) { q.Outlet = v })
	maybe("kind", []string{"indirect", "narrated", "document", "none"}, func(v string) { q.Kind = v })
	maybe("language", []string{"ar", "en", "fr"}, func(v string) { q.Language = v })
	maybe("stance", []string{"say", "deny", "warn"}, func(v string) { q.Stance = v })
	maybe("cue", []string{"قال", "أكّد", "deny", "x"}, func(v string) { q.Cue = v })
	maybe("state", []string{"new", "confirmed", "rejected"}, func(v string) { q.State = store.State(v) })
	maybe("min", numbers, func(v string) { q.FigureMin = isnad.Decimal(v) })
	maybe("max", numbers, func(v string) { q.FigureMax = isnad.Decimal(v) })
	maybe("unit", []string{"USD", "%", "km", "usd", "x"}, func(v string) { q.Unit = v })
	maybe("counted", []string{"شخص", "قت", "طفل", "ة"}, func(v string) { q.Counted = v })
	maybe("relation", []string{"exact", "about", "range", "more_than"}, func(v string) { q.Relation = isnad.Relation(v) })
	maybe("from", days, func(v string) { q.PublishedFrom = v })
	maybe("to", days, func(v string) { q.PublishedTo = v })
	maybe("said from", days, func(v string) { q.SaidFrom = v })
	maybe("said to", days, func(v string) { q.SaidTo = v })
	maybe("sort", []string{"earliest"}, func(v string) { q.Sort = store.Sort(v) })
	q.Limit = rapid.SampledFrom([]int{0, 1, 2, 10, 1000}).Draw(r, "limit")
	return q
}
