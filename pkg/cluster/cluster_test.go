package cluster_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"isnad/pkg/cluster"
)

// corpus makes sentences of forty words.
func corpus() *cluster.Corpus {
	random := rand.New(rand.NewPCG(2, 2))
	c := cluster.NewCorpus()
	for range 400 {
		var s []string
		for k := range 4 {
			s = append(s, fmt.Sprintf("كلمة%d", 10*k+random.IntN(10)))
		}
		c.Add(s)
	}
	c.Add([]string{"نادرة"})
	c.Add(nil)
	return c
}

func train(tb testing.TB, seed uint64) *cluster.Tables {
	tb.Helper()
	t, err := cluster.Train(context.Background(), corpus(), cluster.Options{Rounds: 2, Epochs: 1, Seed: seed})
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

func pack(tb testing.TB, t *cluster.Tables) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := t.Write(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func TestCorpusCountsWords(t *testing.T) {
	if got := corpus().Len(); got != 1601 {
		t.Errorf("%d words, want 1601", got)
	}
}

// The same text and seed give the same bytes, and these give the same classes.
func TestTrainAndRead(t *testing.T) {
	tables := train(t, 1)
	data := pack(t, tables)
	if !bytes.Equal(data, pack(t, train(t, 1))) {
		t.Error("the same text and seed give different tables")
	}
	if bytes.Equal(data, pack(t, train(t, 2))) {
		t.Error("another seed gives the same tables: the seed has no effect")
	}
	back, err := cluster.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	if back.Len() != 40 || tables.Len() != 40 {
		t.Errorf("%d words, read %d, want 40", tables.Len(), back.Len())
	}
	if !bytes.Equal(pack(t, back), data) {
		t.Error("written again it differs")
	}
	distinct := map[cluster.IDs]bool{}
	for i := range 40 {
		word := fmt.Sprintf("كلمة%d", i)
		one, ok1 := tables.Lookup(word)
		two, ok2 := back.Lookup(word)
		if one != two || !ok1 || !ok2 {
			t.Errorf("%s: %v %v, read %v %v", word, one, ok1, two, ok2)
		}
		for n, id := range one {
			if int(id) >= cluster.Classes[n] {
				t.Errorf("%s: class %d of %d", word, id, cluster.Classes[n])
			}
		}
		distinct[one] = true
		if one, two := tables.Frequency(word), back.Frequency(word); one != two || one == 0 {
			t.Errorf("%s: frequency %d, read %d", word, one, two)
		}
	}
	if n := (*cluster.Tables)(nil).Frequency("كلمة1") + back.Frequency("نادرة"); n != 0 {
		t.Errorf("frequency %d of a word that is not there", n)
	}
	if len(distinct) < 10 {
		t.Errorf("only %d different classes", len(distinct))
	}
	for _, word := range []string{"نادرة", "", "كلمة40"} {
		if ids, ok := back.Lookup(word); ok {
			t.Errorf("%q has classes %v", word, ids)
		}
	}
}

func TestTrainRefuses(t *testing.T) {
	if _, err := cluster.Train(context.Background(), cluster.NewCorpus(), cluster.Options{}); !errors.Is(err, cluster.ErrSmall) {
		t.Errorf("an empty text: error %v", err)
	}
	if _, err := cluster.Train(context.Background(), corpus(), cluster.Options{Least: 1000}); !errors.Is(err, cluster.ErrSmall) {
		t.Errorf("all words rare: error %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := cluster.Train(ctx, corpus(), cluster.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: error %v", err)
	}
}

func TestReadRefuses(t *testing.T) {
	data := pack(t, train(t, 1))
	for n := range data {
		if _, err := cluster.Read(data[:n]); !errors.Is(err, cluster.ErrFormat) {
			t.Fatalf("%d of %d bytes: error %v", n, len(data), err)
		}
	}
	magic := data[:bytes.IndexByte(data, 0)+2]
	signed := func(packed []byte) []byte {
		digest := sha256.Sum256(packed)
		return slices.Concat(magic, digest[:], packed)
	}
	with := func(numbers ...uint64) []byte {
		var packed []byte
		for _, n := range numbers {
			packed = binary.AppendUvarint(packed, n)
		}
		return signed(packed)
	}
	for what, bad := range map[string][]byte{
		"more behind":           append(slices.Clone(data), 0),
		"another version":       append([]byte("isnad clusters\x00\x09"), data[len(magic):]...),
		"a byte changed":        append(slices.Clone(data[:len(data)-1]), data[len(data)-1]^1),
		"too many words":        with(1<<40, 1, 1),
		"a word of 41 bits":     with(1, 1<<40, 0),
		"the same word twice":   with(2, 7, 0, 0, 0),
		"a class that is not":   with(1, 7, 400*120*500*2000*64),
		"a number without end":  signed(append([]byte{1, 7}, bytes.Repeat([]byte{0xff}, 20)...)),
		"a name that runs over": with(2, 7, 0, ^uint64(0), 0),
	} {
		if _, err := cluster.Read(bad); !errors.Is(err, cluster.ErrFormat) {
			t.Errorf("%s: error %v", what, err)
		}
	}
	if tables, err := cluster.Read(with(1, 7, 400*120*500*2000*64-1)); err != nil || tables.Len() != 1 {
		t.Errorf("the last class of every table: %v", err)
	}
}

// FuzzRead: any bytes behind a head and digest that fit give tables that write themselves, or ErrFormat.
func FuzzRead(f *testing.F) {
	data := pack(f, train(f, 1))
	packed := data[bytes.IndexByte(data, 0)+2+sha256.Size:]
	f.Add(packed)
	f.Add(packed[:40])
	magic := data[:bytes.IndexByte(data, 0)+2]
	f.Fuzz(func(t *testing.T, packed []byte) {
		digest := sha256.Sum256(packed)
		tables, err := cluster.Read(slices.Concat(magic, digest[:], packed))
		if err != nil {
			if !errors.Is(err, cluster.ErrFormat) {
				t.Fatal(err)
			}
			return
		}
		tables.Lookup("كلمة1")
		again, err := cluster.Read(pack(t, tables))
		if err != nil || again.Len() != tables.Len() {
			t.Fatalf("%d words, written and read %v", tables.Len(), err)
		}
	})
}

func TestLookupAllocatesNothing(t *testing.T) {
	tables := train(t, 1)
	if n := testing.AllocsPerRun(100, func() { tables.Lookup("كلمة1"); tables.Lookup("غيرها") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkLookup(b *testing.B) {
	tables := train(b, 1)
	b.ReportAllocs()
	for b.Loop() {
		tables.Lookup("كلمة1")
	}
}
