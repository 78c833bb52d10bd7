package service

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
	"golang.org/x/sync/errgroup"

	"isnad/pkg/web/measure"
)

// Program is a running worker as its supervisor sees it.
type Program struct {
	Registry *prometheus.Registry
	Mux      *http.ServeMux
	ready    atomic.Pointer[func(context.Context) error]
}

// errStarting is what /readyz answers until SetReady is called.
var errStarting = errors.New("starting: waiting for the broker or the store")

// SetReady says how the program's dependencies are asked.
func (p *Program) SetReady(ready func(context.Context) error) { p.ready.Store(&ready) }

func (p *Program) isReady(ctx context.Context) error {
	if ready := p.ready.Load(); ready != nil {
		return (*ready)(ctx)
	}
	return errStarting
}

// Run serves the supervisor's addresses, from the first moment on, while work runs, and ends with it.
func Run(ctx context.Context, program string, address Address, log zerolog.Logger, work func(context.Context, *Program) error) error {
	p := &Program{Registry: NewRegistry(program), Mux: http.NewServeMux()}
	Handle(p.Mux, p.Registry, p.isReady)
	group, ctx := errgroup.WithContext(ctx)
	serving, stop := context.WithCancel(ctx)
	at, served, err := Listen(serving, address, measure.New(p.Registry).Wrap(p.Mux), log)
	if err != nil {
		stop()
		return err
	}
	if at != nil {
		log.Info().Str("address", address.URL(at)).Msg("serving")
	}
	group.Go(func() error { return <-served })
	group.Go(func() error {
		defer stop()
		err := work(ctx, p)
		if ctx.Err() != nil && errors.Is(err, context.Canceled) {
			err = nil // told to end while it was starting: that is no failure
		}
		log.Info().Err(err).Msg("ended")
		return err
	})
	return group.Wait()
}
