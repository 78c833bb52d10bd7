package compare

import (
	"fmt"
	"strings"
)

// said names a figure with its outlet and day, for a reason in each language.
func (it *item) said() (ar, en string) {
	text := strings.Join(strings.Fields(it.figure.Text), " ")
	day, _, _ := strings.Cut(it.source.head.Published, "T")
	place := func(comma string) string {
		switch outlet := it.source.outlet; {
		case outlet != "" && day != "":
			return " (" + outlet + comma + day + ")"
		case outlet+day != "":
			return " (" + outlet + day + ")"
		}
		return ""
	}
	return "«" + text + "»" + place("، "), "“" + text + "”" + place(", ")
}

func (p *pair) disagreement() Reason {
	arA, enA := p.a.said()
	arB, enB := p.b.said()
	if p.outcome == denying {
		if p.b.figure.Negated {
			arA, arB, enA, enB = arB, arA, enB, enA
		}
		return Reason{"يُنفى ما يُثبته غيره: " + arA + " منفيّ، و" + arB + " مثبت", "what one denies another gives: denied " + enA + ", given " + enB}
	}
	return Reason{"لا يصحّ الرقمان معا: " + arA + " و" + arB, "both cannot be right: " + enA + " and " + enB}
}

func (p *pair) development() Reason {
	arA, enA := p.a.said()
	arB, enB := p.b.said()
	ar, en := "تغيّر الرقم مع الوقت", "changed with time"
	switch a, b := p.a.value.named, p.b.value.named; {
	case b > a:
		ar, en = "ارتفع الرقم مع الوقت", "rose with time"
	case b < a:
		ar, en = "انخفض الرقم مع الوقت", "fell with time"
	}
	return Reason{fmt.Sprintf("%s: من %s إلى %s", ar, arA, arB), fmt.Sprintf("%s: from %s to %s", en, enA, enB)}
}

func (g *Group) agreement(p *pair) Reason {
	if p == nil || gapOf(*p) == 0 && p.a.figure.Relation == p.b.figure.Relation {
		return Reason{fmt.Sprintf("الرقم نفسه عند مصادر مستقلة عددها %d", g.Voices), fmt.Sprintf("the same number from %d independent voices", g.Voices)}
	}
	arA, enA := p.a.said()
	arB, enB := p.b.said()
	return Reason{fmt.Sprintf("يصحّ الرقمان معا: %s و%s", arA, arB), fmt.Sprintf("both can be right: %s and %s", enA, enB)}
}

func (g *Group) single() Reason {
	if g.Voices > 1 {
		return Reason{"لا رقمين يمكن أن يُقارن أحدهما بالآخر", "no two figures that can be held against each other"}
	}
	return Reason{"مصدر واحد", "one voice only"}
}

// addFolded says how many copies were folded.
func (r *Reason) addFolded(n int) {
	if n == 0 {
		return
	}
	r.Arabic += fmt.Sprintf("؛ طُويت نسخ النص الواحد (%d)", n)
	copies := "copies"
	if n == 1 {
		copies = "copy"
	}
	r.English += fmt.Sprintf("; %d %s of one text folded", n, copies)
}
