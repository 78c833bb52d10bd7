package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"isnad/pkg/corpus"
)

// sharedDir gives the folder of shared development data.
func sharedDir(t testing.TB) string { return corpus.Shared(t, "../../../shared") }

// evaluate scores the extract command against gold articles, with the least that each measure may be, and logs the scores.
func evaluate(t *testing.T, group, articles string, bars ...string) {
	t.Helper()
	args := []string{filepath.Join(sharedDir(t), "tools/evaluate.py"), group, articles, "--bin", os.Args[0] + " extract --jsonl"}
	for _, bar := range bars {
		name, _, _ := strings.Cut(bar, "=")
		if strings.HasSuffix(name, "must_not") || strings.HasPrefix(name, "program.") {
			args = append(args, "--max", bar)
		} else {
			args = append(args, "--min", bar)
		}
	}
	cmd := exec.Command("python3", args...)
	cmd.Env = append(os.Environ(), programEnv+"=isnad")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
		return
	}
	for line := range strings.SplitSeq(string(out), "\n") {
		if strings.HasPrefix(line, group+".") && !strings.Contains(line, ".mean") {
			t.Log(line)
		}
	}
}

// The sample article reaches the bar.
func TestSampleScores(t *testing.T) {
	evaluate(t, "seed", filepath.Join(sharedDir(t), "seed"), "seed.names.f1=98", "seed.figures.f1=100", "seed.dates.f1=100", "seed.claims.f1=98",
		"seed.zones=100", "seed.must_not=0", "program.violations=0", "program.missing=0", "program.errors=0", "program.crashes=0")
}

// The gold articles of others and our own do not fall behind what they reached.
func TestArticlesScores(t *testing.T) {
	t.Run("shared", func(t *testing.T) {
		evaluate(t, "articles", filepath.Join(sharedDir(t), "data/articles"), "articles.zones=99", "articles.names.f1=98", "articles.figures.f1=98",
			"articles.dates.f1=98", "articles.claims.f1=97", "program.violations=0", "program.missing=0", "program.errors=0", "program.crashes=0")
	})
	t.Run("own", func(t *testing.T) {
		evaluate(t, "articles", "../../testdata/gold", "articles.zones=98", "articles.names.f1=90", "articles.figures.f1=92",
			"articles.dates.f1=96", "articles.claims.f1=91", "program.violations=0", "program.missing=0", "program.errors=0", "program.crashes=0")
	})
	t.Run("blind", func(t *testing.T) {
		evaluate(t, "articles", "../../testdata/gold2", "articles.names.f1=86", "articles.figures.f1=92", "articles.dates.f1=94", "articles.claims.f1=95",
			"articles.claims.whole=78", "program.violations=0", "program.missing=0", "program.errors=0", "program.crashes=0")
	})
	t.Run("blind3", func(t *testing.T) {
		evaluate(t, "articles", "../../testdata/gold3", "articles.names.f1=86", "articles.figures.f1=95", "articles.dates.f1=96", "articles.claims.f1=94",
			"articles.claims.whole=75", "program.violations=0", "program.missing=0", "program.errors=0", "program.crashes=0")
	})
	t.Run("names", func(t *testing.T) {
		evaluate(t, "articles", "../../testdata/gold-names", "articles.names.f1=88", "articles.entities.consistent=97", "program.violations=0",
			"program.missing=0", "program.errors=0", "program.crashes=0")
		evaluate(t, "articles", "../../testdata/gold-names2", "articles.names.f1=83", "program.violations=0", "program.missing=0", "program.errors=0",
			"program.crashes=0")
	})
}

// The sample goes through ingest, extract and sink, and its claims are printed with speaker and figures.
func TestRunPrintsTheSample(t *testing.T) {
	cmd := exec.Command(os.Args[0], "run", "--data", t.TempDir(), "--published", "2020-02-10", "--outlet", "ديارنا", filepath.Join(sharedDir(t), "seed/article.txt"))
	cmd.Env = append(os.Environ(), programEnv+"=isnad")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range [][]string{
		{"- يوروبول →", "about 26000"}, {"- فاضل أبو رغيف (", "about 2000"}, {"- فاضل أبو رغيف (", "22000"},
		{"- موظف في تيك توك → وكالة الصحافة الفرنسية [recipient] →", "about 10"},
	} {
		if !oneClaimHas(string(out), want) {
			t.Errorf("no claim with %q in\n%s", want, out)
		}
	}
}

// oneClaimHas tells whether one block of the summary holds all the words.
func oneClaimHas(out string, words []string) bool {
	for block := range strings.SplitSeq(out, "\n\n") {
		n := 0
		for _, w := range words {
			if strings.Contains(block, w) {
				n++
			}
		}
		if n == len(words) {
			return true
		}
	}
	return false
}
