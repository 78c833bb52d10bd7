package doctor

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"isnad/pkg/wire"
)

// Shares of what there is, from which somebody should look, and from which it fails soon.
const (
	filling = 0.7
	full    = 0.9
)

func broker(ctx context.Context, p *Pipeline, r *report) error {
	if p.JS == nil {
		r.fail("start the broker, or say where it is: --nats nats://USER@HOST:4222 --nats-password-file FILE, or --data DIR", "no connection: %v", p.Away)
		return nil
	}
	nc := p.JS.Conn()
	took, err := nc.RTT()
	if err != nil {
		r.fail("see whether it runs, and its log", "it does not answer: %v", err)
		return nil
	}
	where := "at " + nc.ConnectedUrlRedacted()
	if p.Embedded {
		where = "embedded, in " + p.Data
	}
	r.ok("nats-server %s %s, answers within %s", nc.ConnectedServerVersion(), where, took.Round(10*time.Microsecond))
	return nil
}

// storage looks at JetStream as a whole.
func storage(ctx context.Context, p *Pipeline, r *report) error {
	info, err := p.JS.AccountInfo(ctx)
	if err != nil {
		r.fail("the broker needs jetstream { store_dir: … } in its settings, and the user the right to use it", "JetStream does not answer: %v", err)
		return nil
	}
	limit, err := p.storageLimit(ctx, info.Limits.MaxStore, info.Store)
	if err != nil {
		r.warn("", "JetStream holds %s in %d streams; how much it may hold could not be checked: %v", size(info.Store), info.Streams, err)
		return nil
	}
	share := float64(info.Store) / float64(limit)
	const more = "raise max_file_store, on a disk that has the room, or lower the sizes of streams"
	switch {
	case share > full:
		r.fail(more, "JetStream holds %s of the %s that it may hold (%.0f %%): soon it refuses everything", size(info.Store), size(limit), share*100)
	case share > filling:
		r.warn(more, "JetStream holds %s of the %s that it may hold (%.0f %%)", size(info.Store), size(limit), share*100)
	}
	var promised int64
	for _, name := range wire.StreamNames() {
		if s, err := p.JS.Stream(ctx, name); err == nil { // what is missing, streams tells
			promised += max(0, s.CachedInfo().Config.MaxBytes)
		}
	}
	if promised > limit {
		r.fail(more, "the streams may hold %s in all, which is more than the %s that the broker may: it is full before they are, and then refuses dead letters too", size(promised), size(limit))
	}
	r.sound("JetStream holds %s of %s (%.0f %%) in %d streams, which may hold %s; announcements and the pages of articles have no limit of their own",
		size(info.Store), size(limit), share*100, info.Streams, size(promised))
	return nil
}

// storageLimit gives how many bytes the broker may hold, with the limit of the account (0 or less for none) and what it holds now.
func (p *Pipeline) storageLimit(ctx context.Context, account int64, held uint64) (int64, error) {
	if account > 0 {
		return account, nil
	}
	if p.Embedded {
		return p.embeddedLimit(held), nil
	}
	m, err := p.monitor(ctx)
	if err != nil {
		return 0, err
	}
	return m.JetStream.Config.MaxStore, nil
}

// syncs sees whether the broker has every message on disk before it acknowledges it.
func syncs(ctx context.Context, p *Pipeline, r *report) error {
	if p.Embedded {
		r.ok("the broker embedded in isnad has every message on disk before it acknowledges it")
		return nil
	}
	m, err := p.monitor(ctx)
	if err != nil {
		return fmt.Errorf("%w; --monitor http://HOST:PORT says where the broker's monitor is (http: 8222 in its settings)", err)
	}
	if !m.JetStream.Config.SyncAlways {
		r.fail("sync_interval: always in the section jetstream of the broker's settings, then start it anew",
			"the broker writes to disk every %s only: a power cut loses messages that it has acknowledged", m.JetStream.Config.SyncInterval)
		return nil
	}
	r.ok("the broker has every message on disk before it acknowledges it (sync_interval: always)")
	return nil
}

// monitored is what the broker tells of itself at /varz.
type monitored struct {
	ServerID  string `json:"server_id"`
	JetStream struct {
		Config struct {
			MaxStore     int64         `json:"max_storage"`
			SyncInterval time.Duration `json:"sync_interval"`
			SyncAlways   bool          `json:"sync_always"`
		} `json:"config"`
	} `json:"jetstream"`
}

// monitorPort is where a broker's monitor listens unless it is told otherwise.
const monitorPort = "8222"

// monitor asks the broker's monitor, once.
func (p *Pipeline) monitor(ctx context.Context) (*monitored, error) {
	if p.monitored != nil {
		return p.monitored, nil
	}
	address := p.Monitor
	if address == "" {
		u, err := url.Parse(p.JS.Conn().ConnectedUrl())
		if err != nil {
			return nil, fmt.Errorf("the broker's address is not understood: %w", err)
		}
		address = "http://" + net.JoinHostPort(u.Hostname(), monitorPort)
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(address, "/")+"/varz", nil)
	if err != nil {
		return nil, fmt.Errorf("the monitor's address %s: %w", address, err)
	}
	response, err := p.web().Do(request)
	if err != nil {
		return nil, fmt.Errorf("the broker's monitor does not answer: %w", err)
	}
	defer func() { _ = response.Body.Close() }() // it was only read
	var m monitored
	if err := json.NewDecoder(response.Body).Decode(&m); err != nil || response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("what answers at %s is no monitor of a broker (status %d)", address, response.StatusCode)
	}
	if id := p.JS.Conn().ConnectedServerId(); m.ServerID != id {
		return nil, fmt.Errorf("the monitor at %s is that of another broker (%s, not %s)", address, m.ServerID, id)
	}
	p.monitored = &m
	return p.monitored, nil
}
