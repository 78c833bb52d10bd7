//go:build linux

package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"isnad/cmd/internal/chaos/lab"
	"isnad/cmd/internal/chaos/ledger"
	"isnad/pkg/wire"
)

type poisonCmd struct {
	Messages int     `help:"Poison messages in all." default:"10000"`
	Good     int     `help:"Good articles of each run." default:"1250"`
	Size     int     `help:"Sentences of a good article, about 230 bytes each." default:"30"`
	Clients  int     `help:"Clients that give articles." default:"16"`
	Rounds   int     `help:"Runs without poison, and as many with it: one differs from the next by a tenth and more, whatever is given." default:"8"`
	Most     float64 `help:"Share of the throughput of good ones that may be lost." default:"0.2"`
	Kind     string  `help:"Only kinds with this in their names."`
	Deliver  int     `help:"Deliveries after which a message is given up (--max-deliver of the workers): what may pass is tried so often, with pauses that grow." default:"6"`
}

// Run is the experiment: messages that nobody can handle come among good articles. Each must be put aside, with what is wrong with it, and
// the good ones must not be much slower for them. Runs without and with poison alternate, on one deployment; a run is as many good articles,
// given as fast as they are taken, and ends when all of them are stored.
func (p *poisonCmd) Run(c *chaos) error {
	if p.Good < 2 || p.Rounds < 1 {
		return errors.New("--good and --rounds: there must be good articles, and a run at least")
	}
	poisons := slices.DeleteFunc(slices.Clone(poisons), func(x poison) bool { return !strings.Contains(x.kind, p.Kind) })
	if len(poisons) == 0 {
		return fmt.Errorf("--kind: no kind of poison has %q in its name", p.Kind)
	}
	t, err := c.trial(fmt.Sprintf("%d poison messages of %d kinds among good articles", p.Messages, len(poisons)),
		lab.Options{Env: []string{fmt.Sprint("ISNAD_MAX_DELIVER=", p.Deliver)}})
	if err != nil {
		return err
	}
	defer t.end()
	js, end, err := t.lab.JetStream()
	if err != nil {
		return err
	}
	defer end()
	m := &poisoner{js: js, ledger: t.ledger, kinds: poisons, want: map[string]poison{}}
	if err := m.prepare(t); err != nil {
		return err
	}
	var without, with []time.Duration
	if _, err := p.burst(t, m, "warm-", p.Good/2, 0); err != nil {
		return err
	}
	for n := range p.Rounds {
		share := p.Messages*(n+1)/p.Rounds - len(m.want)
		// A store gets slower as it grows: which of the two comes first alternates.
		for _, poisoned := range []bool{n%2 == 1, n%2 == 0} {
			bad := 0
			if poisoned {
				bad = share
			}
			took, err := p.burst(t, m, fmt.Sprintf("run%d-%v-", n, poisoned), p.Good, bad)
			if err == nil {
				err = m.settled(t.ctx, len(m.want))
			}
			if err != nil {
				return err
			}
			progress("round %d: %d good articles in %v, poisoned: %v", n+1, p.Good, round(took), poisoned)
			if poisoned {
				with = append(with, took)
			} else {
				without = append(without, took)
			}
		}
	}
	v, err := t.audit(lab.Patience)
	if err != nil {
		return err
	}
	p.compare(t, m, without, with)
	t.judge(v, p.Messages)
	return m.check(t)
}

// compare holds the runs with poison against those without.
func (p *poisonCmd) compare(t *trial, m *poisoner, without, with []time.Duration) {
	t.fact("good articles/s without, by run", p.rates(without))
	t.fact("good articles/s with, by run", p.rates(with))
	// The machine has other things to do at times: the middle of the runs is compared.
	loss := 1 - float64(ledger.Percentile(without, 0.5))/float64(ledger.Percentile(with, 0.5))
	t.fact("bytes of a good article", len((&ledger.Giver{Reader: t.giver.Reader, Size: p.Size}).Article(0).Text))
	t.fact("poison messages/s meanwhile", fmt.Sprintf("%.1f", float64(p.Messages-m.late)/total(with).Seconds()))
	t.fact("throughput of good ones lost", fmt.Sprintf("%.1f %%", 100*loss))
	if loss >= p.Most {
		t.slow("the throughput of good ones falls by %.1f %%, want less than %.0f %%", 100*loss, 100*p.Most)
	}
	if m.late > p.Messages/5 {
		t.slow("%d poison messages came only when the good ones were stored: what they cost those was not measured", m.late)
	}
}

func total(all []time.Duration) (sum time.Duration) {
	for _, d := range all {
		sum += d
	}
	return sum
}

func (p *poisonCmd) rates(took []time.Duration) string {
	var out []string
	for _, d := range took {
		out = append(out, fmt.Sprintf("%.1f", float64(p.Good)/d.Seconds()))
	}
	return strings.Join(out, ", ")
}

// burst gives good articles, and poison beside them, and gives the time until all good ones are stored.
func (p *poisonCmd) burst(t *trial, m *poisoner, tag string, good, bad int) (time.Duration, error) {
	given := m.given.Load()
	giver := &ledger.Giver{Ledger: t.ledger, Reader: t.giver.Reader, URL: t.giver.URL, Size: p.Size, Tag: tag}
	before := t.ledger.Accepted()
	began := time.Now()
	ctx, cancel := context.WithTimeout(t.ctx, 10*lab.Patience)
	defer cancel()
	var beside sync.WaitGroup
	beside.Go(func() { giver.Give(ctx, ctx, p.Clients, good) })
	poisoned := make(chan error, 1)
	go func() { poisoned <- m.spread(ctx, before, good, bad) }()
	beside.Wait()
	for t.ledger.Pending() > 0 && ctx.Err() == nil {
		time.Sleep(5 * time.Millisecond)
	}
	took := time.Since(began)
	m.late += bad - int(m.given.Load()-given)
	if err := <-poisoned; err != nil {
		return took, err
	}
	if ctx.Err() != nil {
		return took, fmt.Errorf("%d good articles are still under way after %v: %w", t.ledger.Pending(), took, ctx.Err())
	}
	return took, nil
}

// poisoner publishes poison.
type poisoner struct {
	js     jetstream.JetStream
	ledger *ledger.Ledger
	kinds  []poison
	made   []*nats.Msg       // one message of each kind
	want   map[string]poison // what was published, by message id
	given  atomic.Int64      // how many were
	late   int               // those of them that came when all good ones of their run were stored
}

// prepare makes the messages, and the objects that some of them refer to.
func (m *poisoner) prepare(t *trial) error {
	a := (&ledger.Giver{Reader: t.giver.Reader, Tag: "poison"}).Article(1)
	article, err1 := wire.ArticleMessage(a)
	for i := range m.kinds {
		source := article
		if m.kinds[i].stream == wire.Claims {
			record := t.extractor.Extract(a)
			if m.kinds[i].record != nil {
				m.kinds[i].record(record)
			}
			var err error
			if source, err = wire.RecordMessage(record, 1); err != nil {
				return err
			}
		} else if m.kinds[i].article != nil {
			spoilt := *a
			m.kinds[i].article(&spoilt)
			source.Data = asJSON(spoilt)
		}
		msg := &nats.Msg{Subject: source.Subject, Header: maps.Clone(source.Header), Data: source.Data}
		if m.kinds[i].message != nil {
			m.kinds[i].message(msg)
		}
		m.made = append(m.made, msg)
	}
	if err1 != nil {
		return err1
	}
	return putObjects(t.ctx, m.js)
}

// spread publishes so many poison messages, evenly among the articles that have come since there were before: those of ARTICLES as
// articles are accepted, those of CLAIMS as they are stored. It ends when all are published.
func (m *poisoner) spread(ctx context.Context, before, good, bad int) error {
	if bad == 0 {
		return nil
	}
	var each [2][]int // indexes into made
	for i := range bad {
		kind := (len(m.want) + i) % len(m.made)
		which := 0
		if m.kinds[kind].stream == wire.Claims {
			which = 1
		}
		each[which] = append(each[which], kind)
	}
	var sent [2]int
	for ctx.Err() == nil && sent[0]+sent[1] < bad {
		accepted := m.ledger.Accepted() - before
		for which, come := range [2]int{accepted, accepted - m.ledger.Pending()} {
			due := len(each[which]) * min(come+1, good) / good
			for ; sent[which] < due; sent[which]++ {
				if err := m.publish(ctx, each[which][sent[which]]); err != nil {
					return err
				}
			}
		}
		pause(ctx, 5*time.Millisecond)
	}
	return ctx.Err()
}

func (m *poisoner) publish(ctx context.Context, kind int) error {
	like := m.made[kind]
	msg := &nats.Msg{Subject: like.Subject, Header: maps.Clone(like.Header), Data: like.Data}
	id := fmt.Sprintf("poison.%d", len(m.want))
	msg.Header.Set(jetstream.MsgIDHeader, id)
	m.want[id] = m.kinds[kind]
	_, err := m.js.PublishMsg(ctx, msg)
	if err != nil {
		return fmt.Errorf("publishing poison (%s): %w", m.kinds[kind].kind, err)
	}
	m.given.Add(1)
	return nil
}

// settled waits until there are so many dead letters.
func (m *poisoner) settled(ctx context.Context, n int) error {
	ctx, cancel := context.WithTimeout(ctx, 2*lab.Patience)
	defer cancel()
	for {
		s, err := m.js.Stream(ctx, wire.Dead)
		if err != nil {
			return err
		}
		if have := s.CachedInfo().State.Msgs; have >= uint64(n) {
			return nil
		} else if ctx.Err() != nil {
			return fmt.Errorf("%d of %d poison messages are put aside: %w", have, n, ctx.Err())
		}
		pause(ctx, 100*time.Millisecond)
	}
}

// check holds every dead letter against what is wrong with its message.
func (m *poisoner) check(t *trial) error {
	kinds := map[string]int{}
	vague, strange := map[string]string{}, 0
	err := ledger.EachLetter(t.ctx, m.js, func(l *wire.DeadLetter) {
		p, known := m.want[l.ID]
		switch {
		case !known || l.Stream != p.stream:
			strange++
		case !strings.Contains(l.Reason, p.reason):
			vague[p.stream+" "+p.kind] = l.Reason
		default:
			kinds[p.kind]++
		}
		delete(m.want, l.ID)
	})
	t.fact("kinds put aside with their reason", len(kinds))
	for _, kind := range slices.Sorted(maps.Keys(vague)) {
		t.fail("%s: the reason is %q", kind, vague[kind])
	}
	if strange > 0 {
		t.fail("%d dead letters are of no poison message", strange)
	}
	for id, p := range m.want {
		t.fail("%s (%s %s) is not among the dead letters, and %d others are not", id, p.stream, p.kind, len(m.want)-1)
		break
	}
	return err
}
