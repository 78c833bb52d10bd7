package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"

	"isnad/pkg/isnad"
	"isnad/pkg/wire"
)

const (
	comeBack    = time.Second      // after which a lost stream is taken up again
	longestLine = 4 << 20          // of a stream, in bytes
	mostSilence = 45 * time.Second // after which a stream is taken for lost: the server says something every 15 s
)

// Follow gives announcements as they come, from the one behind the number after, or from now on where it is negative, until ctx ends. A
// stream that is lost is taken up again behind the last one. It ends with an error that no waiting can mend.
func (c *Client) Follow(ctx context.Context, after int64) iter.Seq2[wire.Announcement, error] {
	return func(yield func(wire.Announcement, error) bool) {
		heard := false // the server has answered once: it is no wrong address
		for ctx.Err() == nil {
			last, ok, err := c.follow(ctx, after, &heard, yield)
			if !ok {
				return
			}
			after = last
			if err != nil && (!errors.Is(err, isnad.ErrUnavailable) || !heard) {
				if ctx.Err() == nil {
					yield(wire.Announcement{}, err)
				}
				return
			}
			select {
			case <-ctx.Done():
			case <-time.After(comeBack):
			}
		}
	}
}

// follow reads one stream to its end. ok is false when the caller wants no more.
func (c *Client) follow(ctx context.Context, after int64, heard *bool, yield func(wire.Announcement, error) bool) (last int64, ok bool, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	address, headers := "/stream/entities", []string{"Accept", "text/event-stream, application/problem+json"}
	if after >= 0 {
		address += "?after=" + strconv.FormatInt(after, 10)
	}
	response, err := c.send(ctx, "GET", address, nil, headers...)
	if err != nil {
		return after, true, err
	}
	defer response.Body.Close()
	if response.StatusCode != 200 {
		return after, true, c.failure(response, io.LimitReader(response.Body, mostAnswer))
	}
	*heard = true
	silence := time.AfterFunc(mostSilence, cancel)
	defer silence.Stop()
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, longestLine)
	id := after
	for lines.Scan() {
		silence.Reset(mostSilence)
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "": // the end of an event, or of what only says where the stream stands
			after = id
		case "id":
			if id, err = strconv.ParseInt(value, 10, 64); err != nil {
				return after, true, c.stranger(fmt.Sprintf("it numbers an event %q", value))
			}
		case "data":
			var a wire.Announcement
			if err := json.Unmarshal([]byte(value), &a); err != nil {
				return after, true, fmt.Errorf("reading what %s announces: %w", c.base, err)
			}
			if a.ID = id; !yield(a, nil) {
				return after, false, nil
			}
		}
	}
	return after, true, fmt.Errorf("the stream of %s ended: %w", c.base, isnad.ErrUnavailable)
}
