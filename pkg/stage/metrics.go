package stage

import (
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"github.com/prometheus/client_golang/prometheus"
)

// The outcomes that Metrics count.
const (
	outcomeHandled  = "handled"
	outcomeRetried  = "retried"  // failed, to be delivered again
	outcomeDead     = "dead"     // put aside with a reason
	outcomeReleased = "released" // given back unhandled: the process ended while a dependency was away
)

// Metrics are what the workers of a process measure. docs/operations.md tells what each means. A nil *Metrics measures nothing.
type Metrics struct {
	messages  *prometheus.CounterVec
	results   *prometheus.CounterVec
	inFlight  *prometheus.GaugeVec
	seconds   *prometheus.HistogramVec
	age       *prometheus.HistogramVec
	holding   *prometheus.GaugeVec
	pending   *prometheus.GaugeVec
	unacked   *prometheus.GaugeVec
	waiting   *prometheus.GaugeVec
	streamed  *prometheus.GaugeVec
	held      *prometheus.GaugeVec
	most      *prometheus.GaugeVec
	oldest    *prometheus.GaugeVec
	purged    *prometheus.CounterVec
	announced prometheus.Counter
	outbox    prometheus.Gauge
	lexicon   *prometheus.GaugeVec
}

// NewMetrics makes the metrics and registers them. It panics where they are registered already, as prometheus does.
func NewMetrics(r prometheus.Registerer) *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels)
	}
	histogram := func(name, help string, first float64) *prometheus.HistogramVec {
		const factor, buckets = 4, 10
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: prometheus.ExponentialBuckets(first, factor, buckets)}, []string{"stage"})
	}
	m := &Metrics{
		messages:  counter("isnad_messages_total", "Messages by stage and outcome.", "stage", "outcome"),
		results:   counter("isnad_results_total", "Messages that a stage gave and the broker stored.", "stage"),
		inFlight:  gauge("isnad_messages_in_flight", "Messages that this process has in hand.", "stage"),
		seconds:   histogram("isnad_handle_seconds", "Time a handler takes over a batch.", 0.001),
		age:       histogram("isnad_message_age_seconds", "Time from when the broker stored a message until its stage was done with it.", 0.01),
		holding:   gauge("isnad_stage_holding", "1 while the stage waits for a dependency that is away.", "stage"),
		pending:   gauge("isnad_consumer_pending", "Messages that no worker has fetched yet.", "stage"),
		unacked:   gauge("isnad_consumer_unacknowledged", "Messages that workers have fetched and not finished.", "stage"),
		waiting:   gauge("isnad_consumer_oldest_timestamp_seconds", "When the oldest message that a stage has not finished was stored; 0 where it has finished all.", "stage"),
		streamed:  gauge("isnad_stream_bytes", "Bytes that a stream holds.", "stream"),
		held:      gauge("isnad_stream_messages", "Messages that a stream holds.", "stream"),
		most:      gauge("isnad_stream_max_bytes", "Bytes that a stream may hold.", "stream"),
		oldest:    gauge("isnad_stream_oldest_timestamp_seconds", "When the oldest message of a stream was stored; 0 for an empty one.", "stream"),
		purged:    counter("isnad_stream_purged_total", "Messages that the janitor purged.", "stream"),
		announced: prometheus.NewCounter(prometheus.CounterOpts{Name: "isnad_entities_announced_total", Help: "New entities announced."}),
		outbox:    prometheus.NewGauge(prometheus.GaugeOpts{Name: "isnad_outbox_waiting", Help: "Announcements that wait to be sent, counted up to 100."}),
		lexicon:   gauge("isnad_lexicon_info", "1 for the tables that articles are read with, and the number of their run.", "lexicon", "run"),
	}
	r.MustRegister(m.messages, m.results, m.inFlight, m.seconds, m.age, m.holding, m.pending, m.unacked, m.waiting, m.streamed, m.held, m.most, m.oldest, m.purged,
		m.announced, m.outbox, m.lexicon)
	return m
}

// Reads notes with which tables articles are read from now on.
func (m *Metrics) Reads(lexicon string, run uint64) {
	if m != nil {
		m.lexicon.Reset()
		m.lexicon.WithLabelValues(lexicon, strconv.FormatUint(run, 10)).Set(1)
	}
}

// begins makes the metrics of a stage that only change later: an alarm needs a zero to see the first one.
func (m *Metrics) begins(stage string) {
	if m == nil {
		return
	}
	for _, outcome := range []string{outcomeHandled, outcomeRetried, outcomeDead, outcomeReleased} {
		m.messages.WithLabelValues(stage, outcome)
	}
	m.results.WithLabelValues(stage)
	m.holding.WithLabelValues(stage)
}

func (m *Metrics) count(stage, outcome string) {
	if m != nil {
		m.messages.WithLabelValues(stage, outcome).Inc()
	}
}

func (m *Metrics) inHand(stage string, n int) {
	if m != nil {
		m.inFlight.WithLabelValues(stage).Set(float64(n))
	}
}

func (m *Metrics) took(stage string, d time.Duration) {
	if m != nil {
		m.seconds.WithLabelValues(stage).Observe(d.Seconds())
	}
}

func (m *Metrics) holds(stage string, yes bool) {
	if m == nil {
		return
	}
	value := 0.0
	if yes {
		value = 1
	}
	m.holding.WithLabelValues(stage).Set(value)
}

func (m *Metrics) lag(stage string, pending, unacknowledged int) {
	if m != nil {
		m.pending.WithLabelValues(stage).Set(float64(pending))
		m.unacked.WithLabelValues(stage).Set(float64(unacknowledged))
	}
}

func (m *Metrics) gave(stage string, n int) {
	if m != nil {
		m.results.WithLabelValues(stage).Add(float64(n))
	}
}

// ended notes that a stage is done with a message that was stored at a time.
func (m *Metrics) ended(stage string, stored time.Time) {
	if m != nil && !stored.IsZero() {
		m.age.WithLabelValues(stage).Observe(max(0, time.Since(stored).Seconds())) // the broker's clock may be ahead
	}
}

func (m *Metrics) oldestWaiting(stage string, stored time.Time) {
	if m != nil {
		m.waiting.WithLabelValues(stage).Set(unix(stored))
	}
}

func (m *Metrics) stream(info *jetstream.StreamInfo) {
	if m == nil {
		return
	}
	name := info.Config.Name
	m.streamed.WithLabelValues(name).Set(float64(info.State.Bytes))
	m.held.WithLabelValues(name).Set(float64(info.State.Msgs))
	if info.Config.MaxBytes > 0 {
		m.most.WithLabelValues(name).Set(float64(info.Config.MaxBytes))
	}
	oldest := time.Time{}
	if info.State.Msgs > 0 {
		oldest = info.State.FirstTime
	}
	m.oldest.WithLabelValues(name).Set(unix(oldest))
}

// unix gives the seconds since 1970, 0 for no time.
func unix(t time.Time) float64 {
	if t.IsZero() {
		return 0
	}
	return float64(t.UnixNano()) / float64(time.Second)
}

func (m *Metrics) waits(n int) {
	if m != nil {
		m.outbox.Set(float64(n))
	}
}

func (m *Metrics) purge(stream string, n uint64) {
	if m != nil {
		m.purged.WithLabelValues(stream).Add(float64(n))
	}
}

func (m *Metrics) announce() {
	if m != nil {
		m.announced.Inc()
	}
}
