package tagger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"isnad/pkg/cluster"
	"isnad/pkg/crf"
)

// The bits of the tests.
const (
	bitGrammar = 1 << iota
	bitTitle
)

// sentence makes tokens of words; "*" before a word gives it the bit of titles, "-" that of grammar.
func sentence(number int, words ...string) []Token {
	out := make([]Token, len(words))
	for i, w := range words {
		t := Token{Sentence: number, Word: true}
		switch w[0] {
		case '*':
			w, t.Bits = w[1:], bitTitle
		case '-':
			w, t.Bits = w[1:], bitGrammar
		}
		t.Fold, t.Stem = w, w
		out[i] = t
	}
	return out
}

// examples are texts in which a name, of any letters, stands behind a title and once more behind «قال» or «حضر», where only the first
// pass over the whole text can know it; «قال» stands before words that are no names as well.
func examples(n int, seed uint64) []Example {
	random := rand.New(rand.NewPCG(seed, 2))
	word := func() string {
		letters := []rune("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")
		out := make([]rune, 5)
		for i := range out {
			out[i] = letters[random.IntN(len(letters))]
		}
		return string(out)
	}
	out := make([]Example, n)
	for i := range out {
		name, other := word(), word()
		for s, words := range [][]string{{"اعلن", "*الوزير", name, "-في", "المدينه"}, {"قال", other, "-ان"}, {"قال", name, "-ان"}} {
			out[i].Tokens = append(out[i].Tokens, sentence(s, words...)...)
			for _, w := range words {
				label := Outside
				if w == name {
					label = BeginPerson
				}
				out[i].Labels = append(out[i].Labels, label)
			}
		}
	}
	return out
}

func clusters(tb testing.TB) *cluster.Tables {
	tb.Helper()
	c := cluster.NewCorpus()
	for range 10 {
		c.Add(strings.Fields("اعلن الوزير في المدينه قال ان الحكومه بيروت دمشق بغداد عمان"))
	}
	tables, err := cluster.Train(context.Background(), c, cluster.Options{Rounds: 1, Epochs: 1})
	if err != nil {
		tb.Fatal(err)
	}
	return tables
}

func train(tb testing.TB, e []Example) *Tagger {
	tb.Helper()
	t, err := Train(context.Background(), e, clusters(tb), Options{CRF: crf.Options{Epochs: 8, Seed: 1, Dropout: 0.2}, Skip: bitGrammar})
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

func pack(tb testing.TB, t *Tagger) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := t.Write(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestLabels(t *testing.T) {
	for _, c := range []struct {
		label  Label
		kind   Type
		begins bool
	}{
		{Outside, None, false}, {BeginPerson, Person, true}, {InsidePerson, Person, false}, {BeginPlace, Place, true}, {InsidePlace, Place, false},
		{BeginOrganisation, Organisation, true}, {InsideOrganisation, Organisation, false}, {BeginOther, Other, true}, {InsideOther, Other, false},
	} {
		if TypeOf(c.label) != c.kind || Begins(c.label) != c.begins {
			t.Errorf("label %d: type %d, begins %v", c.label, TypeOf(c.label), Begins(c.label))
		}
		if want := Begin(c.kind); c.begins && c.label != want {
			t.Errorf("Begin(%d) = %d, want %d", c.kind, want, c.label)
		}
		if want := Inside(c.kind); !c.begins && c.label != want {
			t.Errorf("Inside(%d) = %d, want %d", c.kind, want, c.label)
		}
		if got := starts(c.label); got != (c.begins || c.label == Outside) {
			t.Errorf("starts(%d) = %v", c.label, got)
		}
		for from := Outside; from < labels; from++ {
			want := c.begins || c.label == Outside || TypeOf(from) == c.kind
			if follows(from, c.label) != want {
				t.Errorf("%d behind %d: %v, want %v", c.label, from, !want, want)
			}
		}
	}
}

// A name that no word beside it tells is found by what the first pass said of the same word elsewhere, and the word in the same place that
// is no name is not.
func TestTwoPasses(t *testing.T) {
	tagger := train(t, examples(200, 1))
	unknown := examples(40, 9)
	wrong := 0
	for _, e := range unknown {
		for i, tag := range tagger.Tag(e.Tokens) {
			if tag.Label != e.Labels[i] {
				wrong++
			}
		}
	}
	if wrong > 4 {
		t.Errorf("%d tokens wrong in %d texts", wrong, len(unknown))
	}
	alone := tagger.Tag(sentence(0, "قال", "شعغظا", "-ان"))
	if alone[1].Label != Outside {
		t.Errorf("without another place the word is %v", alone[1])
	}
}

func TestTagGivesATagForEveryToken(t *testing.T) {
	tagger := train(t, examples(40, 1))
	random := rand.New(rand.NewPCG(3, 3))
	for n := range 40 {
		var tokens []Token
		for s := 0; len(tokens) < n; s++ {
			for range 1 + random.IntN(4) {
				tokens = append(tokens, Token{Fold: strings.Repeat("ب", random.IntN(6)), Stem: strings.Repeat("ب", random.IntN(6)), Sentence: s,
					Word: random.IntN(3) > 0, Bits: random.Uint64(), Rule: Label(random.IntN(int(labels)))})
			}
		}
		tags := tagger.Tag(tokens)
		if len(tags) != len(tokens) {
			t.Fatalf("%d tags for %d tokens", len(tags), len(tokens))
		}
		for i, tag := range tags {
			first := i == 0 || tokens[i-1].Sentence != tokens[i].Sentence
			if tag.Label >= labels || first && !starts(tag.Label) || !first && !follows(tags[i-1].Label, tag.Label) {
				t.Fatalf("tag %d is %d, which may not stand there", i, tag.Label)
			}
			sum := float32(0)
			for _, p := range tag.P {
				sum += p
			}
			if sum < 0.999 || sum > 1.001 || tag.Probability() != tag.P[TypeOf(tag.Label)] {
				t.Fatalf("tag %d: %+v", i, tag)
			}
		}
	}
	if got := tagger.Tag(nil); len(got) != 0 {
		t.Errorf("no tokens: %v", got)
	}
}

// A sentence's neighbours change none of its features but those of the same word elsewhere.
func TestFeaturesStayInTheSentence(t *testing.T) {
	middle := sentence(1, "ضضض", "ططط", "ظظظ")
	alone := read(middle, nil, 0)
	within := read(slices.Concat(sentence(0, "*سسس", "ششش"), middle, sentence(2, "*صصص", "ععع")), nil, 0)
	alone.first, within.first = make([]Label, 3), []Label{1, 2, 0, 0, 0, 3, 4}
	alone.poll()
	within.poll()
	for i := range middle {
		one, two := alone.features(nil, i, 0, 3), within.features(nil, 2+i, 2, 5)
		if !slices.Equal(one, two) {
			t.Errorf("token %d: %d features alone, %d within a text, or others", i, len(one), len(two))
		}
	}
	if a, b := alone.features(nil, 0, 0, 3), alone.features(nil, 0, 0, 2); slices.Equal(a, b) {
		t.Error("a rim that is moved changes no feature")
	}
}

// Words that stand elsewhere are linked, but for those of grammar, short ones and what is no word; how far and how many is bounded.
func TestElsewhere(t *testing.T) {
	places := func(tokens []Token, i int) string {
		var out []int
		read(tokens, nil, bitGrammar).each(i, func(at int) { out = append(out, at) })
		return fmt.Sprint(out)
	}
	many := sentence(0, slices.Repeat([]string{"بيروت"}, 30)...)
	far := slices.Concat(sentence(0, "بيروت"), sentence(reach, "بيروت"), sentence(2*reach+1, "بيروت"))
	numbers := sentence(0, "بيروت", "بيروت")
	numbers[1].Word = false
	for what, c := range map[string]struct {
		tokens []Token
		i      int
		want   string
	}{
		"twice":     {sentence(0, "بيروت", "دمشق", "بيروت"), 0, "[2]"},
		"once":      {sentence(0, "بيروت", "دمشق", "بيروت"), 1, "[]"},
		"grammar":   {sentence(0, "-الذي", "دمشق", "-الذي"), 0, "[]"},
		"short":     {sentence(0, "عن", "عن"), 0, "[]"},
		"no word":   {numbers, 0, "[]"},
		"too many":  {many, 15, "[14 13 12 11 10 9 16 17 18 19 20 21]"},
		"too far":   {far, 1, "[0]"},
		"both ways": {far[:2], 0, "[1]"},
	} {
		if got := places(c.tokens, c.i); got != c.want {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
	}
}

func TestSpell(t *testing.T) {
	for _, word := range []string{"", "a", "من", "بيروت", "ab\xffc", "\xff", "語"} {
		s := spell(word)
		if s.word != hash(word) {
			t.Errorf("%q: the word's hash is not that of its bytes", word)
		}
		runes := []rune(word)
		if !strings.Contains(word, "\xff") && word != "" && s.letters != len(runes) {
			t.Errorf("%q: %d letters", word, s.letters)
		}
		for n := 1; n <= affixes && !strings.Contains(word, "\xff"); n++ {
			var prefix, suffix uint64
			if n < len(runes) {
				prefix, suffix = hash(string(runes[:n])), hash(string(runes[len(runes)-n:]))
			}
			if s.prefix[n-1] != prefix || s.suffix[n-1] != suffix {
				t.Errorf("%q: rims of %d letters", word, n)
			}
		}
	}
}

func TestTrainIsDeterministic(t *testing.T) {
	e := examples(20, 1)
	one := pack(t, train(t, e))
	if !bytes.Equal(one, pack(t, train(t, e))) {
		t.Error("the same examples give different models")
	}
}

func TestTrainRefuses(t *testing.T) {
	if _, err := Train(context.Background(), examples(3, 1), nil, Options{}); !errors.Is(err, ErrFewExamples) {
		t.Errorf("3 examples of 4 parts: error %v", err)
	}
	bad := examples(5, 1)
	bad[2].Labels = bad[2].Labels[1:]
	if _, err := Train(context.Background(), bad, nil, Options{}); err == nil || !strings.Contains(err.Error(), "example 2 has 11 tokens and 10 labels") {
		t.Errorf("lengths that differ: error %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Train(ctx, examples(5, 1), nil, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v", err)
	}
}

func TestReadGivesWhatWasWritten(t *testing.T) {
	tagger := train(t, examples(40, 1))
	data := pack(t, tagger)
	back, err := Read(data, tagger.clusters, bitGrammar)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range examples(20, 5) {
		if one, two := tagger.Tag(e.Tokens), back.Tag(e.Tokens); !slices.Equal(one, two) {
			t.Fatalf("%v before, %v behind", one, two)
		}
	}
	if back.Features() != tagger.Features() || back.Features() == 0 {
		t.Errorf("%d features, want %d", back.Features(), tagger.Features())
	}
	for n := 0; n < len(data); n += 1 + n/50 {
		if _, err := Read(data[:n], tagger.clusters, 0); !errors.Is(err, ErrFormat) && !errors.Is(err, crf.ErrFormat) {
			t.Fatalf("%d of %d bytes: error %v", n, len(data), err)
		}
	}
	if _, err := Read(append(slices.Clone(data), 0), tagger.clusters, 0); !errors.Is(err, ErrFormat) {
		t.Errorf("a byte behind the end: error %v", err)
	}
	other := slices.Clone(data)
	other[len(magic)-1]++
	if _, err := Read(other, tagger.clusters, 0); !errors.Is(err, ErrFormat) {
		t.Errorf("another version: error %v", err)
	}
	if tagger.clusters == nil {
		t.Fatal("a tagger without clusters cannot tell others apart")
	}
	if _, err := Read(data, nil, 0); !errors.Is(err, ErrClusters) {
		t.Errorf("other clusters: error %v", err)
	}
}

// repeated is a text of one word, in sentences of twenty.
func repeated(n int) []Token {
	out := make([]Token, n)
	for i := range out {
		out[i] = Token{Fold: "بيروت", Stem: "بيروت", Sentence: i / 20, Word: true}
	}
	return out
}

// A text of one word costs as much a token when it is ten times as long.
func TestOneWordIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("a long text")
	}
	tagger := train(t, examples(20, 1))
	cost := func(n int) time.Duration {
		tokens := repeated(n)
		begin := time.Now()
		tagger.Tag(tokens)
		return time.Since(begin)
	}
	short, long := min(cost(20_000), cost(20_000)), cost(200_000)
	if long > 40*short {
		t.Errorf("ten times the text takes %v, not %v", long, short)
	}
}

// BenchmarkTag tags texts of ten thousand and of a million tokens of one word, the worst for the look-up of other places.
func BenchmarkTag(b *testing.B) {
	tagger := train(b, examples(100, 1))
	mixed := examples(1, 3)[0].Tokens
	for len(mixed) < 10_000 {
		for _, t := range examples(1, uint64(len(mixed)))[0].Tokens {
			t.Sentence += mixed[len(mixed)-1].Sentence + 1
			mixed = append(mixed, t)
		}
	}
	for _, c := range []struct {
		name   string
		tokens []Token
	}{{"mixed", mixed}, {"repeated", repeated(10_000)}, {"million", repeated(1_000_000)}} {
		b.Run(c.name, func(b *testing.B) {
			n := testing.AllocsPerRun(1, func() { tagger.Tag(c.tokens) })
			for b.Loop() {
				tagger.Tag(c.tokens)
			}
			b.ReportMetric(n/float64(len(c.tokens)), "allocs/token")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(c.tokens)), "ns/token")
		})
	}
}
