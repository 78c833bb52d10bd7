package figure

import (
	"strings"
	"testing"

	"isnad/lexicons"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

func BenchmarkFind(b *testing.B) {
	lex, _ := lexicon.Load(lexicons.FS)
	finder, err := New(lex, isnad.Arabic)
	if err != nil {
		b.Fatal(err)
	}
	s := strings.Repeat("أعلنت الوزارة أن أكثر من 450 موظفا شاركوا في الحملة التي بدأت قبل ثلاثة أشهر في المدن الساحلية وشملت مليوني نسمة.\n", 200)
	d := text.Parser{}.Parse(&isnad.Article{Text: s})
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		finder.Find(d)
	}
}
