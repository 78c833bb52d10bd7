package main

import (
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// filters say which claims are asked for.
type filters struct {
	Words    []string `arg:"" optional:"" help:"Words that all stand in the claim; quote words that stand together."`
	Exact    bool     `help:"The words stand there as they are spelled, hamza and vowel marks too."`
	Entity   string   `help:"Id (org/isis) or name of an entity that the claim mentions."`
	Speaker  string   `help:"Part of the name of who says it."`
	Voice    string   `help:"named or anonymous: whether the first utterer has a name."`
	Outlet   string   `help:"Outlet that published it."`
	Kind     string   `help:"direct, indirect, mixed, responsibility, document, impersonal or narrated."`
	Stance   string   `help:"say, announce, confirm, deny, warn, accuse, claim, admit, estimate, predict, promise, condemn or ask."`
	Cue      string   `help:"The reporting word as a dictionary has it: قال."`
	Language string   `help:"ar or en."`
	State    string   `help:"new, in_review, confirmed, rejected, duplicate or needs_source."`
	Min      string   `help:"Figures that may be as high as this." placeholder:"NUMBER"`
	Max      string   `help:"Figures that may be as low as this." placeholder:"NUMBER"`
	Unit     string   `help:"Unit of the figure: USD, %, kilometre." `
	Counted  string   `help:"Thing that the figure counts."`
	Relation string   `help:"exact, about, more_than, at_least, less_than, at_most, range or indefinite."`
	From     string   `help:"First day of publication." placeholder:"2020-02-01"`
	To       string   `help:"Last day of publication." placeholder:"2020-02-29"`
	SaidFrom string   `help:"First day on which it may have been said." placeholder:"2020-01-01"`
	SaidTo   string   `help:"Last day on which it may have been said." placeholder:"2020-01-31"`
	Sort     string   `help:"latest or earliest publication first; ${default} by default." default:"latest"`
}

func (c *filters) query() store.Query {
	words := make([]string, len(c.Words))
	for i, w := range c.Words {
		if words[i] = w; strings.ContainsAny(w, " \t") && !strings.Contains(w, `"`) {
			words[i] = `"` + w + `"` // the shell took the marks off
		}
	}
	return store.Query{Text: strings.Join(words, " "), Exact: c.Exact, Entity: c.Entity, Speaker: c.Speaker, Voice: store.Voice(c.Voice), Outlet: c.Outlet,
		Kind: c.Kind, Stance: c.Stance, Cue: c.Cue, Language: c.Language, State: store.State(c.State), FigureMin: isnad.Decimal(c.Min),
		FigureMax: isnad.Decimal(c.Max), Unit: c.Unit, Counted: c.Counted, Relation: isnad.Relation(c.Relation), PublishedFrom: c.From,
		PublishedTo: c.To, SaidFrom: c.SaidFrom, SaidTo: c.SaidTo, Sort: store.Sort(c.Sort)}
}
