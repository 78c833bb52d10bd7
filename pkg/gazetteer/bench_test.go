package gazetteer_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"isnad/pkg/gazetteer"
	"isnad/pkg/isnad"
	"isnad/pkg/text"
)

// words makes different words of Arabic letters, three to seven long.
func words(n int) []string {
	random := rand.New(rand.NewPCG(1, 1))
	letters := []rune("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")
	seen := make(map[string]bool, n)
	out := make([]string, 0, n)
	for len(out) < n {
		w := make([]rune, 3+random.IntN(5))
		for i := range w {
			w[i] = letters[random.IntN(len(letters))]
		}
		if s := string(w); !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// some takes a word, the first ones far more often, as in language.
func some(random *rand.Rand, words []string) string {
	r := random.Float64()
	return words[int(r*r*r*float64(len(words)))]
}

func phrases(n int, words []string) []gazetteer.Phrase {
	random := rand.New(rand.NewPCG(2, 2))
	out := make([]gazetteer.Phrase, n)
	for i := range out {
		form := some(random, words)
		for range random.IntN(3) {
			form += " " + some(random, words)
		}
		out[i] = gazetteer.Phrase{Form: form, Value: i}
	}
	return out
}

// news makes sentences in which every twentieth word begins a phrase and others are words that stand in phrases, with a proclitic or not.
func news(bytes int, words []string, phrases []gazetteer.Phrase) string {
	random := rand.New(rand.NewPCG(3, 3))
	var b strings.Builder
	for n := 0; b.Len() < bytes; n++ {
		switch random.IntN(20) {
		case 0:
			b.WriteString(phrases[random.IntN(len(phrases))].Form)
		case 1, 2, 3:
			b.WriteString("و" + some(random, words))
		case 4, 5:
			b.WriteString("بال" + some(random, words))
		default:
			b.WriteString(some(random, words))
		}
		if n%25 == 24 {
			b.WriteString(".\n")
		} else {
			b.WriteString(" ")
		}
	}
	return b.String()
}

// BenchmarkFind finds phrases in parsed text. Bars: 20 MB/s at 100,000 phrases, at most twice as slow at a million, with at most 100 MB.
func BenchmarkFind(b *testing.B) {
	vocabulary := words(100_000)
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			list := phrases(n, vocabulary)
			before := heap()
			m := gazetteer.Compile(list)
			size := heap() - before
			s := news(1<<20, vocabulary, list)
			d := text.Parser{}.Parse(&isnad.Article{Text: s})
			var hits []gazetteer.Hit
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				hits = m.Find(hits[:0], d, 0, len(d.Tokens))
			}
			b.ReportMetric(float64(size)/1e6, "MB")
			b.ReportMetric(float64(len(hits)), "hits")
		})
	}
}

// BenchmarkCompile makes matchers.
func BenchmarkCompile(b *testing.B) {
	list := phrases(100_000, words(100_000))
	b.ReportAllocs()
	for b.Loop() {
		gazetteer.Compile(list)
	}
}

func heap() int64 {
	var s runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&s)
	return int64(s.HeapAlloc)
}
