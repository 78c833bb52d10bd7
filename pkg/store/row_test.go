package store_test

import (
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
)

// Who reads only what is stated does not take what is denied for what is claimed.
func TestStated(t *testing.T) {
	span := func(start, end int) isnad.Span { return isnad.Span{Start: start, End: end} }
	const evidence = "He denied that it leaked"
	for _, c := range []struct {
		content  isnad.Span
		negation *isnad.Excerpt
		negated  bool
		want     string
		inside   bool
	}{
		{span(15, 24), nil, false, "it leaked", false}, {span(15, 24), &isnad.Excerpt{Span: span(3, 9)}, true, evidence, false}, {span(15, 24), nil, true, evidence, false},
		{span(3, 24), &isnad.Excerpt{Span: span(3, 9)}, true, "denied that it leaked", true}, {span(2, 3), nil, false, evidence, false},
	} {
		r := store.Row{Claim: isnad.Claim{Excerpt: span(0, len(evidence)).Excerpt(evidence), Content: c.content.Excerpt(evidence), Negation: c.negation, Negated: c.negated}}
		if got := r.Stated(); got != c.want || r.NegatedInside() != c.inside {
			t.Errorf("%+v: %q, %v", c, got, r.NegatedInside())
		}
	}
}
