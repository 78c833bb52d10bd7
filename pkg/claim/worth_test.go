package claim_test

import (
	"slices"
	"testing"

	"isnad/pkg/claim"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// What a claim is worth rests on the features that it lists, and a claim with more to check is worth more.
func TestWorth(t *testing.T) {
	worth := func(s string) isnad.Claim {
		t.Helper()
		f := languages()[isnad.Arabic]
		d := text.Parser{}.Parse(&isnad.Article{ID: "a", Outlet: "منبر", Language: isnad.Arabic, Text: s})
		at := len("قال وزير الزراعة فؤاد حداد إن المحصول بلغ ")
		figures := []isnad.Figure{}
		if len(s) > at+3 && s[at] >= '0' && s[at] <= '9' {
			span := isnad.Span{Start: at, End: at + 3}
			figures = append(figures, isnad.Figure{Excerpt: span.Excerpt(s), Number: span.Excerpt(s), Kind: isnad.Count})
		}
		claims := f.claims.Find(d, claim.Found{Mentions: f.names.Find(d), Figures: figures})
		if len(claims) != 1 {
			t.Fatalf("%s: %d claims", s, len(claims))
		}
		return claims[0]
	}
	figure := worth("قال وزير الزراعة فؤاد حداد إن المحصول بلغ 900 طن.")
	plain := worth("قال وزير الزراعة فؤاد حداد إن المحصول وفير.")
	nobody := worth("قال مسؤول إن المحصول وفير.")
	opinion := worth("ندد وزير الزراعة فؤاد حداد بالاحتكار.")
	future := worth("توقع وزير الزراعة فؤاد حداد أن يكون المحصول وفيرا.")
	for _, c := range []struct {
		claim isnad.Claim
		want  []string
		score float64
	}{
		{figure, []string{"figure", "speaker"}, 0.65},
		{plain, []string{"speaker"}, 0.35},
		{nobody, []string{"anonymous"}, 0.15},
		{opinion, []string{"speaker", "opinion"}, 0.2},
		{future, []string{"speaker", "future"}, 0.15},
	} {
		if !slices.Equal(c.claim.WorthFor, c.want) || c.claim.Worth != c.score {
			t.Errorf("%s: %v for %v, want %v for %v", c.claim.Text, c.claim.Worth, c.claim.WorthFor, c.score, c.want)
		}
	}
}
