package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/lexicon"
)

// place is a place of a source: its id there and its names.
type place struct {
	id      string // GeoNames' number or code, or CLDR's territory
	arabic  string
	english string
}

// divisions are the nouns by which GeoNames names parts of countries: «إمارة عجمان» is called «عجمان».
var divisions = regexp.MustCompile(`^(إمارة|منطقة|محافظة|ولاية|مقاطعة|مدينة|بلدية|إقليم|قضاء|مديرية|كانتون|دائرة|جمهورية) `)

// places writes places of GeoNames and CLDR with the same id in both languages.
func places(t *tables, p *packages) error {
	all, err := sources(p)
	if err != nil {
		return err
	}
	words, err := dictionary(p)
	if err != nil {
		return err
	}
	everyday := handWords(t)
	arabicForms, englishForms, ids := takenNames(t)
	var ar, en [][]string
	for _, pl := range all {
		name := clean(pl.arabic)
		if !isArabic(name) || arabicForms.has(name) {
			continue
		}
		english := clean(pl.english)
		id := "place/" + pl.id
		if known := ids[arabic.Fold(english)]; known != "" {
			id = known // another spelling of a place of the hand-written tables
		}
		strength := judge(name, words, everyday)
		if strength == "" {
			continue
		}
		arabicForms.add(name)
		ar = append(ar, []string{id, "place", name, "", strength, ""})
		if english != "" && !englishForms.has(english) {
			englishForms.add(english)
			strength := "strong"
			if !strings.ContainsAny(english, " -") {
				strength = "context"
			}
			en = append(en, []string{id, "place", english, "", strength, ""})
		}
	}
	columns := []string{"id", "kind", "name", "forms", "strength", "note"}
	if err := t.write("ar/names/places"+generated, "Places of GeoNames and CLDR; the id ends in that of the source.", columns, ar); err != nil {
		return err
	}
	return t.write("en/names/places"+generated, "Places of GeoNames and CLDR; the id ends in that of the source.", columns, en)
}

// common are foreign nouns of Arabic news that are places' names too, and what the hand-written tables hold to be a descriptor and a name.
var common = setOf("ديربي", "رالي", "ماراثون", "فيلا", "قطاع غزة", "الضفة")

// judge tells how surely a form is the name of a place: words that the dictionary holds, and four letters or fewer, need context. One
// word of another table is no place.
func judge(name string, words, everyday set) string {
	known := true
	for w := range strings.FieldsSeq(name) {
		known = known && (words.has(w) || everyday.has(w))
	}
	const short = 4
	switch {
	case common.has(name) || everyday.has(name):
		return ""
	case known || len([]rune(arabic.Fold(name))) <= short:
		return "context"
	}
	return "strong"
}

// clean takes from a name what only tells it from its namesakes.
func clean(name string) string {
	name = plain(name)
	for _, mark := range [...]string{"،", ",", " (", "("} {
		name, _, _ = strings.Cut(name, mark)
	}
	return strings.TrimSpace(divisions.ReplaceAllString(strings.TrimSpace(name), ""))
}

// sources gives the territories of CLDR, then the places of GeoNames, in the order of their ids.
func sources(p *packages) ([]place, error) {
	var out []place
	territories := map[string]map[string]string{}
	for _, language := range [...]string{"ar", "en"} {
		var f struct {
			Main map[string]struct {
				LocaleDisplayNames struct{ Territories map[string]string }
			}
		}
		if err := p.decode("cldr-localenames-full", "package/main/"+language+"/territories.json", &f); err != nil {
			return nil, err
		}
		territories[language] = f.Main[language].LocaleDisplayNames.Territories
	}
	for _, code := range sortedKeys(territories["ar"]) {
		if len(code) == 2 && code != "EU" && code != "UN" && code != "ZZ" && code != "EZ" && code != "XA" && code != "XB" {
			out = append(out, place{"cldr-" + strings.ToLower(code), territories["ar"][code], territories["en"][code]})
		}
	}
	files, err := p.files("libgeonames-common")
	if err != nil {
		return nil, err
	}
	names := map[string]map[string]string{}
	for _, language := range [...]string{"ar", "en"} {
		path := "usr/share/locale/" + language + "/LC_MESSAGES/geonames.mo"
		if names[language], err = catalogue(files[path]); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	for _, id := range sortedKeys(names["ar"]) {
		if len(id) > 2 { // two letters are a country, which CLDR names
			out = append(out, place{"geonames-" + strings.ToLower(id), names["ar"][id], names["en"][id]})
		}
	}
	return out, nil
}

// catalogue reads a compiled catalogue of messages (GNU gettext's manual, "The Format of GNU MO Files").
func catalogue(data []byte) (map[string]string, error) {
	bad := errors.New("not a catalogue of messages")
	if len(data) < 20 || binary.LittleEndian.Uint32(data) != 0x950412de {
		return nil, bad
	}
	word := func(at uint32) uint32 {
		if int(at)+4 > len(data) {
			return 1 << 31
		}
		return binary.LittleEndian.Uint32(data[at:])
	}
	text := func(table, i uint32) (string, error) {
		n, at := word(table+8*i), word(table+8*i+4)
		if uint64(at)+uint64(n) > uint64(len(data)) {
			return "", bad
		}
		return string(data[at : at+n]), nil
	}
	out := map[string]string{}
	for i := range word(8) {
		key, err := text(word(12), i)
		if err != nil {
			return nil, err
		}
		value, err := text(word(16), i)
		if err != nil {
			return nil, err
		}
		if key != "" {
			out[key] = value
		}
	}
	return out, nil
}

// takenNames gives the forms of names of the hand-written tables, and the ids of their places by the English forms.
func takenNames(t *tables) (ar, en set, ids map[string]string) {
	ar, en, ids = set{}, set{}, map[string]string{}
	for language, s := range map[string]set{"ar": ar, "en": en} {
		for _, n := range lexicon.Rows[lexicon.Name](t.hand, language) {
			s.add(n.Name)
			s.add(n.Forms...)
			if language == "en" && n.Kind == "place" {
				ids[arabic.Fold(n.Name)] = n.ID
			}
		}
	}
	return ar, en, ids
}
