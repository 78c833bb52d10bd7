//go:build linux

package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"isnad/cmd/internal/chaos/disk"
	"isnad/cmd/internal/chaos/lab"
	"isnad/pkg/wire"
)

type diskCmd struct {
	Full    time.Duration `help:"How long a disk stays full once somebody complains." default:"60s"`
	Clients int           `help:"Clients that give articles." default:"4"`
	Pause   time.Duration `help:"Pause of a client between two articles." default:"50ms"`
	Only    string        `help:"Do only those whose name has this in it." placeholder:"WORDS"`
}

// Help gives examples.
func (*diskCmd) Help() string {
	return `Examples:

  chaos disk --full 5s
  chaos disk --only postgres`
}

// space is a place in which there is no room any more.
type space struct {
	name    string
	folder  string // of a lab's state, which has a small disk of its own; "" for none
	size    int64
	options lab.Options
	fill    func(*trial, *disk.Disk) error // takes the room away
	room    func(*trial, *disk.Disk) error // gives it back
	step    func(*trial)                   // the documented step, once there is room; nil: it must go on by itself
	words   string                         // that a refusal of ingest must have in it; "": ingest must go on taking articles
	told    func(*trial) string            // what is said of it meanwhile, "" while nothing is
	beside  func(*trial) string            // what somebody else says; nil for nobody
}

// fill and room of a disk; a megabyte is left, that the next moments fill.
func fillDisk(_ *trial, d *disk.Disk) error  { return d.Fill(1 << 20) }
func emptyDisk(_ *trial, d *disk.Disk) error { return d.Empty() }

// restart of the broker, as an operator does it.
func restart(p func(*lab.Lab) *lab.Process) func(*trial) {
	return func(t *trial) {
		p(t.lab).Stop(syscall.SIGTERM)
		p(t.lab).Start()
	}
}

func theBroker(l *lab.Lab) *lab.Process { return l.NATS }
func theOne(l *lab.Lab) *lab.Process    { return l.Ingest }

// smallWAL bounds what PostgreSQL keeps, so that a small disk is enough for it.
var smallWAL = []string{"max_wal_size=48MB", "min_wal_size=32MB"}

var spaces = []space{
	{name: "the broker's max_file_store is reached", fill: lowerLimit, room: raiseLimit, words: "max_file_store", told: refused("max_file_store")},
	{name: "the broker's disk is full", folder: "nats", size: 256 << 20, fill: fillDisk, room: emptyDisk, step: restart(theBroker),
		words: "its disk may be full", told: refused("its disk may be full"), beside: brokerHealth},
	{name: "PostgreSQL's disk is full", folder: "postgres", size: 256 << 20, options: lab.Options{Postgres: smallWAL}, fill: fillDisk, room: emptyDisk, told: sinkReady},
	{name: "SQLite's disk is full", folder: "sqlite", size: 256 << 20, options: lab.Options{SQLite: "isnad.db"}, fill: fillDisk, room: emptyDisk, told: sinkReady},
	{name: "the disk of everything in one process is full", folder: "isnad", size: 512 << 20, options: lab.Options{Single: true}, fill: fillDisk, room: emptyDisk, step: restart(theOne),
		words: "its disk may be full", told: refused("its disk may be full")},
}

// Run is the experiment, once for each space.
func (k *diskCmd) Run(c *chaos) error {
	chosen := slices.DeleteFunc(slices.Clone(spaces), func(s space) bool { return !strings.Contains(s.name, k.Only) })
	if len(chosen) == 0 {
		return fmt.Errorf("--only: none has %q in its name", k.Only)
	}
	for _, s := range chosen {
		if err := k.one(c, s); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

// one fills one space under load, keeps it full for some time, and gives the room back.
func (k *diskCmd) one(c *chaos, s space) error {
	t, d, err := k.trial(c, s)
	if err != nil {
		return err
	}
	if d != nil {
		defer d.end()
	}
	defer t.end()
	t.give(k.Clients, k.Pause, 0)
	pause(c.ctx, 3*time.Second)
	if err := s.fill(t, d.of()); err != nil {
		return err
	}
	filled := time.Now()
	told := k.awaitTold(t, s)
	t.fact("full, and said so after", round(time.Since(filled)))
	t.fact("what is said", told)
	if s.beside != nil {
		t.fact("and elsewhere", s.beside(t))
	}
	before := t.ledger.Accepted()
	pause(c.ctx, k.Full)
	t.fact("accepted while it was full", t.ledger.Accepted()-before)
	if s.words == "" && t.ledger.Accepted() == before {
		t.fail("ingest does not take articles while the store is away")
	}
	t.tellRefusals(s.words)
	if err := s.room(t, d.of()); err != nil {
		return err
	}
	k.goesOn(t, s)
	v, err := t.audit(idle)
	if err != nil {
		return err
	}
	t.judge(v, 0)
	return nil
}

// trial makes the lab of a space, and its disk where it has one.
func (k *diskCmd) trial(c *chaos, s space) (*trial, *cutDisk, error) {
	o := s.options
	o.Dir = filepath.Join(c.Dir, fmt.Sprintf("full%d", c.labs+1))
	o.State = filepath.Join(o.Dir, "state")
	var d *cutDisk
	if s.folder != "" {
		var err error
		if d, err = c.disk(filepath.Join(o.State, s.folder), s.size); err != nil {
			return nil, nil, err
		}
	}
	if o.SQLite != "" {
		o.SQLite = filepath.Join(o.State, s.folder, o.SQLite)
	}
	t, err := c.trial(s.name, o)
	if err != nil {
		d.end()
	}
	return t, d, err
}

// awaitTold waits until somebody says that there is no room.
func (k *diskCmd) awaitTold(t *trial, s space) string {
	for end := time.Now().Add(lab.Patience); time.Now().Before(end) && t.ctx.Err() == nil; pause(t.ctx, 100*time.Millisecond) {
		if told := s.told(t); told != "" {
			return told
		}
	}
	t.fail("nobody says that there is no room")
	return "nothing"
}

// tellRefusals notes what ingest answered, which must have these words in it.
func (t *trial) tellRefusals(words string) {
	clear := false
	refusals := t.ledger.Refusals()
	for _, answer := range slices.Sorted(maps.Keys(refusals)) {
		progress("refused %d times: %s", refusals[answer], answer)
		clear = clear || strings.HasPrefix(answer, "503 ") && strings.Contains(answer, words)
	}
	if words != "" && !clear {
		t.fail("ingest does not answer 503 with the reason (%q)", words)
	}
}

// alone is how long what should go on by itself is given.
const alone = 10 * time.Second

// goesOn waits until all is as before: by itself, or after the step that is documented.
func (k *diskCmd) goesOn(t *trial, s space) {
	room := time.Now()
	patience := lab.Patience
	if s.step != nil {
		patience = alone
	}
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	took, err := t.ledger.Recovered(ctx, room)
	if err == nil {
		t.fact("goes on by itself, after", round(took))
		return
	}
	if s.step == nil {
		t.fail("does not go on by itself in %v", patience)
		return
	}
	s.step(t)
	step := time.Now()
	if _, err = t.recover(step); err != nil {
		t.fail("does not go on after the documented step: %v", err)
		return
	}
	t.fact("goes on after the documented step, in", round(time.Since(step)))
}

// lowerLimit starts the broker anew with a limit that is nearly reached, raiseLimit tells it of a higher one.
func lowerLimit(t *trial, _ *disk.Disk) error {
	js, end, err := t.lab.JetStream()
	if err != nil {
		return err
	}
	defer end()
	ctx, cancel := context.WithTimeout(t.ctx, lab.Patience)
	defer cancel()
	account, err := js.AccountInfo(ctx)
	if err != nil {
		return wire.Unavailable(err)
	}
	if err := t.lab.SetMaxStore(fmt.Sprint(account.Store + 1<<20)); err != nil {
		return err
	}
	t.lab.NATS.Stop(syscall.SIGTERM)
	t.lab.NATS.Start()
	return nil
}

func raiseLimit(t *trial, _ *disk.Disk) error {
	err := t.lab.SetMaxStore("16GB")
	t.lab.NATS.Signal(syscall.SIGHUP)
	return err
}

// refused gives a refusal of ingest that has these words in it.
func refused(words string) func(*trial) string {
	return func(t *trial) string {
		for answer := range t.ledger.Refusals() {
			if strings.Contains(answer, words) {
				return answer
			}
		}
		return ""
	}
}

// sinkReady and brokerHealth give what these say where they are not well.
func sinkReady(t *trial) string { return complaint(t.ctx, t.lab.URL(lab.Sink)+"/readyz") }
func brokerHealth(t *trial) string {
	return complaint(t.ctx, t.lab.URL(lab.NATS+"-monitor")+"/healthz")
}

func complaint(ctx context.Context, url string) string {
	ctx, cancel := context.WithTimeout(ctx, lookTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return ""
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return ""
	}
	defer func() { _ = answer.Body.Close() }() // it was only read
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusServiceUnavailable {
		return ""
	}
	return strings.TrimSpace(string(text))
}
