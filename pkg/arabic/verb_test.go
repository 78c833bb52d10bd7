package arabic_test

import (
	"slices"
	"testing"

	"isnad/pkg/arabic"
)

func TestVerbForms(t *testing.T) {
	for _, c := range []struct {
		past, present, participle string
		want                      []string
	}{
		{"قال", "يقول", "قائل", []string{"قال", "قالت", "قالوا", "قالا", "يقول", "تقول", "يقولون", "سيقول", "قائلا", "قائلة", "قائلين"}},
		{"نفى", "ينفي", "نافي", []string{"نفى", "نفت", "نفوا", "نفيا", "ينفي", "ينفون", "نافيا", "نافية", "نافين"}},
		{"دعا", "يدعو", "داعي", []string{"دعا", "دعت", "دعوا", "يدعو", "تدعو", "يدعون", "داعيا"}},
	} {
		var got []string
		for _, f := range arabic.VerbForms(c.past, c.present, c.participle) {
			got = append(got, f.Form)
		}
		for _, w := range c.want {
			if !slices.Contains(got, w) {
				t.Errorf("%s lacks %s: %v", c.past, w, got)
			}
		}
	}
}
