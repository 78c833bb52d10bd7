// Package service holds what every long-running program of the project does alike: logs, signals, and the addresses that a supervisor
// asks (/healthz, /readyz, /metrics).
package service

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/rs/zerolog"

	"isnad/pkg/build"
)

// Logger writes to stderr: readable lines on a terminal, JSON elsewhere. level is one of zerolog's names ("debug", "info", …).
func Logger(program, level string) (zerolog.Logger, error) {
	l, err := zerolog.ParseLevel(level)
	if err != nil {
		return zerolog.Nop(), fmt.Errorf("--log-level: %w", err)
	}
	zerolog.TimeFieldFormat = time.RFC3339Nano
	log := zerolog.New(os.Stderr)
	if isatty.IsTerminal(os.Stderr.Fd()) {
		log = zerolog.New(zerolog.ConsoleWriter{Out: os.Stderr, TimeFormat: time.TimeOnly})
	}
	return log.Level(l).With().Timestamp().Str("program", program).Logger(), nil
}

// Context is cancelled by SIGINT and SIGTERM: the program finishes what it has in hand and ends. A second signal ends it at once.
func Context() (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the next signal finds its default again
	return ctx, stop
}

// NewRegistry gives a metrics registry with those of the Go runtime and the process, and one that names the program and its build.
func NewRegistry(program string) *prometheus.Registry {
	r := prometheus.NewRegistry()
	info := prometheus.NewGauge(prometheus.GaugeOpts{Name: "isnad_build_info", Help: "1; its labels name the program and its build.",
		ConstLabels: prometheus.Labels{"program": program, "build": build.Name()}})
	info.Set(1)
	r.MustRegister(info)
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return r
}

// readyTimeout bounds what /readyz asks of the store and the broker.
const readyTimeout = 3 * time.Second

// Handle adds /healthz (the process lives), /readyz (ready says that its dependencies answer; 503 with the reason where one does not)
// and /metrics to a mux.
func Handle(mux *http.ServeMux, registry *prometheus.Registry, ready func(context.Context) error) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
		defer cancel()
		if err := ready(ctx); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ready")
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
}
