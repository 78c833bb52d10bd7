package cli

import (
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

func TestSizes(t *testing.T) {
	for text, want := range map[string]Bytes{"0": 0, "17": 17, "17B": 17, "512mb": 512 << 20, "2 GB": 2 << 30, "1TB": 1 << 40, "3KB": 3 << 10} {
		var got Bytes
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%q is %d, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "MB", "-1", "1.5GB", "many", "99999999TB", "1XB"} {
		var got Bytes
		if err := got.UnmarshalText([]byte(text)); err == nil || !strings.Contains(err.Error(), "512MB") {
			t.Errorf("%q is %d, %v", text, got, err)
		}
	}
}

func TestStreamsThatCannotBe(t *testing.T) {
	good := Streams{MaxBytes: 1 << 30, MaxAge: time.Hour, Duplicates: time.Minute, Every: time.Second, High: 0.5}
	if err := good.Validate(); err != nil {
		t.Error(err)
	}
	for flag, spoil := range map[string]func(*Streams){
		"--max-bytes":  func(s *Streams) { s.MaxBytes = 10 },
		"--max-age":    func(s *Streams) { s.MaxAge = 0 },
		"--duplicates": func(s *Streams) { s.Duplicates = 2 * time.Hour },
		"--every":      func(s *Streams) { s.Every = 0 },
		"--high":       func(s *Streams) { s.High = 1 },
	} {
		s := good
		if spoil(&s); s.Validate() == nil || !strings.HasPrefix(s.Validate().Error(), flag) {
			t.Errorf("%s: %v", flag, s.Validate())
		}
	}
}

// A program that was started without flags chooses nothing, and any flag of a size is a choice.
func TestChosen(t *testing.T) {
	parse := func(args ...string) (s Streams) {
		t.Helper()
		parser, err := kong.New(&s)
		if err == nil {
			_, err = parser.Parse(args)
		}
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if s := parse(); s != DefaultStreams || s.Chosen() {
		t.Errorf("by default %+v", s)
	}
	if parse("--every", "5s", "--high", "0.5").Chosen() {
		t.Error("the janitor's pace is taken for a size")
	}
	for _, args := range [][]string{{"--max-bytes", "1GB"}, {"--max-age", "48h"}, {"--duplicates", "1h"}, {"--max-store", "4GB"}} {
		if !parse(args...).Chosen() {
			t.Errorf("%v is no choice", args)
		}
	}
}
