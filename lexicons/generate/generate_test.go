package main

import (
	"encoding/binary"
	"testing"
)

// mo makes a catalogue of messages, sorted as the format asks.
func mo(pairs ...[2]string) []byte {
	n := uint32(len(pairs))
	head := []uint32{0x950412de, 0, n, 28, 28 + 8*n, 0, 0}
	var tables, text []byte
	at := 28 + 16*n
	for side := range 2 {
		for _, p := range pairs {
			tables = binary.LittleEndian.AppendUint32(tables, uint32(len(p[side])))
			tables = binary.LittleEndian.AppendUint32(tables, at+uint32(len(text)))
			text = append(text, p[side]...)
			text = append(text, 0)
		}
	}
	var out []byte
	for _, h := range head {
		out = binary.LittleEndian.AppendUint32(out, h)
	}
	return append(append(out, tables...), text...)
}

func TestCatalogue(t *testing.T) {
	data := mo([2]string{"", "Language: ar"}, [2]string{"17", "عكا"}, [2]string{"XX.1", "إمارة الفجيرة"})
	got, err := catalogue(data)
	if err != nil || len(got) != 2 || got["17"] != "عكا" || got["XX.1"] != "إمارة الفجيرة" {
		t.Fatalf("%v, %v", got, err)
	}
	for n := range len(data) - 1 { // the last byte only ends the last text
		if got, err := catalogue(data[:n]); err == nil && len(got) == 2 {
			t.Fatalf("a catalogue cut at byte %d is read whole", n)
		}
	}
}

func TestCleanTakesOffWhatIsNoName(t *testing.T) {
	for in, want := range map[string]string{
		"إمارة الفجيرة": "الفجيرة", "بورتلاند، أوريغون": "بورتلاند", "طريف\u200e": "طريف", "Santa  Cruz (Bolivia)": "Santa Cruz",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestJudge(t *testing.T) {
	words, everyday := setOf("الجديدة", "جبل", "وردة"), setOf("سيد")
	for name, want := range map[string]string{
		"الجديدة": "context", "سيد": "", "جبل وردة": "context", "كاب": "context", "هانوفر": "strong", "جبل طارق": "strong", "رالي": "",
	} {
		if got := judge(name, words, everyday); got != want {
			t.Errorf("judge(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestCurrencyRows(t *testing.T) {
	c := &currencyRows{language: "ar", bare: setOf("دينار", "USD"), pairs: map[string]bool{"دينار KWD": true}}
	c.add("USD", map[string]string{"displayName": "دولار أمريكي"})
	c.add("KWD", map[string]string{"displayName": "دينار كويتي"})
	c.add("MKD", map[string]string{"displayName": "دينار مقدوني"})
	c.add("XXA", map[string]string{"displayName": "قطعة - 1900-1950"})
	want := [][]string{
		{"دولار أمريكي", "USD", "", "", "", "", ""},
		{"KWD", "KWD", "", "", "", "both", ""},
		{"MKD", "MKD", "", "", "", "both", ""}, {"دينار", "MKD", "مقدوني", "", "", "", ""},
		{"XXA", "XXA", "", "", "", "both", ""},
	}
	if len(c.rows) != len(want) {
		t.Fatalf("%q", c.rows)
	}
	for i := range want {
		for j := range want[i] {
			if c.rows[i][j] != want[i][j] {
				t.Errorf("row %d: %q, want %q", i, c.rows[i], want[i])
			}
		}
	}
}

func TestJSLists(t *testing.T) {
	js := "x={first_name:{female:[`هند`,`دعد`],male:`سعد.زيد`.split(`.`)}}"
	if got := jsList(js, "first_name:{", "female:"); len(got) != 2 || got[0] != "هند" {
		t.Errorf("%q", got)
	}
	if got := jsList(js, "first_name:{", "male:"); len(got) != 2 || got[0] != "سعد" {
		t.Errorf("%q", got)
	}
}
