package export_test

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"reflect"
	"strings"
	"testing"

	"isnad/pkg/export"
	"isnad/pkg/isnad"
)

// table reads what export writes as a spreadsheet, each row by the names of its columns.
func table(t testing.TB, text string, separator rune) []map[string]string {
	t.Helper()
	text, ok := strings.CutPrefix(text, "\uFEFF")
	if !ok {
		t.Error("no byte order mark: Excel takes the file for Latin")
	}
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator
	lines, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, name := range lines[0] {
			row[name] = line[i]
		}
		out = append(out, row)
	}
	return out
}

func TestCSVTellsAllOfAClaim(t *testing.T) {
	r := sites(t)
	text, n := written(t, "csv", hold(t, r))
	rows := table(t, text, ',')
	if len(rows) != 3 || n != 3 {
		t.Fatalf("%d rows, %d told", len(rows), n)
	}
	same(t, "the told one", rows[0], map[string]string{
		"claim": r.Claims[0].ID, "state": "new", "kind": "indirect", "speaker": "رعد الكعبي", "speaker_title": "الأستاذ", "speaker_id": "name1:0123456789abcdef01234567",
		"named": "true", "chain": "رعد الكعبي (الأستاذ) > ديارنا [recipient] > ديارنا", "cue": "قال", "cue_lemma": "قال", "stance": "say", "negated": "false",
		"content": r.Claims[0].Content.Text, "evidence": r.Claims[0].Text, "figure": "نحو 26 ألف موقع إلكتروني وحسابا", "figure_relation": "about",
		"figure_value": "26000", "figure_low": "26000", "figure_high": "26000", "figure_unit": "", "figure_counted": "موقع إلكتروني + حساب",
		"figures": "relation=about | value=26000 | low=26000 | high=26000 | counted=موقع إلكتروني + حساب | text=نحو 26 ألف موقع إلكتروني وحسابا",
		"dates":   "from=2019-01-01 | to=2019-12-31 | relation=since | text=عام 2019", "said_from": "2020-02-09", "said_to": "2020-02-09",
		"entities": "رعد الكعبي", "entity_ids": "name1:0123456789abcdef01234567", "outlet": "ديارنا", "title": "مواقع داعش", "url": "https://example.com/a?b=1&c=2",
		"published": "2020-02-10", "language": "ar", "article": r.Article.ID, "start": "46", "end": "195", "sha256": r.Article.SHA256, "confidence": "0.9", "worth": "0.75",
	})
	if got := rows[1]; got["negated"] != "true" || got["stance"] != "deny" || got["content"] != "وجود تسرب" || got["figure_value"] != "" || got["figures"] != "" {
		t.Errorf("the denied one: %v", got)
	}
	got := rows[2]
	if got["speaker"] != "" || got["named"] != "" || got["chain"] != "ديارنا" || got["cue"] != "" || got["figure_value"] != "-5" || got["figure_unit"] != "degree Celsius" {
		t.Errorf("the narrated one: %v", got)
	}
	if lines := strings.Split(got["figures"], "\n"); len(lines) != 2 || lines[1] != "relation=range | low=10 | high=20 | counted=شخص | text=من 10 إلى 20 شخصا" {
		t.Errorf("two figures: %q", lines)
	}
}

func same(t testing.TB, what string, got, want map[string]string) {
	t.Helper()
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s, %s: %q, want %q", what, name, got[name], want[name])
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d columns, want %d", what, len(got), len(want))
	}
}

func TestSemicolonsTellTheSame(t *testing.T) {
	s := hold(t, sites(t), storm(t))
	commas, _ := written(t, "csv", s)
	semicolons, _ := written(t, "csv-semicolon", s)
	if !reflect.DeepEqual(table(t, commas, ','), table(t, semicolons, ';')) {
		t.Errorf("%s\n%s", commas, semicolons)
	}
}

// Python's reader of CSV finds the same cells as Go's.
func TestCSVInPython(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil && os.Getenv("ISNAD_CI") != "" {
		t.Fatal("no python3: CI must have one")
	}
	if err != nil {
		t.Skip("no python3 here")
	}
	text, _ := written(t, "csv", hold(t, sites(t), storm(t), hostile(t)))
	cmd := exec.Command(python, "-c", `import csv, io, json, sys
sys.stdout.reconfigure(encoding="utf-8")
text = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
json.dump(list(csv.DictReader(text, strict=True)), sys.stdout)`)
	cmd.Stdin = strings.NewReader(text)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	if err := json.Unmarshal(out, &rows); err != nil {
		t.Fatal(err)
	}
	if want := table(t, text, ','); !reflect.DeepEqual(rows, want) || len(rows) < 6 {
		t.Errorf("%d rows, want %d, or other cells", len(rows), len(want))
	}
}

// A number is a number in its own column, and text where text stands; what is no number is text in a column of numbers too.
func TestNumbersStayNumbers(t *testing.T) {
	m := newRecord(t, isnad.Article{Outlet: "=HYPERLINK(\"http://evil\")", Language: "en", Text: "-5 degrees, and -0.25 more"})
	one := m.figure("-5 degrees", "-5", isnad.Figure{Relation: isnad.Exact, Value: "-5", Low: "-5", High: "-5"})
	m.claim(m.r.Article.Text, m.r.Article.Text, isnad.Claim{Kind: isnad.Narrated, Figures: []int{one}, Confidence: 1e-7})
	text, _ := written(t, "csv", hold(t, m.record()))
	row := table(t, text, ',')[0]
	for name, want := range map[string]string{"figure_value": "-5", "figure": "'-5 degrees", "evidence": "'-5 degrees, and -0.25 more", "outlet": `'=HYPERLINK("http://evil")`, "confidence": "0.0000001"} {
		if row[name] != want {
			t.Errorf("%s: %q, want %q", name, row[name], want)
		}
	}
}

// The page that describes exports knows every format and every column.
func TestDocsAreWhole(t *testing.T) {
	page, err := os.ReadFile("../../docs/exports.md")
	if err != nil {
		t.Fatal(err)
	}
	text, _ := written(t, "csv", hold(t, sites(t)))
	names := []string{}
	for name := range table(t, text, ',')[0] {
		names = append(names, name)
	}
	for _, f := range export.Formats {
		names = append(names, f.Name)
	}
	for _, name := range names {
		if !strings.Contains(string(page), "`"+name+"`") {
			t.Errorf("docs/exports.md does not tell what %s is", name)
		}
	}
}
