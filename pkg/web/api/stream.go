package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
)

// Stream is the address of announcements.
const Stream = Root + streamPath

const (
	streamPath = "/stream/entities"

	heartbeat    = 15 * time.Second // silence after which a line without meaning is sent, for proxies and to find who is gone
	writeTimeout = 30 * time.Second // that a listener may take for what is sent at once
	retryAfter   = 2 * time.Second  // that browsers wait before they come back
)

type streamInput struct {
	After       string `query:"after" pattern:"^[0-9]{1,18}$" doc:"Number of the last announcement seen: those behind it come first. Without it, only what is announced from now on."`
	LastEventID string `header:"Last-Event-ID" pattern:"^[0-9]{1,18}$" doc:"The same, as browsers send it when they come back. It goes before after."`
}

type streamOutput struct {
	Body func(huma.Context)
}

// stream answers with announcements as server-sent events: the id is the number, the data the announcement in JSON.
func (a *api) stream() {
	op := operation(http.MethodGet, streamPath, "stream-entities", "entities", "Entities as they are announced: server-sent events")
	op.Responses = map[string]*huma.Response{"200": {Description: "Events without end: id is the number, data an announcement", Content: map[string]*huma.MediaType{
		"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}}}}
	huma.Register(a.huma, op, func(ctx context.Context, in *streamInput) (*streamOutput, error) {
		last, ok, err := a.feed.join(ctx)
		if err == nil && !ok {
			err = fmt.Errorf("%d listen already: %w", mostListeners, isnad.ErrUnavailable)
		}
		if err != nil {
			return nil, a.told(&op, err)
		}
		for _, s := range []string{in.LastEventID, in.After} {
			if s != "" {
				last, _ = strconv.ParseInt(s, 10, 64) // it has the pattern of one
				break
			}
		}
		return &streamOutput{func(c huma.Context) {
			defer a.feed.leave()
			_, w := humago.Unwrap(c)
			a.send(ctx, &events{w: w, control: http.NewResponseController(w)}, last)
		}}, nil
	})
}

// send writes what is announced behind a number until the listener or the server has gone.
func (a *api) send(ctx context.Context, to *events, after int64) {
	err := to.begin(after)
	defer to.end()
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for err == nil {
		list, news, failed := a.feed.behind(ctx, after)
		if failed != nil {
			a.Log.Debug().Err(failed).Msg("reading announcements")
			return // the listener comes back by itself
		}
		if len(list) > 0 {
			if err = to.announce(list); err == nil {
				after = list[len(list)-1].ID
				continue
			}
			break
		}
		select {
		case <-ctx.Done():
			return
		case <-a.Done:
			return
		case <-news:
		case <-beat.C:
			err = to.write([]byte(": \n\n"))
		}
	}
	a.Log.Debug().Err(err).Msg("a listener has gone")
}

// events writes server-sent events.
type events struct {
	w       http.ResponseWriter
	control *http.ResponseController
}

// begin says where the stream stands, so that who loses it before the first event misses none.
func (e *events) begin(after int64) error {
	h := e.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // or some proxies would hold events back
	e.w.WriteHeader(http.StatusOK)
	return e.write(fmt.Appendf(nil, "retry: %d\nid: %d\n\n", retryAfter.Milliseconds(), after))
}

// end lets the connection serve other requests at leisure.
func (e *events) end() { _ = e.control.SetWriteDeadline(time.Time{}) }

func (e *events) announce(list []wire.Announcement) error {
	var b bytes.Buffer
	for i := range list {
		data, err := json.Marshal(&list[i])
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "id: %d\ndata: %s\n\n", list[i].ID, data)
	}
	return e.write(b.Bytes())
}

func (e *events) write(b []byte) error {
	if err := e.control.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := e.w.Write(b); err != nil {
		return err
	}
	return e.control.Flush()
}
