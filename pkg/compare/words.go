package compare

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
)

//go:embed words.tsv
var wordTable string

// vocabulary is words.tsv: words as bare gives them.
type vocabulary struct {
	deed  map[string]string // word to deed
	grows map[string]bool   // deeds of which a count grows
	toll  map[string]bool
	part  map[string]bool
	stop  map[string]bool
	city  map[string]bool
}

var words = readWords(wordTable)

func readWords(table string) vocabulary {
	v := vocabulary{map[string]string{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(cells) != 4 || cells[0] == "class" {
			continue
		}
		for form := range strings.SplitSeq(cells[3], "|") {
			w := bare(strings.TrimSpace(form))
			switch cells[0] {
			case "toll":
				v.toll[w] = true
			case "part":
				v.part[w] = true
			case "city":
				v.city[strings.TrimSpace(form)] = true
			case "stop":
				v.stop[w] = true
			default:
				v.deed[w] = cells[0]
				v.grows[cells[0]] = v.grows[cells[0]] || cells[2] == "yes"
			}
		}
	}
	return v
}

// bare gives a word folded and without the article and proclitics: at least three letters of it stay.
func bare(word string) string {
	w := arabic.Fold(word)
	if r, _ := utf8.DecodeRuneInString(w); !arabic.IsLetter(r) {
		return w
	}
	for _, p := range [...]string{"و", "ف", "ب", "ل", "ك", "ال"} {
		rest, cut := strings.CutPrefix(w, p)
		// A single letter is cut only before the article, or where a deed stands behind it: it may belong to the word.
		if !cut || utf8.RuneCountInString(rest) < 3 {
			continue
		}
		if p == "ال" || strings.HasPrefix(rest, "ال") || p == "ل" && strings.HasPrefix(rest, "ل") {
			w = rest
		}
	}
	return w
}

// deedOf gives the deed that a bare word speaks of.
func (v *vocabulary) deedOf(w string) string {
	if d := v.deed[w]; d != "" {
		return d
	}
	for _, p := range [...]string{"و", "ف", "ب", "ل"} {
		if rest, cut := strings.CutPrefix(w, p); cut {
			return v.deed[rest]
		}
	}
	return ""
}

// isStop tells whether a bare word is never a topic, with or without a preposition before it.
func (v *vocabulary) isStop(w string) bool {
	if v.stop[w] {
		return true
	}
	for _, p := range [...]string{"و", "ف", "ب", "ل"} {
		if rest, cut := strings.CutPrefix(w, p); cut && v.stop[rest] {
			return true
		}
	}
	return false
}

// isToll tells whether a bare word speaks of a toll or its growth.
func (v *vocabulary) isToll(w string) bool {
	return v.toll[w] || strings.HasPrefix(w, "و") && v.toll[strings.TrimPrefix(w, "و")]
}

// weak are the Arabic letters of which forms are made: what is left without them is much the same in «شارك», «تشارك» and «مشاركة».
const weak = "اويتمنه"

// englishRoot is the number of letters by which English words are compared: "participants" and "participating" meet.
const englishRoot = 5

// root gives the form of a bare word under which topics meet: rough, for it is asked only of words around two figures that have all else
// in common.
func root(w string) string {
	if w[0] < utf8.RuneSelf {
		for _, s := range [...]string{"ing", "ed", "es", "s"} {
			if rest, cut := strings.CutSuffix(w, s); cut && len(rest) >= 3 {
				w = rest
				break
			}
		}
		return w[:min(len(w), englishRoot)]
	}
	strong := strings.Map(func(r rune) rune {
		if strings.ContainsRune(weak, r) {
			return -1
		}
		return r
	}, w)
	if utf8.RuneCountInString(strong) < 2 {
		return w
	}
	return strong
}

// word is a word of a claim, by its place in the article.
type word struct {
	isnad.Span
	bare  string
	stop  bool // a sentence ends before it
	comma bool // a comma stands before it
}

// split gives the words of a claim.
func split(e isnad.Excerpt) []word {
	var out []word
	stop, comma, start := false, false, -1
	add := func(end int) {
		if start >= 0 {
			out = append(out, word{isnad.Span{Start: e.Start + start, End: e.Start + end}, bare(e.Text[start:end]), stop, comma})
			stop, comma, start = false, false, -1
		}
	}
	for i, r := range e.Text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) {
			if start < 0 {
				start = i
			}
			continue
		}
		add(i)
		switch r {
		case '.', '!', '?', arabic.Question, arabic.Semicolon, ';', '\n':
			stop = true
		case ',', arabic.Comma:
			comma = true
		}
	}
	add(len(e.Text))
	return out
}
