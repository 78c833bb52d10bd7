package export

import (
	"bufio"
	"context"
	"encoding/csv"
	"strconv"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// byteOrderMark tells Excel that a file is UTF-8.
const byteOrderMark = "\uFEFF"

// column is a column of the spreadsheet.
type column struct {
	name   string
	number bool // its cells are numbers, and are left as they are
	of     func(v *view) string
}

// view is what the columns look at.
type view struct {
	*store.Row
	article *isnad.Article
	speaker *isnad.Link   // an empty one where nobody speaks
	figure  *isnad.Figure // the first, an empty one where there is none
}

// What a view looks at where there is nothing. Nobody writes to them.
var (
	noSpeaker isnad.Link
	noFigure  isnad.Figure
)

var columns = []column{
	{"claim", false, func(v *view) string { return v.Claim.ID }},
	{"state", false, func(v *view) string { return string(v.State) }},
	{"kind", false, func(v *view) string { return string(v.Claim.Kind) }},
	{"speaker", false, func(v *view) string { return v.speaker.Name }},
	{"speaker_title", false, func(v *view) string { return v.speaker.Title }},
	{"speaker_id", false, (*view).speakerID},
	{"named", false, (*view).named},
	{"chain", false, func(v *view) string { return chain(v.Claim.Chain) }},
	{"cue", false, func(v *view) string { return v.cue().Text }},
	{"cue_lemma", false, func(v *view) string { return v.cue().Lemma }},
	{"stance", false, func(v *view) string { return string(v.Stance()) }},
	{"negated", false, func(v *view) string { return strconv.FormatBool(v.Claim.Negated) }},
	{"content", false, func(v *view) string { return v.Claim.Content.Text }},
	{"evidence", false, func(v *view) string { return v.Claim.Text }},
	{"figure", false, func(v *view) string { return v.figure.Text }},
	{"figure_relation", false, func(v *view) string { return string(v.figure.Relation) }},
	{"figure_value", true, func(v *view) string { return string(v.figure.Value) }},
	{"figure_low", true, func(v *view) string { return string(v.figure.Low) }},
	{"figure_high", true, func(v *view) string { return string(v.figure.High) }},
	{"figure_unit", false, func(v *view) string { return v.figure.Unit }},
	{"figure_counted", false, func(v *view) string { return strings.Join(v.figure.Counted, " + ") }},
	{"figures", false, (*view).figures},
	{"dates", false, (*view).dates},
	{"said_from", false, func(v *view) string { return v.said().from }},
	{"said_to", false, func(v *view) string { return v.said().to }},
	{"entities", false, func(v *view) string { return v.entities(func(m *isnad.Mention) string { return flat(m.Name) }) }},
	{"entity_ids", false, func(v *view) string { return v.entities(func(m *isnad.Mention) string { return flat(m.Entity) }) }},
	{"outlet", false, func(v *view) string { return v.Article.Outlet }},
	{"title", false, func(v *view) string { return v.Article.Title }},
	{"url", false, func(v *view) string { return v.Article.URL }},
	{"published", false, func(v *view) string { return v.Article.Published }},
	{"language", false, func(v *view) string { return v.Article.Language }},
	{"article", false, func(v *view) string { return v.Article.ID }},
	{"start", true, func(v *view) string { return strconv.Itoa(v.Claim.Start) }},
	{"end", true, func(v *view) string { return strconv.Itoa(v.Claim.End) }},
	{"sha256", false, func(v *view) string { return v.article.SHA256 }},
	{"confidence", true, func(v *view) string { return strconv.FormatFloat(v.Claim.Confidence, 'f', -1, 64) }},
	{"worth", true, func(v *view) string { return strconv.FormatFloat(v.Claim.Worth, 'f', -1, 64) }},
}

// table is a spreadsheet.
type table struct {
	out   *bufio.Writer
	csv   *csv.Writer
	other rune // the separator of spreadsheets with other settings
	cells []string
}

func newTable(separator rune) func(*bufio.Writer) sheet {
	other := ';'
	if separator == ';' {
		other = ','
	}
	return func(out *bufio.Writer) sheet {
		t := &table{out, csv.NewWriter(out), other, make([]string, len(columns))}
		t.csv.Comma = separator
		return t
	}
}

func (t *table) begin() error {
	if _, err := t.out.WriteString(byteOrderMark); err != nil {
		return err
	}
	for i, c := range columns {
		t.cells[i] = c.name
	}
	return t.csv.Write(t.cells)
}

func (t *table) add(ctx context.Context, r *store.Row, s *shelf) (int, error) {
	record, err := s.article(ctx, r)
	if err != nil {
		return 0, err
	}
	v := view{Row: r, article: &record.Article, speaker: speaker(&r.Claim), figure: &noFigure}
	if v.speaker == nil {
		v.speaker = &noSpeaker
	}
	if len(r.Figures) > 0 {
		v.figure = &r.Figures[0]
	}
	for i, c := range columns {
		if t.cells[i] = c.of(&v); !c.number || !numeral(t.cells[i]) {
			t.cells[i] = cell(t.cells[i], t.other)
		}
	}
	return 1, t.csv.Write(t.cells)
}

func (t *table) end() error {
	t.csv.Flush()
	return t.csv.Error()
}
