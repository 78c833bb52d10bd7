package conll_test

import (
	"strings"
	"testing"

	"isnad/pkg/conll"
)

func TestRead(t *testing.T) {
	got, err := conll.Read(strings.NewReader("زار\tO\r\nرامي\tB-PER\r\nالنحاس\tx\tI-PER\r\n\r\n\r\nعكا\tB-LOC"), "a.conll")
	if err != nil || len(got) != 2 || len(got[0]) != 3 || got[0][2] != (conll.Token{Text: "النحاس", Tag: "I-PER"}) || got[1][0].Text != "عكا" {
		t.Errorf("%v, %v", got, err)
	}
}

func TestBadLinesAreNamed(t *testing.T) {
	for text, place := range map[string]string{
		"زار\tO\nرامي B-PER\n": "a.conll:2:", "x\tB\n": "a.conll:1:", "x\tO\n\ny\tPER\n": "a.conll:3:", "a b\tO\n": "a.conll:1:",
	} {
		if _, err := conll.Read(strings.NewReader(text), "a.conll"); err == nil || !strings.HasPrefix(err.Error(), place) {
			t.Errorf("%q gives %v, want an error at %s", text, err, place)
		}
	}
}
