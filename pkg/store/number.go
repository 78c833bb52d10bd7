package store

import (
	"regexp"
	"strings"

	"isnad/pkg/isnad"
)

// longestNumber bounds a number that is asked for, in bytes.
const longestNumber = 60

var (
	asked    = regexp.MustCompile(`^[+-]?[0-9]+([.][0-9]+)?$`)
	thousand = regexp.MustCompile(`^[+-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?$`)
)

// ascii gives digits and signs of numbers as Decimal has them: «٨٬٥٠٠٫٥» is 8,500.5.
var ascii = strings.NewReplacer("٠", "0", "١", "1", "٢", "2", "٣", "3", "٤", "4", "٥", "5", "٦", "6", "٧", "7", "٨", "8", "٩", "9",
	"۰", "0", "۱", "1", "۲", "2", "۳", "3", "۴", "4", "۵", "5", "۶", "6", "۷", "7", "۸", "8", "۹", "9", "٬", ",", "٫", ".", "−", "-")

// number reads a number as people write it, with Arabic digits or with its thousands parted, as pages show it. ok is false for what is
// none: a fraction, a power.
func number(d isnad.Decimal) (n isnad.Decimal, ok bool) {
	s := ascii.Replace(strings.TrimSpace(string(d)))
	if thousand.MatchString(s) {
		s = strings.ReplaceAll(s, ",", "")
	}
	return isnad.Decimal(s), len(s) <= longestNumber && asked.MatchString(s)
}
