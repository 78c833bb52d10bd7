package main

import (
	"fmt"
	"regexp"
	"strings"

	"isnad/pkg/lexicon"
)

// arabicText finds runs of Arabic letters with blanks between them.
var arabicText = regexp.MustCompile(`[\x{0621}-\x{0652}]+(?: [\x{0621}-\x{0652}]+)*`)

// people writes given and family names. Words that the dictionary holds too are left out: most lists take any noun for a name.
func people(t *tables, p *packages) error {
	words, err := dictionary(p)
	if err != nil {
		return err
	}
	taken := handWords(t)
	given, err := givenNames(p)
	if err != nil {
		return err
	}
	family, err := familyNames(p)
	if err != nil {
		return err
	}
	sound := func(name string) bool {
		return isArabic(name) && !strings.Contains(name, " ") && !taken.has(name) && !words.has(name) && len([]rune(name)) >= 4
	}
	var rows [][]string
	for _, n := range sortedKeys(given) {
		if sound(n) {
			taken.add(n)
			rows = append(rows, []string{n, given[n], "strong", ""})
		}
	}
	if err := t.write("ar/given"+generated, "Given names of public packages.", []string{"form", "gender", "strength", "note"}, rows); err != nil {
		return err
	}
	rows = nil
	for _, n := range sortedKeys(family) {
		if sound(n) {
			taken.add(n)
			rows = append(rows, []string{n, "strong", ""})
		}
	}
	return t.write("ar/family"+generated, "Family names of public packages.", []string{"form", "strength", "note"}, rows)
}

// givenNames gives the names that two packages hold, with their gender: m, f or u.
func givenNames(p *packages) (map[string]string, error) {
	out := map[string]string{}
	holders := map[string]set{} // by name: the packages
	from := ""
	add := func(name, gender string) {
		name = plain(name)
		if holders[name] == nil {
			holders[name] = set{}
		}
		holders[name].add(from)
		if old := out[name]; old != "" && old != gender {
			gender = "u"
		}
		out[name] = gender
	}
	from = "python"
	err := eachPythonList(p, func(list, name string) {
		switch list {
		case "first_names_female":
			add(name, "f")
		case "first_names_male":
			add(name, "m")
		}
	})
	if err != nil {
		return nil, err
	}
	js, err := fakerModule(p)
	if err != nil {
		return nil, err
	}
	from = "javascript"
	for gender, key := range map[string]string{"f": "female:", "m": "male:"} {
		for _, n := range jsList(js, "first_name:{", key) {
			add(n, gender)
		}
	}
	files, err := p.files("arabic-name-to-en")
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(files["package/cases/fullnamedb.js"])) {
		name, _, ok := strings.Cut(strings.TrimSpace(line), ":")
		if name = plain(name); ok && arabicText.FindString(name) == name {
			gender := out[name]
			if gender == "" {
				gender = "u"
			}
			from = "names"
			add(name, gender)
		}
	}
	for name := range out {
		if len(holders[name]) < 2 {
			delete(out, name)
		}
	}
	return out, nil
}

func familyNames(p *packages) (map[string]bool, error) {
	out := map[string]bool{}
	err := eachPythonList(p, func(list, name string) {
		if list == "last_names" {
			out[plain(name)] = true
		}
	})
	if err != nil {
		return nil, err
	}
	js, err := fakerModule(p)
	if err != nil {
		return nil, err
	}
	for _, n := range jsList(js, "last_name:{", "generic:") {
		out[plain(n)] = true
	}
	return out, nil
}

var (
	pythonList = regexp.MustCompile(`(?s)(\w+) = \(\s*(.*?)\)\s*\n`)
	pythonItem = regexp.MustCompile(`u?['"]([^'"]+)['"]`)
)

// eachPythonList calls f with the items of the lists of Arabic names in the Python package.
func eachPythonList(p *packages, f func(list, name string)) error {
	files, err := p.files("python3-fake-factory")
	if err != nil {
		return err
	}
	found := false
	for _, path := range sortedKeys(files) {
		if !strings.Contains(path, "/providers/person/ar_") || !strings.HasSuffix(path, ".py") {
			continue
		}
		for _, list := range pythonList.FindAllStringSubmatch(string(files[path]), -1) {
			for _, item := range pythonItem.FindAllStringSubmatch(list[2], -1) {
				found = true
				f(list[1], item[1])
			}
		}
	}
	if !found {
		return fmt.Errorf("python3-fake-factory: no lists of Arabic names")
	}
	return nil
}

// fakerModule gives the Arabic data of the JavaScript package.
func fakerModule(p *packages) (string, error) {
	files, err := p.files("@faker-js/faker")
	if err != nil {
		return "", err
	}
	for path, data := range files {
		if strings.HasPrefix(path, "package/dist/ar-") && strings.HasSuffix(path, ".js") {
			return string(data), nil
		}
	}
	return "", fmt.Errorf("@faker-js/faker: no Arabic data")
}

// jsList gives the Arabic items of the list behind a key, in the object that an opening begins. The lists are arrays of template
// literals, or one literal split at its points.
func jsList(js, opening, key string) []string {
	_, rest, ok := strings.Cut(js, opening)
	if !ok {
		return nil
	}
	rest = "," + rest
	at := strings.Index(rest, ","+key) // "male:" stands in "female:" too
	if at < 0 {
		return nil
	}
	rest = rest[at+1+len(key):]
	end := strings.IndexAny(rest, "]}(")
	if end < 0 {
		return nil
	}
	return arabicText.FindAllString(rest[:end], -1)
}

// handWords gives the words that the hand-written tables hold as names or as words of another sort.
func handWords(t *tables) set {
	s := set{}
	for _, r := range lexicon.Rows[lexicon.Given](t.hand, "ar") {
		s.add(r.Form)
	}
	for _, r := range lexicon.Rows[lexicon.Family](t.hand, "ar") {
		s.add(r.Form)
	}
	for _, r := range lexicon.Rows[lexicon.Title](t.hand, "ar") {
		s.add(r.Form, r.Form+"ة", "ال"+r.Form)
	}
	for _, r := range lexicon.Rows[lexicon.Function](t.hand, "ar") {
		s.add(r.Form)
	}
	for _, r := range lexicon.Rows[lexicon.Descriptor](t.hand, "ar") {
		s.add(r.Form, "ال"+r.Form)
	}
	for _, r := range lexicon.Rows[lexicon.Demonym](t.hand, "ar") {
		s.add(r.Form, r.Form+"ة", "ال"+r.Form)
	}
	for _, r := range lexicon.Rows[lexicon.Countable](t.hand, "ar") {
		s.add(r.Form)
		s.add(r.Forms...)
	}
	for _, r := range lexicon.Rows[lexicon.Month](t.hand, "ar") {
		s.add(r.Form)
	}
	for _, r := range lexicon.Rows[lexicon.Weekday](t.hand, "ar") {
		s.add(r.Form)
	}
	for _, r := range lexicon.Rows[lexicon.NumberWord](t.hand, "ar") {
		s.add(r.Form)
	}
	return s
}

// dictionary gives the words of the spelling dictionary, with the article and without. It serves as a filter alone and is not shipped.
func dictionary(p *packages) (set, error) {
	files, err := p.files("hunspell-ar")
	if err != nil {
		return nil, err
	}
	out := set{}
	for line := range strings.Lines(string(files["usr/share/hunspell/ar.dic"])) {
		word, _, _ := strings.Cut(strings.TrimSpace(line), "/")
		word, _, _ = strings.Cut(word, " ")
		if isArabic(word) {
			out.add(word)
			if bare, ok := strings.CutPrefix(word, "ال"); ok {
				out.add(bare)
			} else {
				out.add("ال" + word)
			}
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("hunspell-ar: no words")
	}
	return out, nil
}
