package tagger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"isnad/pkg/crf"
)

// texts makes examples in which people stand behind «said» and places behind «in»; names are never met twice.
func texts(n int) []Example {
	r := rand.New(rand.NewPCG(2, 2))
	out := make([]Example, n)
	for i := range out {
		e := &out[i]
		add := func(sentence int, fold string, l Label) {
			e.Tokens = append(e.Tokens, Token{Fold: fold, Stem: fold, Sentence: sentence, Word: fold != "."})
			e.Labels = append(e.Labels, l)
		}
		for s := range 6 {
			name := fmt.Sprintf("n%d", r.IntN(1<<30))
			if r.IntN(2) == 0 {
				add(s, "said", Outside)
				add(s, name, BeginPerson)
				add(s, name+"i", InsidePerson)
			} else {
				add(s, "rain", Outside)
				add(s, "in", Outside)
				add(s, name, BeginPlace)
			}
			add(s, ".", Outside)
		}
	}
	return out
}

func trained(t testing.TB) *Tagger {
	t.Helper()
	m, err := Train(context.Background(), texts(60), nil, Options{CRF: crf.Options{Epochs: 15, Seed: 1}})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestUnknownNamesAreFoundByTheirCompany(t *testing.T) {
	m := trained(t)
	wrong, all := 0, 0
	for _, e := range texts(10) {
		tags := m.Tag(e.Tokens)
		if len(tags) != len(e.Tokens) {
			t.Fatalf("%d tags of %d tokens", len(tags), len(e.Tokens))
		}
		for i, tag := range tags {
			all++
			if tag.Label != e.Labels[i] {
				wrong++
			}
			sum := float32(0)
			for _, p := range tag.P {
				sum += p
			}
			if sum < 0.999 || sum > 1.001 {
				t.Errorf("the probabilities of token %d are %v", i, tag.P)
			}
		}
	}
	if wrong > all/20 {
		t.Errorf("%d of %d labels are wrong", wrong, all)
	}
}

func TestNothingGivesNothing(t *testing.T) {
	if tags := trained(t).Tag(nil); len(tags) != 0 {
		t.Error(tags)
	}
}

func TestLabels(t *testing.T) {
	for typ := Person; typ <= Other; typ++ {
		if TypeOf(Begin(typ)) != typ || TypeOf(Inside(typ)) != typ || !Begins(Begin(typ)) || Begins(Inside(typ)) {
			t.Errorf("type %d: labels %d, %d", typ, Begin(typ), Inside(typ))
		}
		if !follows(Begin(typ), Inside(typ)) || follows(Outside, Inside(typ)) || starts(Inside(typ)) {
			t.Errorf("type %d: the wrong labels may follow each other", typ)
		}
	}
	if TypeOf(Outside) != None || follows(BeginPerson, InsidePlace) {
		t.Error("a name goes on as one of another type")
	}
}

func TestTheFileReadsBack(t *testing.T) {
	m := trained(t)
	var a, b bytes.Buffer
	if err := errors.Join(m.Write(&a), trained(t).Write(&b)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two trainings gave different models")
	}
	back, err := Read(bytes.NewReader(a.Bytes()), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range texts(5) {
		x, y := m.Tag(e.Tokens), back.Tag(e.Tokens)
		for i := range x {
			if x[i] != y[i] {
				t.Fatalf("token %d: %v, read back %v", i, x[i], y[i])
			}
		}
	}
	for _, data := range [][]byte{nil, []byte("isnad names\x00\x09"), a.Bytes()[:a.Len()/2]} {
		if _, err := Read(bytes.NewReader(data), nil, 0); err == nil {
			t.Errorf("%d bytes of no model are read", len(data))
		}
	}
}

func TestFewExamplesAreTold(t *testing.T) {
	if _, err := Train(t.Context(), texts(2), nil, Options{}); !errors.Is(err, ErrFewExamples) {
		t.Error(err)
	}
}

// The cost of a token does not grow with how often its word stands in the text.
func BenchmarkTag(b *testing.B) {
	m := trained(b)
	for _, n := range [...]int{1_000, 10_000, 100_000} {
		tokens := make([]Token, n)
		for i := range tokens {
			tokens[i] = Token{Fold: "same", Stem: "same", Word: true, Sentence: i / 30}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m.Tag(tokens)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/token")
		})
	}
}
