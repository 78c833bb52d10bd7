package api_test

import (
	"testing"

	"isnad/pkg/store"
	"isnad/pkg/web/webtest"
)

// Figures may be asked for with the digits that articles have.
func TestDigitsOfQuestions(t *testing.T) {
	l := newLab(t, webtest.Store(t))
	for _, written := range []string{"8500", "8,500", "٨٥٠٠", "٨٬٥٠٠"} {
		page := get[store.Page](l, "/api/v1/claims"+query("min", written, "max", written, "language", "en"))
		if len(page.Rows) != 1 {
			t.Errorf("%s: %d claims", written, len(page.Rows))
		}
	}
	for _, written := range []string{"8,50", "..", "٨٫"} {
		l.ask(422, "GET", "/api/v1/claims"+query("min", written), "")
	}
}
