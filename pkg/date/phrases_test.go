package date

import (
	"io/fs"
	"reflect"
	"testing"

	"isnad/lexicons"
	"isnad/pkg/gazetteer"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

// The finder's own table must read a text as the gazetteer does.
func TestPhrasesFindWhatTheGazetteerFinds(t *testing.T) {
	lex, _ := lexicon.Load(lexicons.FS)
	for _, language := range []string{isnad.Arabic, isnad.English} {
		v := vocabulary{arabic: language == isnad.Arabic}
		if err := v.read(lex, language); err != nil {
			t.Fatal(err)
		}
		own, other := compilePhrases(v.phrases), gazetteer.Compile(v.phrases)
		corpus, err := fs.ReadFile(lexicons.FS, language+"/dates.corpus")
		if err != nil {
			t.Fatal(err)
		}
		d := text.Parser{}.Parse(&isnad.Article{Text: string(corpus) + "\nوللعام ولليلة وبالأحد كالأمس فلسنة", Language: language})
		for _, s := range d.Sentences {
			got, want := own.find(nil, d, s.First, s.Last), other.Find(nil, d, s.First, s.Last)
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%q:\n got %+v\nwant %+v", s.In(d.Article.Text), got, want)
			}
		}
	}
}
