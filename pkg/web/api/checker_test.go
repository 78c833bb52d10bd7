//go:build !race

package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/errors"
)

// checker holds documents and answers to OpenAPI.
type checker struct{ validator.Validator }

func newChecker(t testing.TB, document []byte) checker {
	t.Helper()
	doc, err := libopenapi.NewDocument(document)
	if err != nil {
		t.Fatal(err)
	}
	v, errs := validator.NewValidator(doc)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return checker{v}
}

// document gives what is wrong with the document.
func (c checker) document() []string {
	_, errs := c.ValidateDocument()
	return told(errs)
}

// answer gives what the document has against an answer.
func (c checker) answer(request *http.Request, response *http.Response) []string {
	_, errs := c.ValidateHttpResponse(request, response)
	return told(errs)
}

func told(errs []*errors.ValidationError) (out []string) {
	for _, e := range errs {
		out = append(out, e.Message+": "+e.Reason)
		for _, s := range e.SchemaValidationErrors {
			out = append(out, fmt.Sprintf("  %s: %s", s.KeywordLocation, s.Reason))
		}
	}
	return out
}
