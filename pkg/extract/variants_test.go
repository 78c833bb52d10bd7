package extract_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"isnad/pkg/isnad"
)

// The same article is printed with vowel marks, stretched letters, Windows line ends or direction marks: its claims stay the same, and
// every span gives the text that stands there.
func TestClaimsOfTheSameTextPrintedOtherwise(t *testing.T) {
	files, err := filepath.Glob("../../testdata/gold*/text/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d texts, %v", len(files), err)
	}
	variants := map[string]func(string) string{
		"vowel marks":       func(s string) string { return between(s, "\u064e", 5) },
		"stretched letters": func(s string) string { return between(s, "\u0640", 7) },
		"Windows line ends": func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"direction marks":   marked,
	}
	x, read := shared(), 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		if !strings.ContainsRune(text, 'ة') {
			continue // English has none of these but the line ends
		}
		plain := claimsOf(t, x.Extract(&isnad.Article{ID: "a", Language: isnad.Arabic, Text: text}))
		for name, print := range variants {
			got := claimsOf(t, x.Extract(&isnad.Article{ID: "a", Language: isnad.Arabic, Text: print(text)}))
			read += len(got)
			if !slices.Equal(got, plain) {
				t.Errorf("%s with %s:\n\tgot  %s\n\twant %s", filepath.Base(file), name, differing(got, plain), differing(plain, got))
			}
		}
	}
	const least = 1000
	if read < least {
		t.Errorf("only %d claims were compared", read)
	}
}

// between puts a mark behind every nth letter that another Arabic letter follows.
func between(s, mark string, n int) string {
	var b strings.Builder
	runes := []rune(s)
	count := 0
	for i, r := range runes {
		b.WriteRune(r)
		joins := i+1 < len(runes) && unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r) && unicode.Is(unicode.Arabic, runes[i+1]) && unicode.IsLetter(runes[i+1])
		if count++; joins && count%n == 0 {
			b.WriteString(mark)
		}
	}
	return b.String()
}

// marked puts direction marks around quotation marks and behind commas, as editors do.
func marked(s string) string {
	return strings.NewReplacer("«", "\u200f«", "»", "»\u200f", "،", "،\u200f", "\"", "\u200f\"").Replace(s)
}

// claimsOf writes the claims down without the marks, and checks that spans give their texts.
func claimsOf(t *testing.T, r *isnad.Record) []string {
	t.Helper()
	var out []string
	check := func(e isnad.Excerpt) {
		if e.In(r.Article.Text) != e.Text {
			t.Errorf("a span does not give its text: %q, %q", e.In(r.Article.Text), e.Text)
		}
	}
	for _, c := range r.Claims {
		line := string(c.Kind)
		check(c.Excerpt)
		check(c.Content)
		if c.Cue != nil {
			check(c.Cue.Excerpt)
			line += " " + c.Cue.Lemma
		}
		for _, l := range c.Chain {
			if l.Excerpt != nil {
				check(*l.Excerpt)
			}
			line += " " + string(l.Role) + "=" + bare(l.Name)
		}
		out = append(out, line+" «"+bare(c.Content.Text)+"»")
	}
	return out
}

func bare(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) || r == 'ـ' {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// differing gives the first line of a that b has not.
func differing(a, b []string) string {
	for _, line := range a {
		if !slices.Contains(b, line) {
			return line
		}
	}
	return "(order)"
}
