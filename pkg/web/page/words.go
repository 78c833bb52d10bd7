package page

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode/utf8"

	"isnad/pkg/isnad"
)

//go:embed words.tsv
var wordsTable string

// words are what the pages say: by key, by language.
var words = readWords(wordsTable)

func readWords(table string) map[string]map[string]string {
	out := map[string]map[string]string{}
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(cells) != 3 {
			continue
		}
		out[cells[0]] = map[string]string{isnad.Arabic: cells[1], isnad.English: cells[2]}
	}
	return out
}

// tongue is the language of a page.
type tongue string

// T says what stands under a key, with what belongs in its places.
func (t tongue) T(key string, args ...any) string {
	s, ok := words[key][string(t)]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return s
	}
	return fmt.Sprintf(s, args...)
}

// Label names a value of an enumeration; one without a name stands for itself.
func (t tongue) Label(enum string, value any) string {
	v := fmt.Sprint(value)
	if s, ok := words[enum+"."+v][string(t)]; ok {
		return s
	}
	return v
}

// Lang is its code.
func (t tongue) Lang() string { return string(t) }

// OtherLang is the code of the language that one can switch to.
func (t tongue) OtherLang() string {
	if t == isnad.English {
		return isnad.Arabic
	}
	return isnad.English
}

// Dir is the direction of the language.
func (t tongue) Dir() string {
	if t == isnad.English {
		return "ltr"
	}
	return "rtl"
}

// Arrow leads from who said something to who passed it on.
func (t tongue) Arrow() string {
	if t == isnad.English {
		return "→"
	}
	return "←"
}

// Comma stands between the parts of a list.
func (t tongue) Comma() string {
	if t == isnad.English {
		return ", "
	}
	return "، "
}

const briefID = 12

// What templates ask for beside words.

// Grouped writes a number with its thousands parted.
func (tongue) Grouped(d isnad.Decimal) string { return grouped(d) }

// Brief gives the beginning of an id, enough to tell two apart.
func (tongue) Brief(id string) string {
	return string([]rune(id)[:min(utf8.RuneCountInString(id), briefID)])
}

// Doubtful tells whether a name of this confidence is uncertain.
func (tongue) Doubtful(confidence float64) bool { return confidence < sureName }

// EntityOf leads to an entity.
func (tongue) EntityOf(id string) string { return entityPage(id) }

// ArticleOf leads to an article.
func (tongue) ArticleOf(id string) string { return articlePage(id) }
