package figure

import (
	"math/big"
	"strconv"
	"strings"
)

// maxDigits bounds what is read as one number: longer runs are codes.
const maxDigits = 40

// parseDigits reads folded digits with separators. A single point before three digits is the decimal point, or in Arabic texts maybe
// the mark of thousands: then the second result is that reading. It gives nil for what is no number, such as an IP address.
func parseDigits(fold string, arabicText bool) (value, thousands *big.Rat) {
	if len(fold) > maxDigits {
		return nil, nil
	}
	if isGroup(fold, 1, maxDigits) {
		return decimal(fold, ""), nil // nearly all numbers
	}
	fold = strings.ReplaceAll(fold, "٫", "d")
	points, commas := strings.Count(fold, "."), strings.Count(fold, ",")+strings.Count(fold, "٬")
	fold = strings.ReplaceAll(fold, "٬", ",")
	switch {
	case strings.Count(fold, "d") > 1:
		return nil, nil
	case strings.Contains(fold, "d"):
		whole, decimals, _ := strings.Cut(fold, "d")
		if strings.Contains(whole, ",") {
			return grouped(whole, ",", decimals), nil
		}
		return grouped(whole, ".", decimals), nil
	case points > 0 && commas > 0:
		return mixed(fold), nil
	case points > 1:
		return grouped(fold, ".", ""), nil
	case commas > 1:
		return grouped(fold, ",", ""), nil
	case commas == 1:
		whole, rest, _ := strings.Cut(fold, ",")
		if len(rest) == 3 && len(whole) <= 3 && whole != "0" {
			return grouped(fold, ",", ""), nil
		}
		return decimal(whole, rest), nil
	case points == 1:
		whole, rest, _ := strings.Cut(fold, ".")
		if arabicText && len(rest) == 3 && len(whole) <= 3 && whole != "0" {
			thousands = decimal(whole+rest, "")
		}
		return decimal(whole, rest), thousands
	}
	return decimal(fold, ""), nil
}

// mixed reads digits with points and commas: the mark that stands last is the decimal one.
func mixed(fold string) *big.Rat {
	mark, other := ".", ","
	if strings.LastIndex(fold, ",") > strings.LastIndex(fold, ".") {
		mark, other = other, mark
	}
	if strings.Count(fold, mark) > 1 {
		return nil
	}
	whole, decimals, _ := strings.Cut(fold, mark)
	return grouped(whole, other, decimals)
}

// grouped reads groups of three digits.
func grouped(whole, mark, decimals string) *big.Rat {
	groups := strings.Split(whole, mark)
	for i, g := range groups {
		if i == 0 && len(groups) > 1 && len(g) > 3 || i > 0 && len(g) != 3 {
			return nil
		}
	}
	return decimal(strings.Join(groups, ""), decimals)
}

func decimal(whole, decimals string) *big.Rat {
	if !isGroup(whole, 1, maxDigits) || !isGroup(decimals, 0, maxDigits) {
		return nil
	}
	const int64Digits = 18
	if decimals == "" && len(whole) <= int64Digits {
		n, err := strconv.ParseInt(whole, 10, 64)
		if err != nil {
			return nil
		}
		return rat(n)
	}
	if decimals != "" {
		whole += "." + decimals
	}
	r, ok := new(big.Rat).SetString(whole)
	if !ok {
		return nil
	}
	return r
}
