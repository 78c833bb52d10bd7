package tagger

import (
	"context"
	"errors"
	"fmt"

	"isnad/pkg/cluster"
	"isnad/pkg/crf"
)

// Example is a text with the right label of each token.
type Example struct {
	Tokens []Token
	Labels []Label
}

// Options steer training.
type Options struct {
	CRF      crf.Options // Labels, Allowed and Starts are set by Train
	Parts    int         // of the examples, for the first pass over what it was not trained on; 4
	Skip     uint64      // bits of the words of grammar, which are not looked up elsewhere
	Progress func(stage string, epoch int, loss float64)
}

// ErrFewExamples tells that the examples cannot be cut in parts.
var ErrFewExamples = errors.New("tagger: fewer examples than parts; give more text")

// Train learns both passes. The second pass sees what the first said of texts it had not seen: the examples are cut in parts, and each
// is tagged by a first pass trained on the others (Cohen, Carvalho, "Stacked Sequential Learning", IJCAI 2005). The same examples and
// options give the same tagger.
func Train(ctx context.Context, examples []Example, clusters *cluster.Tables, o Options) (*Tagger, error) {
	if o.Parts == 0 {
		o.Parts = 4
	}
	if len(examples) < o.Parts {
		return nil, ErrFewExamples
	}
	t := &Tagger{clusters: clusters, skip: o.Skip}
	readers := make([]*reader, len(examples))
	for i, e := range examples {
		if len(e.Tokens) != len(e.Labels) {
			return nil, fmt.Errorf("tagger: example %d has %d tokens and %d labels", i, len(e.Tokens), len(e.Labels))
		}
		readers[i] = read(e.Tokens, clusters, o.Skip)
	}
	unseen := make([][]Label, len(examples)) // by a first pass that was trained on others
	for part := range o.Parts {
		lo, hi := part*len(examples)/o.Parts, (part+1)*len(examples)/o.Parts
		rest := append(sequences(examples[:lo], readers[:lo]), sequences(examples[hi:], readers[hi:])...)
		m, err := o.learn(ctx, rest, fmt.Sprintf("part %d of %d", part+1, o.Parts))
		if err != nil {
			return nil, err
		}
		for i := lo; i < hi; i++ {
			unseen[i] = firstPass(m, readers[i])
		}
	}
	var err error
	if t.first, err = o.learn(ctx, sequences(examples, readers), "first pass"); err != nil {
		return nil, err
	}
	for i, r := range readers {
		r.first = unseen[i]
		r.poll()
	}
	if t.second, err = o.learn(ctx, sequences(examples, readers), "second pass"); err != nil {
		return nil, err
	}
	t.both = crf.Join(t.first, t.second)
	return t, nil
}

func (o Options) learn(ctx context.Context, s []crf.Sequence, stage string) (*crf.Model, error) {
	c := o.CRF
	c.Labels, c.Allowed, c.Starts = int(labels), follows, starts
	if o.Progress != nil {
		c.Progress = func(epoch int, loss float64) { o.Progress(stage, epoch, loss) }
	}
	return crf.Train(ctx, s, c)
}

// sequences makes the features of the examples' sentences.
func sequences(examples []Example, readers []*reader) []crf.Sequence {
	var out []crf.Sequence
	for n, r := range readers {
		r.sentences(func(lo, hi int) {
			s := crf.Sequence{Labels: examples[n].Labels[lo:hi], Features: make([][]uint64, hi-lo)}
			for i := lo; i < hi; i++ {
				s.Features[i-lo] = r.features(nil, i, lo, hi)
			}
			out = append(out, s)
		})
	}
	return out
}

func firstPass(m *crf.Model, r *reader) []Label {
	out := make([]Label, len(r.tokens))
	d := decoder{reader: r}
	d.decode(m, func(lo int, path []Label) { copy(out[lo:], path) })
	return out
}
