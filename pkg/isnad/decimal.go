package isnad

import (
	"fmt"
	"math/big"
	"strings"
)

// Decimal is an exact decimal number in canonical form ("-5", "2300000", "0.25"), or "" for none. It is written to JSON as a number,
// "" as null: a float64 would turn 2.3 million into 2299999.9999999995.
type Decimal string

// fractionDigits is the number of digits kept after the point where a fraction has no end, such as a third.
const fractionDigits = 15

// Int makes a Decimal of a whole number.
func Int(n int64) Decimal { return Decimal(fmt.Sprint(n)) }

// DecimalOf gives the canonical form of r, rounded to 15 digits after the point; nil gives "".
func DecimalOf(r *big.Rat) Decimal {
	if r == nil {
		return ""
	}
	if r.IsInt() {
		return Decimal(r.Num().String())
	}
	s := strings.TrimRight(r.FloatString(fractionDigits), "0")
	s = strings.TrimSuffix(s, ".")
	if s == "-0" {
		s = "0"
	}
	return Decimal(s)
}

// Rat gives the number, or nil for "" and for what is no decimal number.
func (d Decimal) Rat() *big.Rat {
	if d == "" {
		return nil
	}
	r, ok := new(big.Rat).SetString(string(d))
	if !ok {
		return nil
	}
	return r
}

// Float64 gives the nearest float, for indexes and charts; ok is false for "".
func (d Decimal) Float64() (f float64, ok bool) {
	r := d.Rat()
	if r == nil {
		return 0, false
	}
	f, _ = r.Float64()
	return f, true
}

// MarshalJSON writes a JSON number, or null for "".
func (d Decimal) MarshalJSON() ([]byte, error) {
	if d == "" {
		return []byte("null"), nil
	}
	if d.Rat() == nil {
		return nil, fmt.Errorf("isnad: %q is no decimal number", string(d))
	}
	return []byte(d), nil
}

// UnmarshalJSON reads a JSON number or null.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*d = ""
		return nil
	}
	r, ok := new(big.Rat).SetString(string(b))
	if !ok {
		return fmt.Errorf("isnad: %.40q is no decimal number", b)
	}
	*d = DecimalOf(r)
	return nil
}
