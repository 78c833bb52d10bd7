package entity

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every rule that the sources name is explained, and no other.
func TestEveryRuleIsExplained(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{"names.model": true}
	for _, f := range files {
		if f == "explain.go" || strings.HasSuffix(f, "_test.go") {
			continue
		}
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(entity/[a-z+]+)"`).FindAllStringSubmatch(string(src), -1) {
			named[m[1]] = true
			if Explain(m[1]) == "" {
				t.Errorf("%s: %s has no explanation", f, m[1])
			}
		}
	}
	for rule := range explanations {
		if !named[rule] {
			t.Errorf("%s is explained and no rule", rule)
		}
	}
}
