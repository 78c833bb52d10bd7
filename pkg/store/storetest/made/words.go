package made

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"

	"isnad/pkg/isnad"
)

// The number of words and names. They are told by their rank: 0 is the most common one.
const (
	Words    = 30_000
	Entities = 6_000 // Entity 0 stands in a third of all claims
	People   = 3_000
	Outlets  = 60

	platforms = 40 // of the entities: one of every 40, from the most common ones on
	aPlatform = 40
)

// Word gives the word of a rank in a language.
func Word(language string, rank int) string {
	if language == isnad.English {
		return tables().english[rank]
	}
	return tables().arabic[rank]
}

// Outlet gives the name of an outlet.
func Outlet(rank int) string { return tables().outlets[rank] }

// Person gives the name of somebody who is cited.
func Person(rank int) string { return tables().people[rank] }

// Named is an entity that is spoken of.
type Named struct {
	ID        string
	Kind      isnad.Kind
	Name      string
	Spellings []string // as texts have it, Name first
}

// Entity gives an entity.
func Entity(rank int) *Named { return &tables().entities[rank] }

// Platform gives the rank of an entity that is spelled in several ways.
func Platform(n int) int { return aPlatform*(n%platforms+1) - 1 }

// Counted gives the name of a thing counted.
func Counted(n int) string { return countedNouns[n%len(countedNouns)] }

// vocabulary is all words and names.
type vocabulary struct {
	arabic, english, people, personIDs, outlets []string
	entities                                    []Named
}

// tables makes the words when they are first asked for.
var tables = sync.OnceValue(func() *vocabulary {
	v := &vocabulary{arabic: arabicWords(), english: englishWords()}
	v.people, v.outlets = v.names(People, 1, "%s %s"), v.names(Outlets, 2, "صحيفة %s %s")
	for _, name := range v.people {
		v.personIDs = append(v.personIDs, isnad.NameEntity(isnad.Person, name))
	}
	v.entities = v.namedEntities()
	return v
})

// The commonest words are those that join others: they are in nearly every sentence, and short.
const (
	arabicJoints  = "في من على إن أن إلى عن مع هذا التي الذي كان ما لا بعد قبل حتى كما أو هو هي ذلك بين عند كل غير منذ لم قد ثم"
	englishJoints = "the of to in and a that on for is was with by as at it from be has not have are this but an were which will or their"
)

// The letters of roots, the commoner ones more often, and the patterns that words are made of: 1, 2 and 3 are the letters of the root.
const (
	rootLetters = "بببتتجحححخدددذرررررزسسسشصضطظععععغفففقققكككللللممممننننهوي"
)

var patterns = strings.Fields("123 1ا23 م12و3 ت12ي3 12ا3ة ان12ا3 است12ا3 12و3 م1ا23ة أ12ا3 12ي3 م12ا3 ت1ا23 م12 ا1ت2ا3 12ية 12يات م12ين 123ون 1وا23")

func arabicWords() []string {
	r := rand.New(rand.NewPCG(1, 1))
	letters := []rune(rootLetters)
	root := func() *strings.Replacer {
		one := func() string { return string(letters[r.IntN(len(letters))]) }
		return strings.NewReplacer("1", one(), "2", one(), "3", one())
	}
	return distinct(Words, strings.Fields(arabicJoints), func() string { return root().Replace(patterns[r.IntN(len(patterns))]) })
}

func englishWords() []string {
	r := rand.New(rand.NewPCG(2, 2))
	return distinct(Words, strings.Fields(englishJoints), func() string {
		var b strings.Builder
		for range 1 + r.IntN(4) {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		return b.String()
	})
}

var syllables = strings.Fields("ba ber cal con de dis en er fi for ga ing in is ka la le lo ma men mi na ne no or pa per po pre ra re ri ro sa sen si sta ta te ter ti to tor tra u un ver vi wa")

// distinct gives n words of which no two are alike: those that are given, then what next gives.
func distinct(n int, words []string, next func() string) []string {
	known := map[string]bool{}
	out := make([]string, 0, n)
	for _, w := range words {
		known[w] = true
		out = append(out, w)
	}
	for tries := 0; len(out) < n; tries++ {
		w := next()
		if tries > 4*n { // nearly all that can be made are
			w += next()
		}
		if !known[w] {
			known[w] = true
			out = append(out, w)
		}
	}
	return out
}

// names makes n names of two words that are rare in texts.
func (v *vocabulary) names(n int, seed uint64, form string) []string {
	r := rand.New(rand.NewPCG(seed, 3))
	word := func() string { return v.arabic[Words/2+r.IntN(Words/2)] }
	return distinct(n, nil, func() string {
		return strings.Replace(strings.Replace(form, "%s", word(), 1), "%s", word(), 1)
	})
}

// namedEntities makes the entities: organisations and places, persons, and platforms that are spelled in several ways.
func (v *vocabulary) namedEntities() []Named {
	organisations, others := v.names(Entities, 4, "هيئة %s %s"), v.names(Entities, 5, "%s %s")
	r := rand.New(rand.NewPCG(6, 6))
	out := make([]Named, Entities)
	made := 0
	for i := range out {
		e := &out[i]
		switch {
		case i%aPlatform == aPlatform-1 && made < platforms:
			made++
			e.Kind, e.Spellings = isnad.Platform, spellings(r)
		case i%3 == 0:
			e.Kind, e.Spellings = isnad.Organisation, []string{organisations[i]}
		case i%3 == 1:
			e.Kind, e.Spellings = isnad.Place, []string{others[i]}
		default:
			e.Kind, e.Spellings = isnad.Person, []string{others[i]}
		}
		e.Name = e.Spellings[0]
		if e.ID = isnad.NameEntity(e.Kind, e.Name); i < Entities/4 { // those that a lexicon holds
			e.ID = string(e.Kind) + "/made-" + strconv.Itoa(i)
		}
	}
	return out
}

// spellings gives a foreign name in several spellings.
func spellings(r *rand.Rand) []string {
	c := []rune("بتدرزسفلمن")
	r.Shuffle(len(c), func(i, j int) { c[i], c[j] = c[j], c[i] })
	in := strings.NewReplacer("1", string(c[0]), "2", string(c[1]), "3", string(c[2]), "4", string(c[3]))
	return []string{in.Replace("1ي23غو4"), in.Replace("123ج4"), in.Replace("1ي2ي3قو4")}
}
