package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"isnad/pkg/lexicon"
)

// calendarFile is the part of CLDR's calendar files that is read.
type calendarFile struct {
	Main map[string]struct {
		Dates struct {
			Calendars map[string]struct {
				Months map[string]map[string]map[string]string // format or stand-alone → width → month → name
			}
		}
	}
}

// context are names of months that are an everyday word or a name too: they need a day or a year beside them.
var context = setOf("مارس", "ماي", "جوان", "آب", "محرم", "صفر", "رجب", "شعبان", "رمضان", "شوال", "May", "March")

// months writes the names of months of every Arabic and of the English locale.
func months(t *tables, p *packages) error {
	for _, language := range [...]string{"ar", "en"} {
		hand := set{}
		for _, m := range lexicon.Rows[lexicon.Month](t.hand, language) {
			hand.add(m.Form)
		}
		var rows [][]string
		for _, c := range [...]struct{ pkg, calendar, name string }{{"cldr-dates-full", "gregorian", "gregorian"}, {"cldr-cal-islamic-full", "islamic", "hijri"}} {
			names, err := monthNames(p, c.pkg, c.calendar, language)
			if err != nil {
				return err
			}
			for _, form := range sortedKeys(names) { // of spellings that Fold unites the first stands
				month := names[form]
				if hand.has(form) || len(strings.Trim(form, ".")) < 3 {
					continue
				}
				strength := "strong"
				if context.has(form) || language == "en" && (len(form) <= 4 && form != "June" && form != "July" || c.name == "hijri") {
					strength = "context"
				}
				rows = append(rows, []string{form, strconv.Itoa(month), c.name, strength, ""})
				hand.add(form)
			}
		}
		err := t.write(language+"/months"+generated, "Names of months in the locales of CLDR.", []string{"form", "month", "calendar", "strength", "note"}, rows)
		if err != nil {
			return err
		}
	}
	return nil
}

// monthNames gives the names of months by which locales of a language call them.
func monthNames(p *packages, pkg, calendar, language string) (map[string]int, error) {
	files, err := p.files(pkg)
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	widths := []string{"wide", "abbreviated"}
	if language == "en" && calendar == "islamic" {
		widths = widths[:1] // "Ram", "Saf" are not written in news
	}
	for path := range files {
		parts := strings.Split(path, "/") // package/main/LOCALE/FILE
		if len(parts) != 4 || parts[3] != "ca-"+calendar+".json" || parts[2] != language && (language != "ar" || !strings.HasPrefix(parts[2], "ar-")) {
			continue
		}
		var f calendarFile
		if err := p.decode(pkg, path, &f); err != nil {
			return nil, err
		}
		for _, style := range f.Main[parts[2]].Dates.Calendars[calendar].Months {
			for _, width := range widths {
				for month, name := range style[width] {
					n, err := strconv.Atoi(month)
					if err != nil || n < 1 || n > 12 {
						return nil, fmt.Errorf("%s: month %q", path, month)
					}
					if old, ok := out[name]; ok && old != n {
						return nil, fmt.Errorf("%s: %s is month %d and %d", path, name, old, n)
					}
					out[strings.TrimSuffix(plain(name), ".")] = n
				}
			}
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s has no %s months of %s", pkg, calendar, language)
	}
	return out, nil
}

// currencyFile is the part of CLDR's currency files that is read.
type currencyFile struct {
	Main map[string]struct {
		Numbers struct {
			Currencies map[string]map[string]string
		}
	}
}

// inUse gives the codes of currencies that are legal tender somewhere today.
func inUse(p *packages) (map[string]bool, error) {
	var f struct {
		Supplemental struct {
			CurrencyData struct {
				Region map[string][]map[string]map[string]string
			}
		}
	}
	if err := p.decode("cldr-core", "package/supplemental/currencyData.json", &f); err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for _, list := range f.Supplemental.CurrencyData.Region {
		for _, entry := range list {
			for code, dates := range entry {
				if dates["_to"] == "" && dates["_tender"] != "false" {
					out[code] = true
				}
			}
		}
	}
	return out, nil
}

// englishWords are codes that a headline in capitals holds as words, or that are a unit too.
var englishWords = map[string]bool{"KGS": true, "ALL": true, "BAM": true, "COP": true, "CUP": true, "GEL": true, "MOP": true, "PEN": true, "SOS": true, "TOP": true, "RON": true}

// currencies writes the codes of ISO 4217, and the names of currencies with what tells them apart.
func currencies(t *tables, p *packages) error {
	tender, err := inUse(p)
	if err != nil {
		return err
	}
	for _, language := range [...]string{"ar", "en"} {
		var f currencyFile
		if err := p.decode("cldr-numbers-full", "package/main/"+language+"/currencies.json", &f); err != nil {
			return err
		}
		c := newCurrencies(t, language)
		all := f.Main[language].Numbers.Currencies
		for _, code := range sortedKeys(all) {
			if tender[code] {
				c.add(code, all[code])
			}
		}
		err := t.write(language+"/currencies"+generated, "Codes of ISO 4217 and names of currencies in CLDR.",
			[]string{"form", "code", "of", "factor", "forms", "place", "note"}, c.rows)
		if err != nil {
			return err
		}
	}
	return nil
}

type currencyRows struct {
	language string
	bare     set             // nouns that the hand-written table holds
	pairs    map[string]bool // noun and code that it holds
	rows     [][]string
}

func newCurrencies(t *tables, language string) *currencyRows {
	c := &currencyRows{language: language, bare: set{}, pairs: map[string]bool{}}
	for _, r := range lexicon.Rows[lexicon.Currency](t.hand, language) {
		c.bare.add(r.Form)
		for _, f := range r.Forms {
			c.bare.add(f)
		}
		c.pairs[r.Form+" "+r.Code] = true
	}
	return c
}

// add adds a currency: its code and its name.
func (c *currencyRows) add(code string, names map[string]string) {
	if !c.bare.has(code) && !(c.language == "en" && englishWords[code]) {
		c.rows = append(c.rows, []string{code, code, "", "", "", "both", ""})
	}
	name := plain(names["displayName"])
	if strings.ContainsAny(name, "0123456789()–٠١٢٣٤٥٦٧٨٩") || strings.Contains(name, " - ") || strings.HasSuffix(name, " قديم") {
		return
	}
	noun, of := c.split(name)
	switch {
	case c.pairs[noun+" "+code]:
	case of != "" && c.bare.has(noun) && (c.language == "en" || !strings.Contains(of, " ") && !strings.HasPrefix(of, "ال")):
		c.rows = append(c.rows, []string{noun, code, of, "", "", "", ""})
		c.pairs[noun+" "+code] = true
	case of != "" && !c.bare.has(name):
		var forms []string
		for _, key := range sortedKeys(names) {
			if form := c.lower(plain(names[key])); strings.Contains(key, "count") && form != c.lower(name) && !slices.Contains(forms, form) && !c.bare.has(form) {
				forms = append(forms, form)
			}
		}
		c.bare.add(name)
		c.rows = append(c.rows, []string{c.lower(name), code, "", "", strings.Join(forms, " | "), "", ""})
	}
}

func (c *currencyRows) lower(s string) string {
	if c.language == "en" {
		return strings.ToLower(s)
	}
	return s
}

// split parts a name in the noun of the currency and what tells it from others of that noun: «دينار كويتي», "Kuwaiti Dinar".
func (c *currencyRows) split(name string) (noun, of string) {
	name = c.lower(name)
	if c.language == "en" {
		at := strings.LastIndexByte(name, ' ')
		if at < 0 {
			return name, ""
		}
		return name[at+1:], name[:at]
	}
	noun, of, _ = strings.Cut(name, " ")
	return noun, of
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
