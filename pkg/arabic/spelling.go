package arabic

import (
	"strings"
	"unicode/utf8"
)

// SpellingKey gives a key in which the ways meet that a foreign name is spelled in Arabic letters: «تلغرام», «تيليغرام» and «تلجرام» are
// "tlkrm". It holds the consonants as ASCII letters, those that writers exchange as one, and an "a" where a vowel opens the name.
//
// It is "" where it would be too loose: for names of fewer consonants than least, and for those with letters that foreign names hardly
// have. The name is folded; its blanks do not matter, for «تيك توك» is written as one word too.
func SpellingKey(folded string, least int) string {
	var name []rune
	for _, r := range folded {
		if r != ' ' && (len(name) == 0 || name[len(name)-1] != r) { // «واتسساب»: a letter that is held too long
			name = append(name, r)
		}
	}
	key := make([]byte, 0, len(name))
	consonants := 0
	for i, r := range name {
		next := rune(0)
		if i+1 < len(name) {
			next = name[i+1]
		}
		switch b, ok := spellingClass(r, next, i == 0); {
		case !ok:
			return ""
		case b == 'a':
			key = append(key, b)
		case b != 0:
			key = append(key, b)
			consonants++
		}
	}
	if consonants < least {
		return ""
	}
	return string(key)
}

// exchanged gives the class of letters that stand for one sound of a foreign name, or for sounds that Arabic has no letters for. Letters
// that are folded into one are missing. What is not here, «ح ع ص ض ظ ذ» above all, makes a word Arabic.
var exchanged = map[rune]byte{
	'ب': 'b', 'ت': 't', 'ط': 't', 'ث': 't', 'ج': 'k', 'غ': 'k', 'ق': 'k', Kaf: 'k', 'خ': 'x', 'د': 'd', 'ر': 'r', 'ز': 'z', 'س': 's',
	'ش': 'c', Fa: 'f', Lam: 'l', 'م': 'm', 'ن': 'n', 'ه': 'h',
}

// spellingClass gives the class of a letter, 0 where it leaves no trace; ok is false where it belongs to no foreign name.
func spellingClass(r, next rune, first bool) (class byte, ok bool) {
	switch {
	case r == 'ء':
		return 0, true
	case r == Alef && first:
		return 'a', true
	case r == Alef:
		return 0, true
	case r == Waw && (first || next == Alef || next == 'ي'): // «تويتر», not «توتر»
		return 'w', true
	case r == 'ي' && first:
		return 'y', true
	case r == Waw || r == 'ي':
		return 0, true
	case r == 'ه' && next == 0: // «فرنسه», as «فرنسا»
		return 0, true
	case r == 'ت' && next == 'ش': // one sound: «تشيلسي», «شيلسي»
		return 0, true
	}
	class, ok = exchanged[r]
	return class, ok
}

// SpellingKeys gives the keys of a folded word that may carry proclitics and the article: of all ways to read it. See SpellingKey.
func SpellingKeys(folded string, least int) []string {
	var keys []string
	add := func(stem string) {
		key := SpellingKey(stem, least)
		if key == "" {
			return
		}
		for _, k := range keys {
			if k == key {
				return
			}
		}
		keys = append(keys, key)
	}
	for _, r := range Readings(nil, folded) {
		add(r.Stem)
		if stem, ok := strings.CutPrefix(r.Stem, "ال"); ok && utf8.RuneCountInString(stem) > 2 {
			add(stem)
		}
	}
	return keys
}
