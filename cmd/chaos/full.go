//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/cmd/internal/chaos/lab"
	"isnad/cmd/internal/chaos/ledger"
	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

type fullCmd struct {
	MaxBytes string        `help:"Greatest size of each stream." default:"16MB"`
	Hold     time.Duration `help:"How long a stream stays full." default:"15s"`
	Every    time.Duration `help:"Pause between two looks of the keeper." default:"20s"`
	Most     time.Duration `help:"Time from when a stage is back until something is accepted again that is taken for going on by itself." default:"20s"`
}

// Run is the experiment: a stage is stopped while articles are given, until the stream before it is full. Ingest must refuse clearly, and a
// watched folder wait; when the stage is back all must go on by itself.
func (f *fullCmd) Run(c *chaos) error {
	inbox := filepath.Join(c.Dir, "inbox")
	if err := os.MkdirAll(inbox, 0o755); err != nil {
		return err
	}
	t, err := c.trial("streams at their limits", lab.Options{KeeperArgs: []string{"--max-bytes", f.MaxBytes, "--every", f.Every.String(), "--high", "0.6"}, IngestArgs: []string{"--watch", inbox}})
	if err != nil {
		return err
	}
	defer t.end()
	js, end, err := t.lab.JetStream()
	if err != nil {
		return err
	}
	defer end()
	t.giver.Size = 10
	t.give(4, 10*time.Millisecond, 0)
	pause(c.ctx, 2*time.Second)
	for _, one := range []struct {
		stopped *lab.Process
		stream  string
	}{{t.lab.Extract[0], wire.Articles}, {t.lab.Sink, wire.Claims}} {
		if err := f.fill(t, js, one.stopped, one.stream, inbox); err != nil {
			t.fail("stream %s: %v", one.stream, err)
			break
		}
	}
	if err := t.enough(2 * lab.Patience); err != nil {
		return fmt.Errorf("%d articles are still under way: %w", t.ledger.Pending(), err)
	}
	if err := f.again(t, js); err != nil {
		return err
	}
	v, err := t.audit(lab.Patience)
	if err != nil {
		return err
	}
	for answer := range t.ledger.Refusals() {
		if !strings.HasPrefix(answer, "503 ") || !strings.Contains(answer, "stream ARTICLES is full") {
			t.fail("it was refused with: %s", answer)
		}
		t.fact("refused with", answer)
	}
	t.judge(v, 0)
	return nil
}

// fill stops a stage until the stream before it is full, and the stream before that; and sees that all goes on when it is back.
func (f *fullCmd) fill(t *trial, js jetstream.JetStream, p *lab.Process, stream, inbox string) error {
	ctx, cancel := context.WithTimeout(t.ctx, 2*lab.Patience)
	defer cancel()
	p.Stop(syscall.SIGTERM)
	began := time.Now()
	if err := until(ctx, func() bool { return t.refusals() > 0 }); err != nil {
		return errors.New("it was not refused in time")
	}
	filled := time.Since(began)
	waits := &ledger.Giver{Ledger: t.ledger, Reader: t.giver.Reader, Tag: "watched-" + p.Name}
	if err := os.WriteFile(filepath.Join(inbox, p.Name+".jsonl"), waits.Line(1), 0o644); err != nil {
		return err
	}
	if stream == wire.Claims {
		if err := until(ctx, func() bool { return t.metric(lab.Extract, "isnad_stage_holding", stage.ExtractStage) == 1 }); err != nil {
			return errors.New("extract does not hold while CLAIMS is full")
		}
	}
	// What the janitor frees meanwhile is taken; but in the end nothing is, for a while.
	before := -1
	if err := until(ctx, func() bool {
		before = t.ledger.Accepted()
		pause(ctx, f.Hold)
		return t.ledger.Accepted() == before
	}); err != nil {
		return errors.New("it goes on taking articles in")
	}
	t.ledger.Accept(waits.Article(1)) // it waits in the folder, and must come
	before = t.ledger.Accepted()
	back := time.Now()
	p.Start()
	if err := until(ctx, func() bool { return t.ledger.Accepted() > before }); err != nil {
		return errors.New("nothing is accepted again")
	}
	accepted := time.Since(back)
	took, err := t.ledger.Recovered(ctx, back)
	if err != nil {
		return fmt.Errorf("%d articles are still under way", t.ledger.Pending())
	}
	t.fact(stream+" full", fmt.Sprintf("after %v, for %v; accepted again %v after %s was started, all stored after %v", round(filled), round(back.Sub(began)-filled), round(accepted), p.Name, round(took)))
	if accepted > f.Most {
		t.slow("stream %s: it took %v until something was accepted again, want at most %v", stream, round(accepted), f.Most)
	}
	t.forget()
	return nil
}

// again gives the first articles once more, whose messages have been purged: they must be told for duplicates.
func (f *fullCmd) again(t *trial, js jetstream.JetStream) error {
	s, err := js.Stream(t.ctx, wire.Articles)
	if err != nil {
		return err
	}
	purged := int(s.CachedInfo().State.FirstSeq) - 1
	const most = 20
	t.fact("messages of ARTICLES purged", purged)
	if purged < most {
		t.fail("only %d messages of ARTICLES were purged", purged)
	}
	for n := range min(most, purged) {
		if known, err := t.giver.Again(t.ctx, n+1); err != nil || !known {
			t.fail("article %d, given again after it was purged, is taken for a new one (%v)", n+1, err)
		}
	}
	return nil
}

// until waits until something holds, or ctx ends.
func until(ctx context.Context, holds func() bool) error {
	for !holds() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		pause(ctx, 20*time.Millisecond)
	}
	return nil
}
