package stage

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// The outcomes that Metrics count.
const (
	outcomeHandled  = "handled"
	outcomeRetried  = "retried"  // failed, to be delivered again
	outcomeDead     = "dead"     // put aside with a reason
	outcomeReleased = "released" // given back unhandled: the process ended while a dependency was away
)

// Metrics are what the workers of a process measure. A nil *Metrics measures nothing.
type Metrics struct {
	messages  *prometheus.CounterVec
	inFlight  *prometheus.GaugeVec
	seconds   *prometheus.HistogramVec
	holding   *prometheus.GaugeVec
	pending   *prometheus.GaugeVec
	unacked   *prometheus.GaugeVec
	streamed  *prometheus.GaugeVec
	oldest    *prometheus.GaugeVec
	purged    *prometheus.CounterVec
	announced prometheus.Counter
}

// NewMetrics makes the metrics and registers them. It panics where they are registered already, as prometheus does.
func NewMetrics(r prometheus.Registerer) *Metrics {
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels)
	}
	m := &Metrics{
		messages: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "isnad_messages_total", Help: "Messages by stage and outcome."}, []string{"stage", "outcome"}),
		inFlight: gauge("isnad_messages_in_flight", "Messages that this process has in hand.", "stage"),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "isnad_handle_seconds", Help: "Time a handler takes over a batch.",
			Buckets: prometheus.ExponentialBuckets(0.001, 4, 9)}, []string{"stage"}),
		holding:   gauge("isnad_stage_holding", "1 while the stage waits for a dependency that is away.", "stage"),
		pending:   gauge("isnad_consumer_pending", "Messages that no worker has fetched yet.", "stage"),
		unacked:   gauge("isnad_consumer_unacknowledged", "Messages that workers have fetched and not finished.", "stage"),
		streamed:  gauge("isnad_stream_bytes", "Bytes that a stream holds.", "stream"),
		oldest:    gauge("isnad_stream_oldest_timestamp_seconds", "When the oldest message of a stream was stored; 0 for an empty one.", "stream"),
		purged:    prometheus.NewCounterVec(prometheus.CounterOpts{Name: "isnad_stream_purged_total", Help: "Messages that the janitor purged."}, []string{"stream"}),
		announced: prometheus.NewCounter(prometheus.CounterOpts{Name: "isnad_entities_announced_total", Help: "New entities announced."}),
	}
	r.MustRegister(m.messages, m.inFlight, m.seconds, m.holding, m.pending, m.unacked, m.streamed, m.oldest, m.purged, m.announced)
	return m
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

func (m *Metrics) stream(name string, bytes uint64, oldest time.Time) {
	if m == nil {
		return
	}
	m.streamed.WithLabelValues(name).Set(float64(bytes))
	at := 0.0
	if oldest.Unix() > 0 {
		at = float64(oldest.Unix())
	}
	m.oldest.WithLabelValues(name).Set(at)
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
