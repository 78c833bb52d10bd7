package isnad

import (
	"fmt"
	"unicode/utf8"
)

// Validate tells whether the record keeps its contract: the schema and ids are there, every span lies in the text on rune edges and
// repeats what stands there, a figure contains its number, evidence contains cue and content, and indexes point into the lists. The
// error is a BadInput whose place names the article and the part.
func (r *Record) Validate() error {
	v := validator{text: r.Article.Text, article: r.Article.ID}
	v.check(r.Schema == Schema, "schema", "is %q, not %q", r.Schema, Schema)
	v.check(r.Extractor != "" && r.Lexicon != "", "extractor", "extractor or lexicon is blank")
	v.check(utf8.ValidString(v.text), "article.text", "is not UTF-8")
	v.check(r.Article.SHA256 == sha256Hex(v.text), "article.sha256", "is not that of the text")
	v.check(r.Article.ID == ArticleID(r.Article.Outlet, r.Article.URL, r.Article.Published, v.text), "article.id", "is not that of the article")
	for i, z := range r.Article.Zones {
		v.span(fmt.Sprintf("zones[%d]", i), z.Span)
	}
	for i := range r.Mentions {
		m := &r.Mentions[i]
		at := fmt.Sprintf("mentions[%d]", i)
		v.excerpt(at, &m.Excerpt)
		v.excerpt(at+".extended", m.Extended)
		v.check(m.Entity != "" && m.Kind != "" && m.Name != "", at, "lacks entity, kind or name")
	}
	for i := range r.Figures {
		f := &r.Figures[i]
		at := fmt.Sprintf("figures[%d]", i)
		v.excerpt(at, &f.Excerpt)
		v.excerpt(at+".number", &f.Number)
		v.check(f.Contains(f.Number.Span), at, "does not contain its number")
	}
	for i := range r.Dates {
		v.excerpt(fmt.Sprintf("dates[%d]", i), &r.Dates[i].Excerpt)
	}
	for i := range r.Claims {
		v.claim(fmt.Sprintf("claims[%d]", i), &r.Claims[i], r)
	}
	if v.err != nil {
		return v.err
	}
	return nil
}

// validator keeps the first fault.
type validator struct {
	text    string
	article string
	err     *BadInput
}

func (v *validator) check(ok bool, at, format string, args ...any) {
	if !ok && v.err == nil {
		v.err = Bad("article "+v.article+" "+at, format, args...)
	}
}

func (v *validator) span(at string, s Span) bool {
	in := 0 <= s.Start && s.Start <= s.End && s.End <= len(v.text)
	v.check(in, at, "span %d–%d lies outside the text of %d bytes", s.Start, s.End, len(v.text))
	if !in {
		return false
	}
	edges := (s.Start == len(v.text) || utf8.RuneStart(v.text[s.Start])) && (s.End == len(v.text) || utf8.RuneStart(v.text[s.End]))
	v.check(edges, at, "span %d–%d is not on rune edges", s.Start, s.End)
	return edges
}

func (v *validator) excerpt(at string, e *Excerpt) {
	if e != nil && v.span(at, e.Span) {
		v.check(e.In(v.text) == e.Text, at, "span %d–%d does not give its text", e.Start, e.End)
	}
}

func (v *validator) claim(at string, c *Claim, r *Record) {
	v.excerpt(at, &c.Excerpt)
	v.excerpt(at+".content", &c.Content)
	v.check(c.Contains(c.Content.Span), at, "evidence does not contain the content")
	if c.Cue != nil {
		v.excerpt(at+".cue", &c.Cue.Excerpt)
		v.check(c.Contains(c.Cue.Span), at, "evidence does not contain the cue")
	}
	v.excerpt(at+".negation", c.Negation)
	for i := range c.Quotes {
		v.excerpt(fmt.Sprintf("%s.quotes[%d]", at, i), &c.Quotes[i].Excerpt)
	}
	for i := range c.Modality {
		v.excerpt(fmt.Sprintf("%s.modality[%d]", at, i), &c.Modality[i].Excerpt)
	}
	for i := range c.Chain {
		l := &c.Chain[i]
		v.excerpt(fmt.Sprintf("%s.chain[%d]", at, i), l.Excerpt)
		v.check(l.Mention == nil || 0 <= *l.Mention && *l.Mention < len(r.Mentions), at, "a link points to no mention")
	}
	for _, list := range []struct {
		indexes []int
		n       int
	}{{c.Mentions, len(r.Mentions)}, {c.Figures, len(r.Figures)}, {c.Dates, len(r.Dates)}} {
		for _, i := range list.indexes {
			v.check(0 <= i && i < list.n, at, "index %d points to nothing", i)
		}
	}
}
