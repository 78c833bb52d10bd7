package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"isnad/pkg/compare"
	"isnad/pkg/desk"
	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// claimsInput describes the parameters of a question; store.ParseQuery reads them.
type claimsInput struct {
	Text     string          `query:"q" maxLength:"1000" doc:"Words that all stand in the evidence, in the speaker's name or in names mentioned, as parts of words too, however they are spelled. \"…\" keeps words together." example:"\"وزارة الصحة\" مصاب"`
	Exact    string          `query:"exact" enum:"1,true,on,0,false" doc:"The words of q stand there as they are spelled, hamza and vowel marks too." example:"1"`
	Entity   string          `query:"entity" maxLength:"500" doc:"Id or name of an entity that the claim mentions." example:"org/isis"`
	Speaker  string          `query:"speaker" maxLength:"500" doc:"Part of the name of who says it: a speaker, a document, its issuer." example:"الكعبي"`
	Voice    store.Voice     `query:"voice" doc:"Whether the first utterer has a name."`
	Outlet   string          `query:"outlet" maxLength:"500" doc:"Outlet that published it." example:"ديارنا"`
	Kind     isnad.ClaimKind `query:"kind" doc:"The way it is said."`
	Stance   isnad.Stance    `query:"stance" doc:"The attitude that the reporting word gives the speaker."`
	Cue      string          `query:"cue" maxLength:"200" doc:"The reporting word, as a dictionary has it." example:"قال"`
	Language string          `query:"language" enum:"ar,en" doc:"Language of the article."`
	State    store.State     `query:"state" doc:"What people think of it."`
	Min      string          `query:"min" maxLength:"60" pattern:"^[-+−0-9٠-٩۰-۹.,٬٫]+$" doc:"A figure that may be as high as this. min, max, unit, counted and relation speak of one and the same figure. Digits may be Arabic, thousands parted by commas." example:"1000"`
	Max      string          `query:"max" maxLength:"60" pattern:"^[-+−0-9٠-٩۰-۹.,٬٫]+$" doc:"A figure that may be as low as this." example:"5000"`
	Unit     string          `query:"unit" maxLength:"100" doc:"Unit of the figure." example:"USD"`
	Counted  string          `query:"counted" maxLength:"500" doc:"Part of the name of the thing that the figure counts." example:"شخص"`
	Relation isnad.Relation  `query:"relation" doc:"How the figure stands to the fact."`
	From     string          `query:"from" format:"date" doc:"First day of publication; articles without a day are left out." example:"2020-02-01"`
	To       string          `query:"to" format:"date" doc:"Last day of publication." example:"2020-02-29"`
	SaidFrom string          `query:"said_from" format:"date" doc:"First day on which it may have been said; claims that tell none are left out." example:"2020-01-01"`
	SaidTo   string          `query:"said_to" format:"date" doc:"Last day on which it may have been said." example:"2020-01-31"`
	Article  string          `query:"article" maxLength:"100" doc:"Id of an article."`
	Claim    string          `query:"claim" maxLength:"100" doc:"Id of a claim."`
	Since    int64           `query:"since" minimum:"0" doc:"Only articles that came in after the one of this number: see latest in the statistics."`
	Sort     store.Sort      `query:"sort" doc:"By day of publication: the latest first, which is usual, or the earliest."`
	Limit    int             `query:"limit" minimum:"0" doc:"Claims on a page: 50 where it is not given, 1000 at most." example:"100"`
	Cursor   string          `query:"cursor" maxLength:"500" doc:"The page behind this one: next of the page before. Rows that arrive meanwhile move nothing."`

	query store.Query
}

// Resolve reads the question.
func (in *claimsInput) Resolve(ctx huma.Context) []error {
	u := ctx.URL()
	var err error
	if in.query, err = store.ParseQuery(u.Query()); err != nil {
		return []error{err}
	}
	return nil
}

var _ huma.Resolver = (*claimsInput)(nil)

type idInput struct {
	ID string `path:"id" maxLength:"500"`
}

type compareInput struct {
	Entity  string `query:"entity" maxLength:"500" doc:"Id, or part of the name, of an entity that the figures are about." example:"place/iraq"`
	Counted string `query:"counted" maxLength:"500" doc:"Part of the name of the thing counted." example:"قتيل"`
	Unit    string `query:"unit" maxLength:"100" doc:"Unit of the figures." example:"USD"`
	From    string `query:"from" format:"date" doc:"First day of publication." example:"2020-02-01"`
	To      string `query:"to" format:"date" doc:"Last day of publication." example:"2020-02-29"`
	Single  bool   `query:"single" doc:"Groups of one voice too."`
	Most    int    `query:"most" minimum:"0" maximum:"2000" doc:"Articles that are read, the latest ones: 500 where it is not given." example:"1000"`
}

// groups is an answer of compared figures.
type groups struct {
	Groups []compare.Group `json:"groups"`
}

func (a *api) claims() {
	handle(a, operation(http.MethodGet, "/claims", "list-claims", "claims", "Claims that answer a question, page by page"),
		func(ctx context.Context, in *claimsInput) (store.Page, error) {
			page, err := a.Desk.Claims(ctx, a.Desk.Ask(in.query))
			filled(&page.Rows)
			for i := range page.Rows {
				tidy(&page.Rows[i])
			}
			return page, err
		})
	handle(a, operation(http.MethodGet, "/claims/counts", "count-claims", "claims", "How many claims answer a question, by what it can be narrowed to"),
		func(ctx context.Context, in *claimsInput) (store.Counts, error) {
			c, err := a.Desk.Count(ctx, a.Desk.Ask(in.query))
			for _, list := range []*[]store.Tally{&c.Outlets, &c.Kinds, &c.Stances, &c.Languages, &c.States} {
				filled(list)
			}
			return c, err
		})
	handle(a, operation(http.MethodGet, "/claims/{id}", "get-claim", "claims", "A claim"),
		func(ctx context.Context, in *idInput) (store.Row, error) {
			row, err := a.Desk.Claim(ctx, in.ID)
			tidy(&row)
			return row, err
		})
	handle(a, operation(http.MethodGet, "/claims/{id}/similar", "similar-claims", "claims", "Where else the figures of a claim are told, and whether they agree"),
		func(ctx context.Context, in *idInput) (groups, error) {
			g, err := a.Desk.Similar(ctx, in.ID)
			filled(&g)
			return groups{g}, err
		})
	handle(a, operation(http.MethodGet, "/compare", "compare-figures", "claims", "Figures of different articles that speak of one fact: those that disagree first"),
		func(ctx context.Context, in *compareInput) (desk.Comparison, error) {
			return a.Desk.Compare(ctx, desk.CompareQuery(*in))
		})
	handle(a, operation(http.MethodGet, "/stats", "get-stats", "claims", "How much is there"),
		func(ctx context.Context, _ *struct{}) (store.Stats, error) {
			s, err := a.Desk.Stats(ctx)
			filled(&s.Outlets)
			filled(&s.Languages)
			return s, err
		})
}

// filled makes a list that is null in JSON an empty one.
func filled[T any](list *[]T) {
	if *list == nil {
		*list = []T{}
	}
}

// tidy fills the lists of a claim that the schema of records wants to be there.
func tidy(r *store.Row) {
	c := &r.Claim
	for _, list := range []*[]int{&c.Mentions, &c.Figures, &c.Dates} {
		filled(list)
	}
	filled(&c.Quotes)
}
