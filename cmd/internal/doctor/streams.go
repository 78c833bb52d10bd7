package doctor

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"isnad/pkg/stage"
	"isnad/pkg/wire"
)

// streams sees whether the streams are there as the programs make them.
func streams(ctx context.Context, p *Pipeline, r *report) error {
	found, err := wire.Differences(ctx, p.JS, wire.Options{})
	if err != nil {
		return err
	}
	const mend = "start the keeper, or a worker without --kept: it brings the streams to their settings"
	var chosen []string
	for _, d := range found {
		switch {
		case d.Setting == "":
			r.fail(mend, "%s is not there", d.Stream)
		case slices.Contains(choices, d.Setting) && d.Is != "" && d.Is != "none":
			chosen = append(chosen, fmt.Sprintf("%s %s of %s (%s by default)", d.Setting, d.Is, d.Stream, d.Want))
		default:
			r.fail(mend, "%s: %s is %s, and should be %s", d.Stream, d.Setting, cmp.Or(d.Is, "none"), d.Want)
		}
	}
	r.sound("all are there, with their settings")
	if len(chosen) > 0 {
		r.ok("sizes other than by default, which is for the keeper's flags to say: %s", strings.Join(chosen, ", "))
	}
	return nil
}

// choices are the settings that flags of the keeper may change.
var choices = []string{"max_bytes", "max_age", "duplicate_window"}

// room sees how full the streams are.
func room(ctx context.Context, p *Pipeline, r *report) error {
	fullest, share := "", 0.0
	for _, name := range wire.StreamNames() {
		s, err := p.JS.Stream(ctx, name)
		if err != nil {
			continue // streams tells
		}
		info := s.CachedInfo()
		if info.Config.MaxBytes <= 0 {
			continue
		}
		filled := float64(info.State.Bytes) / float64(info.Config.MaxBytes)
		if filled >= share {
			fullest, share = name, filled
		}
		says := fmt.Sprintf("%s holds %s of %s (%.0f %%)", name, size(info.State.Bytes), size(info.Config.MaxBytes), filled*100)
		switch {
		case filled > full:
			r.fail(roomFor(name), "%s: soon it refuses", says)
		case filled > filling:
			r.warn(roomFor(name), "%s", says)
		}
	}
	r.sound("the fullest is %s, with %.0f %%", fullest, share*100)
	return nil
}

// roomFor tells what makes room in a stream.
func roomFor(stream string) string {
	switch stream {
	case wire.Articles, wire.Claims:
		return "the keeper, or a worker without --kept, purges what all consumers have finished: see whether one runs, and which consumer lags"
	case wire.Dead:
		return "isnad dead redrive, or isnad dead drop what is worth nothing"
	case wire.Advisories:
		return "old reports give way to new ones: see whether the reconciler runs"
	}
	return "what it holds goes with the messages that refer to it: see whether ARTICLES, CLAIMS and DEAD are kept in order"
}

// workers are the consumers, and who works for them.
var workers = []struct{ stream, consumer, start string }{
	{wire.Articles, stage.ExtractStage, "start extract"},
	{wire.Claims, stage.SinkStage, "start sink"},
	{wire.Advisories, stage.ReconcileStage, "start the keeper, or a worker without --kept"},
}

// look is what is seen of a consumer at one time.
type look struct {
	pending        uint64
	inHand, asking int
	done, given    uint64 // sequences
}

// consumers sees whether the stages are there as the programs make them, and whether they move.
func consumers(ctx context.Context, p *Pipeline, r *report) error {
	first := map[string]look{}
	for _, w := range workers {
		if l, err := p.consumer(ctx, w.stream, w.consumer); err == nil {
			first[w.consumer] = l
		}
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(p.Between):
	}
	for _, w := range workers {
		before := len(r.findings)
		p.settings(ctx, w.stream, w.consumer, w.start, r)
		was, known := first[w.consumer]
		now, err := p.consumer(ctx, w.stream, w.consumer)
		if err != nil || !known {
			continue
		}
		p.moves(w.consumer, w.start, was, now, r)
		if len(r.findings) == before {
			r.ok("%s: %d waiting, %d in hand, %d request%s of workers", w.consumer, now.pending, now.inHand, max(was.asking, now.asking), plural(max(was.asking, now.asking)))
		}
	}
	return nil
}

func (p *Pipeline) consumer(ctx context.Context, stream, name string) (look, error) {
	c, err := p.JS.Consumer(ctx, stream, name)
	if err != nil {
		return look{}, err
	}
	i := c.CachedInfo()
	return look{i.NumPending, i.NumAckPending, i.NumWaiting, i.AckFloor.Stream, i.Delivered.Stream}, nil
}

// settings holds a consumer's settings against those of the programs.
func (p *Pipeline) settings(ctx context.Context, stream, name, start string, r *report) {
	c, err := p.JS.Consumer(ctx, stream, name)
	if err != nil {
		r.fail(start, "%s has no consumer on %s, so nothing of it is read: %v", name, stream, err)
		return
	}
	is, want := c.CachedInfo().Config, stage.Consumer(name)
	if is.AckPolicy != want.AckPolicy {
		r.fail("delete the consumer, and "+start, "%s acknowledges by the policy %s, not %s: what its worker had in hand when it died is lost", name, is.AckPolicy, want.AckPolicy)
	}
	for _, s := range []struct {
		setting  string
		is, want any
	}{{"ack_wait", is.AckWait, want.AckWait}, {"max_deliver", is.MaxDeliver, want.MaxDeliver}, {"max_ack_pending", is.MaxAckPending, want.MaxAckPending},
		{"filter", strings.Join(append(is.FilterSubjects, is.FilterSubject), ""), ""}} {
		if s.is != s.want {
			r.warn("see whether that is meant (--ack-wait, --max-deliver of the worker)", "%s: %s is %v, and by default %v", name, s.setting, s.is, s.want)
		}
	}
}

// moves sees whether a consumer has work and does none.
func (p *Pipeline) moves(name, start string, was, now look, r *report) {
	still := was.done == now.done && was.given == now.given
	switch {
	case max(was.asking, now.asking) == 0 && now.inHand == 0 && now.pending > 0 && !p.Idle:
		r.fail(start+"; one that runs and asks for none waits for a store or a broker that is away: see its /readyz and its log",
			"%s: %d messages wait, and no worker asks for them", name, now.pending)
	case now.pending > 0 && still && !p.Idle:
		r.warn("one message may take two minutes; then see the worker's log", "%s: %d messages wait, %d are in hand, and none was finished within %s", name, now.pending, now.inHand, p.Between)
	case max(was.asking, now.asking) == 0 && now.inHand == 0 && !p.Idle:
		r.warn(start, "%s: no worker runs", name)
	case p.Idle && now.pending > 0:
		r.warn("isnad run goes on with them", "%s: %d messages wait, and nothing runs over this folder", name, now.pending)
	}
}

// mostLetters bounds the dead letters that are looked at: the latest.
const mostLetters = 500

func deadLetters(ctx context.Context, p *Pipeline, r *report) error {
	dead := stage.Dead{JS: p.JS}
	n, err := dead.Count(ctx)
	if err != nil {
		return err
	}
	if n == 0 {
		r.ok("none")
		return nil
	}
	s, err := p.JS.Stream(ctx, wire.Dead)
	if err != nil {
		return err
	}
	q := stage.LetterQuery{}
	if last := s.CachedInfo().State.LastSeq; last > mostLetters {
		q.From = last - mostLetters + 1
	}
	reasons, example := map[string]int{}, map[string]string{}
	for l, err := range dead.Letters(ctx, q) {
		if err != nil {
			return err
		}
		kind := l.Stage + ": " + kindOf(l.Reason)
		reasons[kind]++
		example[kind] = fmt.Sprintf("such as %d, %s", l.Number, short(l.Reason))
	}
	kinds := slices.SortedFunc(maps.Keys(reasons), func(a, b string) int { return cmp.Or(reasons[b]-reasons[a], cmp.Compare(a, b)) })
	var most []string
	for _, k := range kinds[:min(len(kinds), 3)] {
		most = append(most, fmt.Sprintf("%d of stage %s (%s)", reasons[k], k[:strings.IndexByte(k, ':')], example[k]))
	}
	r.warn("isnad dead list tells why; isnad dead redrive sends them again once that is mended", "%d message%s could not be handled: %s", n, plural(int(min(n, 1<<30))), strings.Join(most, "; "))
	return nil
}

// kindOf gives what reasons of one kind have in common: all but their numbers.
func kindOf(reason string) string {
	return strings.Join(strings.FieldsFunc(reason, func(c rune) bool { return unicode.IsDigit(c) }), "#")
}

// short gives the beginning of a text, without what a terminal would obey.
func short(s string) string {
	const most = 120
	letters := []rune(strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.Is(unicode.Cf, c) {
			return -1
		}
		return c
	}, s))
	if len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return string(letters)
}

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}
