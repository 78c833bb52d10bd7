package extract

import (
	"strings"

	"isnad/pkg/entity"
	"isnad/pkg/isnad"
)

// Sentences cuts a paragraph of raw text into sentences of words as the tagger of names looks them up, for the training of clusters.
func (x *Extractor) Sentences(language, paragraph string) [][]string {
	f := x.languages[language]
	if f == nil || strings.TrimSpace(paragraph) == "" {
		return nil
	}
	d := f.parser.Parse(&isnad.Article{Text: paragraph, Language: language})
	out := make([][]string, 0, len(d.Sentences))
	for _, s := range d.Sentences {
		words := make([]string, 0, s.Last-s.First)
		for i := s.First; i < s.Last; i++ {
			words = append(words, entity.Spelling(&d.Tokens[i]))
		}
		out = append(out, words)
	}
	return out
}
