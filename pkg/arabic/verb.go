package arabic

import "strings"

// Aspect tells which of a verb's parts a form is made from.
type Aspect uint8

// The aspects.
const (
	Past Aspect = iota
	Present
	Participle // active, used as a circumstance: قائلا، مضيفة، مؤكدين
)

// Agreement is the gender and number that a form shows.
type Agreement struct {
	Feminine bool
	Plural   bool // also dual
}

// VerbForm is one inflected form of a verb, in the third person.
type VerbForm struct {
	Form   string
	Aspect Aspect
	Agreement
}

// VerbForms makes the forms of the third person from a verb's parts: the past («نفى»), the present («ينفي») and the active participle
// («ناف» or «نافي», bare). A part may be blank. Weak final letters give way to the endings as the grammar has it (نفى، نفت، نفوا). Forms
// without vowel marks stand for the passive too (ذُكر، يُذكر).
func VerbForms(past, present, participle string) []VerbForm {
	var out []VerbForm
	add := func(a Aspect, feminine, plural bool, forms ...string) {
		for _, f := range forms {
			out = append(out, VerbForm{f, a, Agreement{feminine, plural}})
		}
	}
	if past != "" {
		weak := strings.TrimSuffix(strings.TrimSuffix(past, "ى"), "ا")
		add(Past, false, false, past)
		add(Past, true, false, weak+"ت")
		add(Past, false, true, weak+"وا", dualPast(past))
		add(Past, true, true, weak+"تا", strings.TrimSuffix(past, "ى")+"ن")
	}
	if stem, ok := strings.CutPrefix(present, "ي"); ok {
		weak := stem
		for _, w := range [...]string{"ي", "ى", "و"} {
			weak = strings.TrimSuffix(weak, w)
		}
		add(Present, false, false, present, "س"+present)
		add(Present, true, false, "ت"+stem, "ست"+stem)
		add(Present, false, true, "ي"+weak+"ون", "ي"+weak+"وا", "ي"+strings.TrimSuffix(stem, "ى")+"ان")
		add(Present, true, true, "ت"+strings.TrimSuffix(stem, "ى")+"ان")
	}
	if participle != "" {
		weak := strings.TrimSuffix(participle, "ي")
		add(Participle, false, false, participle+"ا")
		add(Participle, true, false, participle+"ة")
		add(Participle, false, true, weak+"ين", weak+"ون", participle+"ان")
		add(Participle, true, true, participle+"ات", participle+"تين")
	}
	return out
}

func dualPast(past string) string {
	if weak, ok := strings.CutSuffix(past, "ى"); ok {
		return weak + "يا"
	}
	if weak, ok := strings.CutSuffix(past, "ا"); ok {
		return weak + "وا"
	}
	return past + "ا"
}
