package compare_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"isnad/pkg/arabic"
	"isnad/pkg/compare"
	"isnad/pkg/isnad"
)

// made gives n sound records of some hundred facts: each article takes a place, says a few figures of it, and one in five is a copy.
func made(n int, seed uint64) []*isnad.Record {
	rnd := rand.New(rand.NewPCG(seed, 1))
	nouns := []string{"شخص", "منزل", "قتيل", "مدرسة", "متجر", "طفل"}
	deeds := []string{"مقتل", "إصابة", "تضرر", "إغلاق", "تدمير"}
	relations := []isnad.Relation{isnad.Exact, isnad.Exact, isnad.About, isnad.MoreThan, isnad.Range}
	filler := make([]string, 3000)
	for i := range filler {
		filler[i] = fmt.Sprintf("كلم%cة%c%c", 'ا'+rune(rnd.IntN(40)), 'ب'+rune(rnd.IntN(30)), 'ب'+rune(rnd.IntN(30)))
	}
	var out []*isnad.Record
	for i := range n {
		if i > 5 && rnd.IntN(5) == 0 {
			out = append(out, copyOf(out[rnd.IntN(i)], fmt.Sprintf("outlet %d", i%40), rnd))
			continue
		}
		place := fmt.Sprintf("place%d", rnd.IntN(max(2, n/12)))
		var b strings.Builder
		r := &isnad.Record{Schema: isnad.Schema, Extractor: "x", Lexicon: "l"}
		for range 4 {
			start := b.Len()
			for range 8 {
				b.WriteString(filler[rnd.IntN(len(filler))] + " ")
			}
			b.WriteString(deeds[rnd.IntN(len(deeds))] + " ")
			value := isnad.Int(int64(1 + rnd.IntN(30)))
			noun := nouns[rnd.IntN(len(nouns))]
			f := isnad.Figure{Kind: isnad.Count, Relation: relations[rnd.IntN(len(relations))], Value: value, Low: value, High: value, Counted: []string{noun}}
			switch f.Relation {
			case isnad.MoreThan:
				f.High = ""
			case isnad.Range:
				f.Value, f.High = "", isnad.Int(40)
			}
			number := isnad.Span{Start: b.Len(), End: b.Len() + len(value)}
			b.WriteString(string(value) + " " + noun)
			f.Span = isnad.Span{Start: number.Start, End: b.Len()}
			f.Number.Span = number
			b.WriteString(" في ")
			m := isnad.Mention{Kind: isnad.Place, Form: isnad.FormName, Entity: "place/" + place, Name: place}
			m.Span = isnad.Span{Start: b.Len(), End: b.Len() + len(place)}
			b.WriteString(place + ".")
			c := isnad.Claim{Kind: isnad.Narrated, Mentions: []int{len(r.Mentions)}, Figures: []int{len(r.Figures)}}
			c.Span = isnad.Span{Start: start, End: b.Len()}
			c.Content.Span = c.Span
			b.WriteString("\n")
			r.Mentions, r.Figures, r.Claims = append(r.Mentions, m), append(r.Figures, f), append(r.Claims, c)
		}
		r.Article = isnad.Article{Outlet: fmt.Sprintf("outlet %d", i%40), Published: fmt.Sprintf("2024-05-%02d", 1+rnd.IntN(28)), Language: isnad.Arabic, Text: b.String()}
		out = append(out, seal(r))
	}
	return out
}

func copyOf(r *isnad.Record, outlet string, rnd *rand.Rand) *isnad.Record {
	c := *r
	c.Mentions, c.Figures, c.Claims = slices.Clone(r.Mentions), slices.Clone(r.Figures), slices.Clone(r.Claims)
	c.Article.Outlet, c.Article.Published = outlet, fmt.Sprintf("2024-05-%02d", 1+rnd.IntN(28))
	c.Article.Text += "\n" + outlet
	return seal(&c)
}

// seal fills what follows from the rest.
func seal(r *isnad.Record) *isnad.Record {
	a := &r.Article
	a.Seal()
	a.Zones = []isnad.Zone{{Kind: isnad.ZoneBody, Span: isnad.Span{End: len(a.Text)}}}
	for i := range r.Mentions {
		r.Mentions[i].Text = r.Mentions[i].In(a.Text)
	}
	for i := range r.Figures {
		r.Figures[i].Text, r.Figures[i].Number.Text = r.Figures[i].In(a.Text), r.Figures[i].Number.In(a.Text)
	}
	for i := range r.Claims {
		c := &r.Claims[i]
		c.Text, c.Content.Text = c.In(a.Text), c.Content.In(a.Text)
		c.ID = isnad.ClaimID(a.ID, c.Span)
	}
	return r
}

func TestMadeRecordsAreSound(t *testing.T) {
	for _, r := range made(50, 3) {
		if err := r.Validate(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestOrderOfInputChangesNothing(t *testing.T) {
	for name, records := range map[string][]*isnad.Record{"examples": examples(t), "made": made(300, 7)} {
		want := dump(groupsOf(records))
		if len(want) < 1000 {
			t.Fatalf("%s: %s", name, want)
		}
		rnd := rand.New(rand.NewPCG(1, 2))
		for range 10 {
			rnd.Shuffle(len(records), func(i, j int) { records[i], records[j] = records[j], records[i] })
			if got := dump(groupsOf(append(slices.Clone(records), records[0]))); got != want {
				t.Fatalf("%s: another order gives other groups", name)
			}
		}
	}
}

// Whatever the input: a group holds one noun, one kind, one unit and one deed; parts, changes and former values stay among themselves; no
// claim's figure stands in two groups; and a verdict rests on two articles.
func TestGroupsAreOfOneKind(t *testing.T) {
	for name, records := range map[string][]*isnad.Record{"examples": examples(t), "made": made(400, 11)} {
		seen := map[string]bool{}
		verdicts := map[compare.Verdict]int{}
		for _, g := range groupsOf(records) {
			verdicts[g.Verdict]++
			articles := map[string]bool{}
			for _, f := range g.Figures {
				articles[f.Article.ID] = true
				if nouns(f.Counted) != nouns(g.Counted) || f.Kind != g.Kind || f.Unit != g.Unit || f.Deed != g.Deed || f.Expected != g.Expected {
					t.Errorf("%s: %+v stands in the group of %v %s %s %s", name, f, g.Counted, g.Kind, g.Unit, g.Deed)
				}
				special := f.Role == isnad.RolePart || f.Role == isnad.RoleChange || f.Role == isnad.RolePrevious
				if special != (g.Role != "") || special && f.Role != g.Role {
					t.Errorf("%s: role %q in the group of %q", name, f.Role, g.Role)
				}
				if key := f.Claim + f.Text; seen[key] {
					t.Errorf("%s: %s stands in two places", name, f.Text)
				} else {
					seen[key] = true
				}
			}
			if g.Verdict != compare.Single && len(articles) < 2 || g.Verdict == compare.Agree && g.Voices < 2 {
				t.Errorf("%s: %s of %d articles, %d voices", name, g.Verdict, len(articles), g.Voices)
			}
			if g.Reason.Arabic == "" || g.Reason.English == "" {
				t.Errorf("%s: no reason for %s", name, g.Verdict)
			}
		}
		for _, v := range []compare.Verdict{compare.Disagree, compare.Development, compare.Agree, compare.Single} {
			if verdicts[v] == 0 {
				t.Errorf("%s: no group with the verdict %s", name, v)
			}
		}
	}
}

func nouns(counted []string) string {
	out := slices.Clone(counted)
	for i := range out {
		out[i] = arabic.Fold(out[i])
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), "+")
}

// FuzzRecords feeds lines that are no records, and records that break their contract: spans outside the text, indexes to nothing.
func FuzzRecords(f *testing.F) {
	for _, r := range made(6, 5) {
		line, err := json.Marshal(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(line)
		f.Add(bytes.ReplaceAll(line, []byte(`"start":`), []byte(`"start":9`)))
		f.Add(bytes.ReplaceAll(line, []byte(`"figures":[`), []byte(`"figures":[77,-1,`)))
		f.Add(bytes.ReplaceAll(line, []byte(`"from":"2024`), []byte(`"from":"20x4`)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c := compare.New(nil)
		for line, err := range compare.Records(bytes.NewReader(data)) {
			if (line.Record == nil) == (err == nil) {
				t.Fatal("a line is neither a record nor an error")
			}
			if err == nil {
				c.Add(line.Record)
			}
		}
		for part := range bytes.SplitSeq(data, []byte("\n")) {
			var r isnad.Record
			if json.Unmarshal(part, &r) == nil {
				c.Add(&r)
				r.Article.ID += "x"
				r.Article.Outlet += "y"
				c.Add(&r)
			}
		}
		_ = dump(c.Groups())
	})
}

func TestRecordsNamesLines(t *testing.T) {
	sound, err := json.Marshal(made(1, 1)[0])
	if err != nil {
		t.Fatal(err)
	}
	in := string(sound) + "\n\n{\"id\": \"x\", \"error\": \"line 3: no text\"}\nnonsense\n" + strings.Replace(string(sound), `"start":0`, `"start":-4`, 1) + "\n\xff\n" + string(sound)
	var got []string
	for line, err := range compare.Records(strings.NewReader(in)) {
		got = append(got, fmt.Sprintf("%d %t", line.Number, err == nil))
		if err != nil && !isnad.IsBadInput(err) {
			t.Errorf("line %d: %v is no BadInput", line.Number, err)
		}
	}
	if want := "1 true, 3 false, 4 false, 5 false, 6 false, 7 true"; strings.Join(got, ", ") != want {
		t.Errorf("%s", got)
	}
}

func BenchmarkCompare(b *testing.B) {
	for _, c := range []struct {
		name  string
		n     int
		crowd bool // all articles speak of one place: the worst case
	}{{"1000", 1_000, false}, {"10000", 10_000, false}, {"10000 of one place", 10_000, true}} {
		records := made(c.n, 42)
		for _, r := range records {
			for i := range r.Mentions {
				if c.crowd {
					r.Mentions[i].Entity = "place/one"
				}
			}
		}
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				comparison := compare.New(nil)
				for _, r := range records {
					comparison.Add(r)
				}
				if len(comparison.Groups()) < 10 {
					b.Fatal("too few groups")
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(c.n), "µs/record")
		})
	}
}
