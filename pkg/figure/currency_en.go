package figure

import (
	"isnad/pkg/lexicon"
)

// joinCountries makes the names of currencies with the adjective of their country before them: "canadian dollars", "saudi riyal".
func (v *vocabulary) joinCountries(lex *lexicon.Lexicon) {
	forms := map[string][]string{}
	rows := lexicon.Rows[lexicon.Currency](lex, v.language)
	for _, r := range rows {
		if r.Factor == "" {
			forms[r.Form] = append(forms[r.Form], r.Forms...)
		}
	}
	for _, r := range rows {
		if r.Factor != "" || r.Code == "" {
			continue
		}
		for _, of := range r.Of {
			m := &measure{kind: "money", unit: r.Code, singular: of + " " + r.Form, rule: r.Rule}
			for _, name := range append([]string{r.Form}, forms[r.Form]...) {
				v.units.add(of+" "+name, m)
				v.units.add(of+name, m)
			}
		}
	}
}
