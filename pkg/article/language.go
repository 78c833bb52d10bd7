package article

import (
	"strings"
	"unicode"

	"isnad/pkg/isnad"
)

// foreign are letters of Arabic script that Persian, Urdu and Kurdish use and Arabic does not.
const foreign = "پچژگکیہےٹڈڑںەۆێڵ"

// sampleLetters is the number of letters that the language is told from: more change nothing.
const sampleLetters = 4000

// Language tells the language of a text by its script, and by small words where the script leaves it open: isnad.Arabic, isnad.English or
// "" for any other.
func Language(text string) string {
	arabic, other, latin, letters := 0, 0, 0, 0
	for _, r := range text {
		switch {
		case !unicode.IsLetter(r):
			continue
		case unicode.Is(unicode.Arabic, r):
			arabic++
			if strings.ContainsRune(foreign, r) {
				other++
			}
		case unicode.Is(unicode.Latin, r):
			latin++
		}
		if letters++; letters == sampleLetters {
			break
		}
	}
	const foreignShare = 25 // one foreign letter in so many tells another language
	switch {
	case letters == 0:
		return ""
	case arabic*2 >= letters:
		if other*foreignShare > arabic {
			return ""
		}
		return isnad.Arabic
	case latin*2 > letters && isEnglish(text):
		return isnad.English
	}
	return ""
}

// Small words that tell languages of Latin script apart.
const (
	englishWords = " the of and to in that is was for on with said by at from has were an are it as "
	otherWords   = " le la les des du et que une dans pour est der die das und den von mit el los de y en por con il che di per een het van ve bir bu için "
)

// isEnglish counts small words. A few words without any, a headline, count as English where they are plain ASCII.
func isEnglish(text string) bool {
	english, other, words := 0, 0, 0
	for w := range strings.FieldsSeq(text) {
		if words++; words > sampleLetters/5 {
			break
		}
		w = " " + strings.ToLower(strings.Trim(w, ".,;:!?\"'()“”")) + " "
		switch {
		case strings.Contains(englishWords, w):
			english++
		case strings.Contains(otherWords, w):
			other++
		}
	}
	const headline = 15
	if english == 0 && other == 0 {
		return words <= headline && isASCII(text)
	}
	return english > other
}

func isASCII(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII && unicode.IsLetter(r) }) < 0
}
