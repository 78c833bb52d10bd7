package store

import (
	"crypto/sha256"
	"slices"
	"strings"
	"unicode"

	"isnad/pkg/arabic"
	"isnad/pkg/isnad"
)

// MostTerms bounds the different words of one question.
const MostTerms = 100

// mark is what stands around a mark: what a claim is found by that is no text of it. It is a control character, which Folded drops, and
// not NUL, which not every database holds. A mark itself is in capitals, which Folded makes small: nobody's words can be part of it, as
// long as the index tells capitals from small letters.
const mark = "\x1f"

// entityMark gives the mark of an entity, which stands in the SearchText of what mentions it: 48 bits of a hash of its id, four to a letter.
func entityMark(id string) string {
	sum := sha256.Sum256([]byte(id))
	var letters [12]byte
	for i := range letters {
		letters[i] = 'A' + sum[i/2]>>(4*(i%2))&0xf
	}
	return mark + string(letters[:]) + mark
}

// spellingMark gives the mark of a spelling key. It has a beginning that no hash has.
func spellingMark(key string) string { return mark + "Z" + strings.ToUpper(key) + mark }

// SearchText gives what the words of a question are looked for in: the evidence, the speakers, the things counted, the names of what is
// mentioned, all folded, a line each; and marks for entities and for spellings. A question without Exact finds the claim where, of each
// of its Alternatives, one stands here. Only lines that are names of what is mentioned are followed by nothing and stand behind another
// line: so NameMark finds those alone.
func SearchText(r *Row) string {
	var lines, names, marks []string
	add := func(to *[]string, s string) {
		if s != "" && !slices.Contains(*to, s) {
			*to = append(*to, s)
		}
	}
	add(&lines, Folded(r.Claim.Text)+noName)
	for _, name := range r.Speakers() {
		add(&lines, name+noName)
	}
	for i := range r.Figures {
		for _, thing := range r.Figures[i].Counted {
			add(&lines, Folded(thing)+noName)
		}
	}
	for i := range r.Mentions {
		m := &r.Mentions[i]
		name, spelled := Folded(m.Name), Folded(m.Text)
		add(&names, name)
		add(&names, spelled)
		add(&marks, entityMark(m.Entity))
		for _, s := range []string{name, spelled} {
			for _, key := range spellings(s, m.Kind) {
				add(&marks, spellingMark(key))
			}
		}
	}
	return strings.Join(slices.Concat(lines, names, marks), "\n")
}

// noName ends a line that is not the name of something mentioned. No folded text ends so.
const noName = " "

// NameMark gives what stands in the SearchText of claims that mention something of this name, whole.
func NameMark(name string) string { return "\n" + Folded(name) + "\n" }

// IsEntityID tells whether a text has the form of an entity's id: "org/isis", "name1:5ec0…".
func IsEntityID(s string) bool { return strings.HasPrefix(s, "name1:") || strings.Contains(s, "/") }

// leastConsonants are the consonants that a name must have so that only another spelling of it has the same: few names of platforms are
// words of Arabic, but «قطر» would be «قطار», and «سلمان» «سليمان».
var leastConsonants = map[isnad.Kind]int{isnad.Platform: 3, isnad.Organisation: 4, isnad.Place: 4, isnad.Event: 4, isnad.Person: 5}

// spellings gives the spelling keys of a folded name: of the whole, and of its words that are long enough for any kind.
func spellings(name string, kind isnad.Kind) []string {
	least, ok := leastConsonants[kind]
	if !ok || name == "" {
		return nil
	}
	out := []string{}
	add := func(s string, least int) {
		for _, s := range []string{s, strings.TrimPrefix(s, "ال")} {
			if key := arabic.SpellingKey(s, least); key != "" {
				out = append(out, key)
			}
		}
	}
	add(name, least)
	if words := strings.Fields(name); len(words) > 1 {
		for _, w := range words {
			add(w, leastConsonants[isnad.Person])
		}
	}
	return out
}

// Alternatives gives, for each of Terms, the strings of which one must stand in a claim's SearchText: the term itself, the entities that
// it names, its spelling.
func (q Query) Alternatives() [][]string {
	var out [][]string
	known := map[string]bool{}
	for _, term := range q.Terms() {
		if known[term] {
			continue
		}
		known[term] = true
		either := []string{term}
		for _, id := range q.Names[term] {
			either = append(either, entityMark(id))
		}
		for _, key := range arabic.SpellingKeys(term, leastConsonants[isnad.Platform]) {
			either = append(either, spellingMark(key))
		}
		out = append(out, either)
	}
	return out
}

// RawText gives what the words of an exact question are looked for in: the evidence and the names of the speakers as they are spelled, a
// line each.
func RawText(r *Row) string {
	lines := []string{spelled(r.Claim.Text)}
	r.eachSpeaker(func(name string) {
		if name = spelled(name); name != "" && !slices.Contains(lines, name) {
			lines = append(lines, name)
		}
	})
	return strings.Join(lines, "\n")
}

// RawTerms gives the words of Text as they are spelled, each once, and each stretch between double quotation marks as one. All of them
// must stand in a claim's RawText.
func (q Query) RawTerms() []string {
	var out []string
	for _, term := range split(q.Text) {
		if term = spelled(term); term != "" && !slices.Contains(out, term) {
			out = append(out, term)
		}
	}
	return out
}

// spelled gives text with one blank for every run of white space and control characters, and without format marks, which nobody sees.
func spelled(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.FieldsFunc(s, isBlank), " ")
}

func isBlank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// split gives the words of a question, and each stretch between double quotation marks as one. An unclosed mark runs to the end.
func split(text string) []string {
	var out []string
	for i, part := range strings.Split(text, `"`) {
		if i%2 == 0 {
			out = append(out, strings.FieldsFunc(part, isBlank)...)
		} else {
			out = append(out, part)
		}
	}
	return out
}
