package cluster

import (
	"context"
	"errors"
	"fmt"
)

// Options steer training. The zero value of a field takes the default.
type Options struct {
	Least    int    // words met fewer times have no class; 5
	Rounds   int    // of exchange and k-means, at most; 12
	Epochs   int    // of the vectors over the text; 5
	Seed     uint64 // the same seed and text give the same tables
	Progress func(stage string)
}

// ErrSmall tells that a text has too few different words to make classes of.
var ErrSmall = errors.New("cluster: too few different words; give more text, or a smaller least count")

// Train makes the tables of a corpus. It stops with the context's error when that is done.
func Train(ctx context.Context, c *Corpus, o Options) (*Tables, error) {
	if o.Least == 0 {
		o.Least = 5
	}
	if o.Rounds == 0 {
		o.Rounds = 12
	}
	if o.Epochs == 0 {
		o.Epochs = 5
	}
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	text, words, counts := c.sorted(o.Least)
	const fewest = 10
	if len(words) < fewest {
		return nil, ErrSmall
	}
	ids := make([]IDs, len(words))
	keep := func(table int, of []int32) {
		for w, k := range of {
			ids[w][table] = uint16(k)
		}
	}
	of, err := exchangeClasses(ctx, text, len(words), Classes[0], o.Rounds, func(round, moved int) {
		o.Progress(fmt.Sprintf("exchange: round %d, %d of %d words moved", round, moved, len(words)))
	})
	if err != nil {
		return nil, err
	}
	keep(0, of)
	s := newSkipGram(counts, o.Seed)
	if err := s.learn(ctx, text, o.Epochs, func(epoch int) {
		o.Progress(fmt.Sprintf("vectors: %d of %d passes", epoch, o.Epochs))
	}); err != nil {
		return nil, err
	}
	for w := range s.words {
		normal(&s.words[w])
	}
	for n, classes := range Classes[1:] {
		of, err := kmeans(ctx, s.words, classes, o.Rounds, o.Seed, func(round, moved int) {
			o.Progress(fmt.Sprintf("%d classes: round %d, %d words moved", classes, round, moved))
		})
		if err != nil {
			return nil, err
		}
		keep(n+1, of)
	}
	return newTables(words[rare+1:], ids[rare+1:], counts[rare+1:]), nil
}
