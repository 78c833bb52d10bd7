package intake

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"isnad/pkg/isnad"
)

// The outcomes that Metrics count.
const (
	outcomeAccepted  = "accepted"
	outcomeDuplicate = "duplicate" // the broker had it before
	outcomeAgain     = "again"     // it had it, and took it once more to be read anew
	outcomeRejected  = "rejected"  // for its own fault
	outcomeFailed    = "failed"    // the broker was away or full for longer than the giver waits
)

// Metrics are what is measured of articles on their way in. nil measures nothing.
type Metrics struct {
	articles *prometheus.CounterVec
	bytes    prometheus.Counter
	seconds  prometheus.Histogram
}

// NewMetrics makes the metrics and registers them. It panics where they are registered already, as prometheus does.
func NewMetrics(r prometheus.Registerer) *Metrics {
	m := &Metrics{
		articles: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "isnad_articles_total", Help: "Articles that were given in, by outcome."}, []string{"outcome"}),
		bytes:    prometheus.NewCounter(prometheus.CounterOpts{Name: "isnad_articles_bytes_total", Help: "Bytes of text of the articles that were accepted."}),
		seconds: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "isnad_intake_seconds", Help: "Time until the broker has stored an article.",
			Buckets: prometheus.ExponentialBuckets(0.001, 4, 9)}),
	}
	for _, outcome := range []string{outcomeAccepted, outcomeDuplicate, outcomeAgain, outcomeRejected, outcomeFailed} {
		m.articles.WithLabelValues(outcome) // an alarm needs a zero to see the first one
	}
	r.MustRegister(m.articles, m.bytes, m.seconds)
	return m
}

func (m *Metrics) note(o *Outcome, took time.Duration) {
	if m == nil {
		return
	}
	m.articles.WithLabelValues(o.name()).Inc()
	if o.Err != nil {
		return
	}
	m.seconds.Observe(took.Seconds())
	if !o.Duplicate {
		m.bytes.Add(float64(len(o.Article.Text)))
	}
}

// name gives the outcome as metrics and logs name it.
func (o *Outcome) name() string {
	switch {
	case isnad.IsBadInput(o.Err):
		return outcomeRejected
	case o.Err != nil:
		return outcomeFailed
	case o.Again:
		return outcomeAgain
	case o.Duplicate:
		return outcomeDuplicate
	}
	return outcomeAccepted
}
