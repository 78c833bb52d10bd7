package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/web/problem"
)

type articleInput struct {
	ID          string `path:"id" maxLength:"500"`
	Extractor   string `query:"extractor" maxLength:"200" doc:"Program of the revision asked for; without it, the current one."`
	Lexicon     string `query:"lexicon" maxLength:"200" doc:"Tables of the revision asked for."`
	IfNoneMatch string `header:"If-None-Match" doc:"ETag of what the caller has already."`
}

// articleOutput is a record, or the word that the caller has it.
type articleOutput struct {
	Status int
	ETag   string `header:"ETag"`
	Body   *isnad.Record
}

type articlesInput struct {
	After int64 `query:"after" minimum:"0" doc:"Number of the last article seen."`
	Limit int   `query:"limit" minimum:"0" doc:"Articles on a page: 50 where it is not given, 1000 at most."`
}

type arrivalList struct {
	Articles []store.Arrival `json:"articles"`
}

type versionList struct {
	Versions []store.Article `json:"versions"`
}

type revisionList struct {
	Revisions []store.Revision `json:"revisions"`
}

func (a *api) articles() {
	handle(a, operation(http.MethodGet, "/articles", "list-articles", "articles", "All articles in the order in which they first came, without their text"),
		func(ctx context.Context, in *articlesInput) (arrivalList, error) {
			limit := in.Limit
			if limit == 0 {
				limit = store.DefaultLimit
			}
			list, err := a.Desk.Articles(ctx, in.After, min(limit, store.MostLimit))
			filled(&list)
			return arrivalList{list}, err
		})
	op := operation(http.MethodGet, "/articles/{id}", "get-article", "articles", "An article and all that was found in it: its record")
	op.Responses = map[string]*huma.Response{"304": {Description: "The caller has it already"}}
	huma.Register(a.huma, op, func(ctx context.Context, in *articleInput) (*articleOutput, error) {
		out, err := a.article(ctx, in)
		if err != nil {
			return nil, a.told(&op, err)
		}
		return out, nil
	})
	handle(a, operation(http.MethodGet, "/articles/{id}/versions", "list-versions", "articles", "The article as its outlet published it from time to time"),
		func(ctx context.Context, in *idInput) (versionList, error) {
			list, err := a.Desk.Versions(ctx, in.ID)
			filled(&list)
			return versionList{list}, err
		})
	handle(a, operation(http.MethodGet, "/articles/{id}/revisions", "list-revisions", "articles", "What every program with every tables read in it, the current one first"),
		func(ctx context.Context, in *idInput) (revisionList, error) {
			list, err := a.Desk.Revisions(ctx, in.ID)
			filled(&list)
			return revisionList{list}, err
		})
}

func (a *api) article(ctx context.Context, in *articleInput) (*articleOutput, error) {
	var r *isnad.Record
	var err error
	switch {
	case in.Extractor == "" && in.Lexicon == "":
		r, err = a.Desk.Record(ctx, in.ID)
	case in.Extractor == "" || in.Lexicon == "":
		err = isnad.Bad("article", "a revision has both an extractor and a lexicon")
	default:
		r, err = a.Desk.Revision(ctx, in.ID, in.Extractor, in.Lexicon)
	}
	if err != nil {
		return nil, err
	}
	// Its name does not tell what a revision holds: a later run of the same program and tables replaces it, with another title perhaps.
	data, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	name := sha256.Sum256(data)
	out := &articleOutput{Status: http.StatusOK, ETag: `"` + hex.EncodeToString(name[:16]) + `"`, Body: r}
	if has(in.IfNoneMatch, out.ETag) {
		out.Status, out.Body = http.StatusNotModified, nil
	}
	return out, nil
}

// has tells whether a header If-None-Match names a tag.
func has(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		if one = strings.TrimPrefix(strings.TrimSpace(one), "W/"); one == tag || one == "*" {
			return true
		}
	}
	return false
}

// taken is the answer to an article that was given in.
type taken struct {
	ID        string `json:"id,omitempty" doc:"Of the article: a hash of its content."`
	SourceID  string `json:"source_id,omitempty" doc:"The caller's own label."`
	Duplicate bool   `json:"duplicate,omitempty" doc:"It was there before; nothing was added."`
	Error     string `json:"error,omitempty" doc:"Of a line: why it was refused."`
}

// take describes POST /articles and hands it to the one who takes articles in.
func (a *api) take(mux *http.ServeMux) {
	op := operation(http.MethodPost, "/articles", "take-article", "articles", "Give an article in. It is answered once the broker has stored it")
	text := func() *huma.MediaType { return &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}} }
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
		"application/json":     {Schema: articleSchema()},
		"application/x-ndjson": text(), "text/html": text(), "text/plain": text(),
	}}
	for _, p := range []string{"id", "outlet", "published", "url", "language", "layout"} {
		op.Parameters = append(op.Parameters, &huma.Param{Name: p, In: "query", Schema: &huma.Schema{Type: huma.TypeString},
			Description: "Fills " + p + " where the article has none."})
	}
	answers := a.huma.OpenAPI().Components.Schemas
	op.Responses = map[string]*huma.Response{"202": {Description: "The broker has it. Of lines there is an answer each", Content: map[string]*huma.MediaType{
		"application/json": {Schema: answers.Schema(reflect.TypeFor[taken](), true, "")}, "application/x-ndjson": text()}}}
	for _, status := range op.Errors {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status), Content: map[string]*huma.MediaType{
			problem.ContentType: {Schema: answers.Schema(reflect.TypeFor[huma.ErrorModel](), true, "")}}}
	}
	a.huma.OpenAPI().AddOperation(&op)
	mux.HandleFunc(op.Method+" "+op.Path, func(w http.ResponseWriter, r *http.Request) {
		if a.Articles == nil {
			problem.Write(w, http.StatusNotFound, "this server takes no articles in: give them to the ingest worker")
			return
		}
		a.Articles.ServeHTTP(w, r)
	})
}

// articleSchema describes an article as a caller gives it in.
func articleSchema() *huma.Schema {
	s := &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{}, Required: []string{"text"}}
	for _, name := range []string{"id", "text", "language", "published", "outlet", "url"} {
		s.Properties[name] = &huma.Schema{Type: huma.TypeString}
	}
	layout := enum(isnad.LayoutPage, isnad.LayoutPlain)
	s.Properties["layout"] = &layout
	return s
}
