package extract

import (
	"strings"

	"isnad/pkg/conll"
	"isnad/pkg/isnad"
	"isnad/pkg/tagger"
)

// documentLength is the number of sentences that make a document where a corpus does not part them.
const documentLength = 40

// tagTypes gives the types of names of CoNLL's tags; any other is learned as tagger.Other.
var tagTypes = map[string]tagger.Type{"PER": tagger.Person, "PERS": tagger.Person, "LOC": tagger.Place, "ORG": tagger.Organisation}

// Examples makes the tagger's examples of annotated sentences: forty consecutive ones are a document, a sentence a line.
func (x *Extractor) Examples(language string, sentences []conll.Sentence) []tagger.Example {
	var out []tagger.Example
	for len(sentences) > 0 {
		n := min(documentLength, len(sentences))
		out = append(out, x.example(language, sentences[:n]))
		sentences = sentences[n:]
	}
	return out
}

func (x *Extractor) example(language string, sentences []conll.Sentence) tagger.Example {
	var b strings.Builder
	var owner []tagger.Label // of every byte: the label of the token that it belongs to
	var first []bool         // the byte begins such a token
	for _, s := range sentences {
		before := tagger.None
		for _, t := range s {
			label := labelOf(t.Tag, before)
			before = tagger.TypeOf(label)
			for n := range len(t.Text) {
				owner, first = append(owner, label), append(first, n == 0)
			}
			b.WriteString(t.Text)
			b.WriteByte(' ')
			owner, first = append(owner, tagger.Outside), append(first, false)
		}
		b.WriteByte('\n')
		owner, first = append(owner, tagger.Outside), append(first, false)
	}
	f := x.languages[language]
	d := f.parser.Parse(&isnad.Article{Text: b.String(), Language: language})
	e := tagger.Example{Tokens: f.entities.Observe(d), Labels: make([]tagger.Label, len(d.Tokens))}
	for i, t := range d.Tokens {
		l := owner[t.Start]
		goes := i > 0 && d.Tokens[i-1].Sentence == t.Sentence && tagger.TypeOf(e.Labels[i-1]) == tagger.TypeOf(l)
		switch {
		case tagger.Begins(l) && !first[t.Start] && goes:
			l = tagger.Inside(tagger.TypeOf(l)) // a later part of a token that is parted here
		case l != tagger.Outside && !tagger.Begins(l) && !goes:
			l = tagger.Begin(tagger.TypeOf(l)) // a sentence ends inside a name
		}
		e.Labels[i] = l
	}
	return e
}

// labelOf reads a tag; one that continues a name of another type begins one.
func labelOf(tag string, before tagger.Type) tagger.Label {
	if tag == "O" {
		return tagger.Outside
	}
	t, ok := tagTypes[tag[2:]]
	if !ok {
		t = tagger.Other
	}
	if tag[0] == 'I' && before == t {
		return tagger.Inside(t)
	}
	return tagger.Begin(t)
}
