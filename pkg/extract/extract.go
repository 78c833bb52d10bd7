// Package extract turns an article into a record: it calls the finders in their order and settles where their finds overlap.
//
// It is one pure function of the article, the tables and the program: no clock, no network, no logging.
package extract

import (
	"fmt"
	"sync"

	"isnad/pkg/arabic"
	"isnad/pkg/build"
	"isnad/pkg/claim"
	"isnad/pkg/date"
	"isnad/pkg/english"
	"isnad/pkg/entity"
	"isnad/pkg/figure"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"

	"golang.org/x/sync/errgroup"
)

// Extractor makes records. It is not changed after New and safe for many goroutines.
type Extractor struct {
	build     string
	lexicon   string
	languages map[string]*finders
}

// finders are the finders of one language.
type finders struct {
	parser   text.Parser
	words    *entity.Vocabulary
	entities *entity.Finder
	figures  *figure.Finder
	dates    *date.Finder
	claims   *claim.Finder
	rooms    sync.Pool // of *room
}

// room is memory that one article after the other uses: no record points into it.
type room struct {
	doc   text.Doc
	words []entity.Word
}

// Options are what an extractor uses beside the tables.
type Options struct {
	Build string // names the program in the records; "" takes Build
	Names *Names // the learned model of names; nil does without
}

// New makes an extractor over the tables of a lexicon.
func New(lex *lexicon.Lexicon, o Options) (*Extractor, error) {
	if o.Build == "" {
		o.Build = build.Name()
	}
	x := &Extractor{build: o.Build, lexicon: o.Names.sign(lex.Hash()), languages: map[string]*finders{}}
	languages := [...]string{isnad.Arabic, isnad.English}
	var made [len(languages)]*finders
	var all errgroup.Group
	for i, language := range languages {
		all.Go(func() (err error) {
			if made[i], err = newFinders(lex, language); err != nil {
				return fmt.Errorf("compiling the %s tables: %w", language, err)
			}
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		return nil, err
	}
	for i, language := range languages {
		x.languages[language] = made[i]
	}
	if o.Names != nil {
		x.languages[o.Names.language].entities.Learn(o.Names.tagger)
	}
	return x, nil
}

func newFinders(lex *lexicon.Lexicon, language string) (*finders, error) {
	var tagger *english.Tagger
	if language == isnad.English {
		tagger = english.New()
	}
	figures, err := figure.New(lex, language)
	if err != nil {
		return nil, err
	}
	dates, err := date.New(lex, language)
	if err != nil {
		return nil, err
	}
	abbreviations := map[string]bool{}
	for _, r := range lexicon.Rows[lexicon.Abbreviation](lex, language) {
		abbreviations[arabic.Fold(r.Form)] = true
	}
	vocabulary := entity.NewVocabulary(lex, language)
	return &finders{
		parser:   text.Parser{Abbreviations: abbreviations},
		words:    vocabulary,
		entities: entity.New(lex, language, vocabulary, tagger),
		figures:  figures,
		dates:    dates,
		claims:   claim.New(lex, language, vocabulary),
	}, nil
}

// Name gives the build and the hash of the tables, which together name the extractor in records, message ids and runs.
func (x *Extractor) Name() (build, lexicon string) { return x.build, x.lexicon }

// Extract gives the record of an article. Its Language chooses the tables; an article of a language without tables gets a record
// without finds.
func (x *Extractor) Extract(a *isnad.Article) *isnad.Record {
	r := &isnad.Record{Schema: isnad.Schema, Extractor: x.build, Lexicon: x.lexicon, Article: *a,
		Mentions: []isnad.Mention{}, Figures: []isnad.Figure{}, Dates: []isnad.Date{}, Claims: []isnad.Claim{}}
	f := x.languages[a.Language]
	if f == nil {
		return r
	}
	found, claims := f.find(a)
	r.Mentions, r.Figures, r.Dates, r.Claims = some(found.Mentions), some(found.Figures), some(found.Dates), some(claims)
	return r
}

// some gives a list that is not nil: a record says [] of what it has none of.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// find calls the finders. The words are read once, for names and claims.
func (f *finders) find(a *isnad.Article) (claim.Found, []isnad.Claim) {
	r, _ := f.rooms.Get().(*room)
	if r == nil {
		r = &room{}
	}
	d := &r.doc
	f.parser.ParseInto(d, a)
	r.words = f.words.AppendWords(r.words[:0], d)
	found := settle(claim.Found{Mentions: f.entities.FindIn(d, r.words), Figures: f.figures.Find(d), Dates: f.dates.Find(d)})
	claims := f.claims.FindIn(d, found, r.words)
	insert(&found, claims, f.entities.Nominals(d, r.words, found.Mentions))
	d.Clear()
	clear(r.words)
	f.rooms.Put(r)
	return found, claims
}
