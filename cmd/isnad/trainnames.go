package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"isnad/cmd/internal/workers"
	"isnad/pkg/conll"
	"isnad/pkg/crf"
	"isnad/pkg/entity"
	"isnad/pkg/extract"
	"isnad/pkg/isnad"
	"isnad/pkg/tagger"
)

type trainNamesCmd struct {
	Files    []string `arg:"" help:"Annotated sentences: TOKEN<TAB>TAG in IOB2, a blank line behind each." type:"existingfile" name:"file"`
	Out      string   `required:"" help:"Where to write the model." type:"path" placeholder:"MODEL"`
	Lexicons string   `help:"Folder of tables over the built-in ones." type:"path" placeholder:"DIR"`
	Epochs   int      `help:"Passes over the sentences." default:"15"`
	Rate     float64  `help:"Step of learning." default:"0.05"`
	L2       float64  `name:"l2" help:"Penalty of large weights." default:"0.0005"`
	Dropout  float64  `help:"Share of the features left out in a step." default:"0.35"`
	Rare     int      `help:"Features met fewer times are left out." default:"2"`
	Prune    float64  `help:"Weights below are dropped." default:"0.05"`
	Parts    int      `help:"Parts by which the second pass learns what the first says of unseen text." default:"4"`
	Seed     uint64   `help:"The same seed and sentences give the same model." default:"1"`
	Quiet    bool     `short:"q" help:"No progress."`
}

// Help gives examples.
func (*trainNamesCmd) Help() string {
	return `Examples:

  isnad train-names --out names.model train.conll
  isnad extract --names-model names.model article.txt

Tags of types other than PER, LOC and ORG are learned as names that are not wanted. Training takes some minutes and gives the same model
for the same sentences, tables and options.`
}

// Run is the command.
func (c *trainNamesCmd) Run(ctx contextType) error {
	lex, err := workers.Tables(c.Lexicons)
	if err != nil {
		return err
	}
	layers, err := workers.Learned(c.Lexicons)
	if err != nil {
		return err
	}
	clusters, err := extract.ReadClusters(layers)
	if err != nil {
		return err
	}
	x, err := extract.New(lex, extract.Options{})
	if err != nil {
		return err
	}
	sentences, err := c.read()
	if err != nil {
		return err
	}
	model, err := tagger.Train(ctx, x.Examples(isnad.Arabic, sentences), clusters, tagger.Options{
		CRF:   crf.Options{Epochs: c.Epochs, Rate: c.Rate, L2: c.L2, Dropout: c.Dropout, Rare: c.Rare, Prune: c.Prune, Seed: c.Seed},
		Parts: c.Parts, Skip: entity.SkipBits(), Progress: c.progress,
	})
	if err != nil {
		return err
	}
	var packed bytes.Buffer
	if err := model.Write(&packed); err != nil {
		return err
	}
	if err := writeWhole(c.Out, packed.Bytes()); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d features of %d sentences in %s, %.1f MB\n", model.Features(), len(sentences), c.Out, float64(packed.Len())/1e6)
	return nil
}

func (c *trainNamesCmd) read() ([]conll.Sentence, error) {
	var out []conll.Sentence
	for _, name := range c.Files {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		s, err := conll.Read(f, name)
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		out = append(out, s...)
	}
	return out, nil
}

func (c *trainNamesCmd) progress(stage string, epoch int, loss float64) {
	if !c.Quiet && (epoch == c.Epochs || epoch%5 == 0) {
		fmt.Fprintf(os.Stderr, "%s: %d of %d passes, loss %.4f a token\n", stage, epoch, c.Epochs, loss)
	}
}

// writeWhole writes a file that is whole or not there.
func writeWhole(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(data); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}
