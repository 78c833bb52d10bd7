package extract

import (
	"io/fs"
	"testing"

	"isnad/lexicons"
	"isnad/pkg/article"
	"isnad/pkg/claim"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

// BenchmarkStages shows where the time of a record goes: every stage alone over our own Arabic articles, which are parsed before. Figures
// and dates are measured together too, and names and whole records with the learned model and without. Bars, on one core of 2024: names 10
// MB/s, with the model 2; records 5 MB/s, with the model 1.
func BenchmarkStages(b *testing.B) {
	lex, err := lexicon.Load(lexicons.FS)
	if err != nil {
		b.Fatal(err)
	}
	f, err := newFinders(lex, isnad.Arabic)
	if err != nil {
		b.Fatal(err)
	}
	var docs []*text.Doc
	size := int64(0)
	for item := range article.NewReader(lex).Files([]string{"../../testdata/gold/text", "../../examples/articles"}, article.Meta{Published: "2024-05-20"}) {
		if item.Err != nil {
			b.Fatal(item.Err)
		}
		if item.Article.Language == isnad.Arabic {
			docs = append(docs, f.parser.Parse(item.Article))
			size += int64(len(item.Article.Text))
		}
	}
	stage := func(name string, do func(d *text.Doc)) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(size)
			b.ReportAllocs()
			for b.Loop() {
				for _, d := range docs {
					do(d)
				}
			}
		})
	}
	found := map[*text.Doc]claim.Found{}
	for _, d := range docs {
		found[d] = settle(claim.Found{Mentions: f.entities.Find(d), Figures: f.figures.Find(d), Dates: f.dates.Find(d)})
	}
	learned, err := newFinders(lex, isnad.Arabic)
	if err != nil {
		b.Fatal(err)
	}
	names, err := ReadNames([]fs.FS{lexicons.Learned}, nil)
	if err != nil {
		b.Fatal(err)
	}
	learned.entities.Learn(names.tagger)
	stage("text", func(d *text.Doc) { f.parser.Parse(d.Article) })
	stage("names", func(d *text.Doc) { f.entities.Find(d) })
	stage("names+tagger", func(d *text.Doc) { learned.entities.Find(d) })
	stage("figures", func(d *text.Doc) { f.figures.Find(d) })
	stage("dates", func(d *text.Doc) { f.dates.Find(d) })
	stage("figures+dates", func(d *text.Doc) { f.figures.Find(d); f.dates.Find(d) })
	stage("claims", func(d *text.Doc) { f.claims.Find(d, found[d]) })
	stage("record", f.record)
	stage("record+tagger", learned.record)
}

// record makes all that a record holds, as Extract does.
func (f *finders) record(d *text.Doc) { f.find(d.Article) }
