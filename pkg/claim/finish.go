package claim

import (
	"strings"

	"isnad/pkg/isnad"
)

// finish makes the claim of a reading.
func (s *search) finish(r *reading) {
	content := s.doc.Span(r.first, r.last)
	if content.Start+r.cut < s.doc.Tokens[r.first].End {
		content.Start += r.cut
	}
	quotes := s.quotations(content)
	kind := s.kind(r, content, quotes)
	if kind == isnad.Direct {
		content = quotes[0].Span
		if s.language == isnad.English && strings.HasSuffix(content.In(s.doc.Article.Text), ",") {
			content.End-- // the comma that English prints inside the marks is the writer's
		}
	}
	src := s.doc.Article.Text
	c := isnad.Claim{Kind: kind, Cue: &isnad.Cue{Excerpt: r.cue.Excerpt(src), Lemma: r.lemma, Stance: r.stance}, Content: content.Excerpt(src),
		Quotes: quotes, Chain: s.chain(r.parties), Rule: r.rule}
	c.ID = isnad.ClaimID(s.doc.Article.ID, r.cue)
	evidence := r.cue.Union(content)
	sentence := s.doc.Sentences[r.sentence].Span
	for _, q := range quotes {
		evidence = evidence.Union(q.Span)
	}
	for _, l := range c.Chain {
		if l.Excerpt != nil && sentence.Contains(l.Span) {
			evidence = evidence.Union(l.Span)
		}
	}
	c.Excerpt = evidence.Excerpt(src)
	if r.said > 0 {
		d := &s.Dates[r.said-1]
		c.SaidOn = &isnad.Period{From: d.From, To: d.To}
	}
	s.link(&c, content)
	s.polarity(&c, r)
	c.Confidence = s.confidence(r)
	c.Worth, c.WorthFor = s.worth(&c, s.Figures)
	s.claims = append(s.claims, c)
}

// quotations gives the outermost quotes in a span that are speech: a quoted name is none, nor is a single word that a name covers.
func (s *search) quotations(content isnad.Span) []isnad.Quotation {
	out := []isnad.Quotation{}
	for n := range s.quotes {
		q := &s.quotes[n]
		if q.Depth > 0 || !content.Contains(q.Inner) || s.namesSomething(q.First, q.Last) {
			continue
		}
		out = append(out, isnad.Quotation{Excerpt: q.Inner.Excerpt(s.doc.Article.Text), Closed: q.Closed})
	}
	return out
}

// kind gives the first kind that fits, in the order of the record's contract.
func (s *search) kind(r *reading, content isnad.Span, quotes []isnad.Quotation) isnad.ClaimKind {
	switch {
	case r.owned:
		return isnad.Responsibility
	case r.impersonal:
		return isnad.Impersonal
	case s.speaksAsDocument(r):
		return isnad.Document
	case len(quotes) == 1 && s.isRim(content, quotes[0].Span):
		return isnad.Direct
	case len(quotes) > 0:
		return isnad.Mixed
	}
	return isnad.Indirect
}

func (s *search) speaksAsDocument(r *reading) bool {
	for _, p := range r.parties {
		if p.role == isnad.RoleDocument {
			return true
		}
	}
	return false
}

// isRim tells whether nothing but the marks of a quotation stands around it in the content.
func (s *search) isRim(content, inner isnad.Span) bool {
	const letters = 1
	words := 0
	first, last := s.doc.TokensIn(content)
	for i := first; i < last; i++ {
		if t := &s.doc.Tokens[i]; (t.Start < inner.Start || t.End > inner.End) && s.words[i].IsWord {
			words += letters
		}
	}
	return words == 0
}

// order gives the place of each role in a chain, from the first utterer to the outlet.
var order = []isnad.LinkRole{isnad.RoleSpeaker, isnad.RoleDocument, isnad.RoleIssuer, isnad.RoleRelay, isnad.RoleRecipient, isnad.RoleMedium}

// chain makes the links of the parties, the outlet last.
func (s *search) chain(parties []party) []isnad.Link {
	out := []isnad.Link{}
	for _, role := range order {
		for _, p := range parties {
			if p.role == role {
				out = append(out, s.linkOf(p))
			}
		}
	}
	if outlet := s.doc.Article.Outlet; outlet != "" {
		out = append(out, isnad.Link{Role: isnad.RoleOutlet, Name: outlet, Named: true, Resolution: isnad.Implicit})
	}
	return out
}

func (s *search) linkOf(p party) isnad.Link {
	l := isnad.Link{Role: p.role, Name: p.name, Title: p.title, Named: p.named, Resolution: p.resolution}
	if p.mention >= 0 {
		n := p.mention
		l.Mention = &n
	}
	if !p.span.Empty() {
		e := p.span.Excerpt(s.doc.Article.Text)
		l.Excerpt = &e
	}
	return l
}

// link fills the indexes of what stands in the content.
func (s *search) link(c *isnad.Claim, content isnad.Span) {
	c.Mentions, c.Figures, c.Dates = []int{}, []int{}, []int{}
	first, last := startingIn(s.Mentions, mentionStart, content)
	for n := first; n < last; n++ {
		if content.Contains(s.Mentions[n].Span) && !s.Mentions[n].Nested {
			c.Mentions = append(c.Mentions, n)
		}
	}
	first, last = startingIn(s.Figures, figureStart, content)
	for n := first; n < last; n++ {
		if content.Contains(s.Figures[n].Number.Span) {
			c.Figures = append(c.Figures, n)
		}
	}
	first, last = startingIn(s.Dates, dateStart, content)
	for n := first; n < last; n++ {
		if content.Contains(s.Dates[n].Span) {
			c.Dates = append(c.Dates, n)
		}
	}
}

// continuesQuote tells whether the sentence in hand stands in a quotation that opened before it: it is somebody's speech.
func (s *search) continuesQuote() bool {
	q := s.inQuote(s.sentence.First)
	return q != nil && q.First < s.sentence.First
}

// narrate adds a claim of the outlet for a sentence that has a figure and no attribution.
func (s *search) narrate() {
	content := s.sentence
	for content.Last > content.First && s.mark(content.Last-1, ".", "!", "؟", "?", "…") {
		content.Last--
	}
	span := s.doc.Span(content.First, content.Last)
	found := false
	first, last := startingIn(s.Figures, figureStart, span)
	for n := first; n < last; n++ {
		found = found || span.Contains(s.Figures[n].Number.Span) && s.Figures[n].Kind != isnad.Ordinal
	}
	if !found {
		return
	}
	e := span.Excerpt(s.doc.Article.Text)
	c := isnad.Claim{Kind: isnad.Narrated, ID: isnad.ClaimID(s.doc.Article.ID, s.sentence.Span), Excerpt: e, Content: e, Quotes: s.quotations(span),
		Chain: s.chain(nil), Rule: "claim/narrated", Confidence: 0.8}
	s.link(&c, span)
	c.Worth, c.WorthFor = s.worth(&c, s.Figures)
	s.claims = append(s.claims, c)
}

// confidence says how sure a reading is: surest with a speaker named on the spot, least with one guessed from before.
func (s *search) confidence(r *reading) float64 {
	sure := 0.75
	for _, p := range r.parties {
		if p.role != isnad.RoleSpeaker && p.role != isnad.RoleDocument {
			continue
		}
		switch {
		case p.resolution == isnad.Explicit && p.named:
			return 0.95
		case p.resolution == isnad.Explicit:
			sure = 0.9
		default:
			sure = 0.8
		}
	}
	return sure
}
