package entity

import "strings"

// isForeign tells whether a folded word has a shape that Arabic words hardly have: none of the letters peculiar to Arabic, and two
// long vowels or more among its inner letters, or four consonants in a row that no affix explains.
func isForeign(stem string) bool {
	const fewest = 8 // bytes: four letters
	if len(stem) < fewest || stem[0] < 0x80 || strings.HasPrefix(stem, "ال") && len(stem) > 12 {
		return false
	}
	if len(stem) == fewest && strings.HasSuffix(stem, "ت") && !strings.ContainsAny(stem, "اوي") {
		return false // «جلست»
	}
	vowels, row, longest := 0, 0, 0
	for i, r := range stem {
		switch r {
		case 'ح', 'ع', 'ص', 'ض', 'ظ', 'ذ': // foreign names hardly ever have them in Arabic spelling
			return false
		case 'ا', 'و', 'ي':
			if i > 0 && row > 0 && (i+2 < len(stem) || r == 'و' || longest > 2) {
				vowels++
			}
			row = 0
		default:
			row++
			longest = max(longest, row)
		}
	}
	const manyConsonants = 4
	if vowels < 2 && !(longest >= manyConsonants && (vowels > 0 || !strings.HasPrefix(stem, "ا"))) {
		return false
	}
	for _, ending := range nativeEndings {
		if strings.HasSuffix(stem, ending) {
			return false
		}
	}
	for _, opening := range nativeOpenings {
		if strings.HasPrefix(stem, opening) && len(stem) >= 10 {
			return false
		}
	}
	return true
}

// isInflected tells the shapes of verbs, adverbs and nouns with a suffixed pronoun among words that no table knows.
func isInflected(stem string) bool {
	return !isForeign(stem) && isVerbLike(stem) || isAdverb(stem) || isOwned(stem) || isPrefixed(stem)
}

// isPrefixed tells a preposition or conjunction written joined to a noun that no table knows: «بمجهود»، «للأصنام».
func isPrefixed(stem string) bool {
	const fiveLetters = 10
	if len(stem) < fiveLetters {
		return false
	}
	const threeLetters = 6
	for _, article := range [...]string{"بال", "كال", "وال", "فال"} {
		if rest, ok := strings.CutPrefix(stem, article); ok && len(rest) <= threeLetters && !strings.ContainsAny(rest, "اوي") {
			return true
		}
	}
	switch stem[:4] {
	case "بم", "لم", "وم", "بت", "لت", "لل":
		return true
	}
	return false
}

// isVerbLike tells the prefixes of the present tense, the suffix of the past («نشرت») and a verbal noun behind a preposition («بتقديم»).
func isVerbLike(stem string) bool {
	const fourLetters, fiveLetters, sixLetters = 8, 10, 12
	switch n := len(stem); {
	case n < fourLetters:
		return false
	case n >= sixLetters && (strings.HasPrefix(stem[2:], "ت") && stem[n-4:n-2] == "ي") && strings.Contains("بلو", stem[:2]):
		return true
	case n <= fiveLetters && strings.HasSuffix(stem, "ت") && !strings.ContainsAny(stem[2:], "اوي"):
		return true
	case n > fourLetters && (stem[:4] == "سي" || stem[:4] == "ست"):
		return true
	}
	return stem[:2] == "ي" || stem[:2] == "ت"
}

// conjoinedVerb tells a verb of the present tense behind «و» or «ف»: «ويلاحق».
func conjoinedVerb(stem string) bool {
	rest, ok := strings.CutPrefix(stem, "و")
	if !ok {
		rest, ok = strings.CutPrefix(stem, "ف")
	}
	const fourLetters = 8
	return ok && len(rest) >= fourLetters && (strings.HasPrefix(rest, "ي") || strings.HasPrefix(rest, "ت"))
}

// isPluralNoun tells the regular plural of things: «استفزازات».
func isPluralNoun(stem string) bool {
	const fiveLetters = 10
	return len(stem) > fiveLetters && strings.HasSuffix(stem, "ات") && !isForeign(stem)
}

// isAdverb tells the shape of predicates in the accusative: «متأثرا»، «مشيرا»، «قادما»، «هاتفيا».
func isAdverb(stem string) bool {
	const fiveLetters = 10
	if len(stem) < fiveLetters || !strings.HasSuffix(stem, "ا") {
		return false
	}
	return strings.HasPrefix(stem, "م") || len(stem) == fiveLetters && strings.HasPrefix(stem[2:], "ا") ||
		len(stem) > fiveLetters && strings.HasPrefix(stem[2:], "ا") && strings.HasSuffix(stem, "يا")
}

// isOwned tells a noun or verb with a suffixed pronoun: «استعدادها»، «بلائهم»، «ومهاراته».
func isOwned(stem string) bool {
	const fiveLetters = 10
	if len(stem) < fiveLetters {
		return false
	}
	for _, ending := range [...]string{"ها", "هم", "هما", "اته", "ائه", "يته", "اءه"} {
		if strings.HasSuffix(stem, ending) {
			return true
		}
	}
	return strings.HasSuffix(stem, "ته") && strings.Contains("بلو", stem[:2])
}

var nativeEndings = []string{"ات", "ه", "هم", "ها", "هما", "يا", "نا", "وا", "اء", "تي"}

var nativeOpenings = []string{"است", "انت", "مت", "مست", "ات", "ان", "من", "ت", "م", "ي", "اس", "اق", "اف", "اج"}

// isVerbalNoun tells verbal nouns of the derived stems with the article, which are no names: «الاستضافة»، «الانتخاب».
func isVerbalNoun(stem string) bool {
	rest, ok := strings.CutPrefix(stem, "الا")
	if !ok || len(rest) < 8 {
		return false
	}
	return strings.HasPrefix(rest, "ست") || strings.HasPrefix(rest, "ن") || strings.HasPrefix(rest[2:], "ت")
}
