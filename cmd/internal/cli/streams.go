package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Streams are the flags of every program that makes the streams and keeps them in order.
type Streams struct {
	MaxBytes   Bytes         `help:"Greatest size of ARTICLES and of CLAIMS, each; ${default} by default." default:"2GB" placeholder:"SIZE"`
	MaxAge     time.Duration `help:"How long articles and records stay in the streams; ${default} by default, 30 days." default:"720h" placeholder:"TIME"`
	Duplicates time.Duration `help:"How long an article that is given again is known: longer than the longest outage; ${default} by default." default:"24h" placeholder:"TIME"`
	MaxStore   Bytes         `help:"The broker's max_file_store, where it is less than 13GB: the streams are then made smaller, to fit." placeholder:"SIZE"`
	Every      time.Duration `help:"Pause between two looks at how full the streams are; much shorter while one is too full; ${default} by default." default:"1m" placeholder:"TIME"`
	High       float64       `help:"Share of its size above which what is finished is removed from a stream; ${default} by default." default:"0.7" placeholder:"SHARE"`
}

// DefaultStreams are what the flags say where nobody gives them.
var DefaultStreams = Streams{MaxBytes: 2 << 30, MaxAge: 720 * time.Hour, Duplicates: 24 * time.Hour, Every: time.Minute, High: 0.7}

// Chosen tells whether somebody has said how large the streams are to be.
func (s Streams) Chosen() bool {
	s.Every, s.High = DefaultStreams.Every, DefaultStreams.High
	return s != DefaultStreams
}

// Validate is called by the parser.
func (s *Streams) Validate() error {
	switch {
	case s.MaxBytes < 1<<20:
		return fmt.Errorf("--max-bytes: %d bytes hold no article: 1MB is the least", s.MaxBytes)
	case s.MaxAge < time.Minute:
		return fmt.Errorf("--max-age: %v is shorter than a minute", s.MaxAge)
	case s.Duplicates <= 0 || s.Duplicates > s.MaxAge:
		return fmt.Errorf("--duplicates: %v is not between nothing and --max-age, %v", s.Duplicates, s.MaxAge)
	case s.Every < 100*time.Millisecond:
		return fmt.Errorf("--every: %v is shorter than 100ms", s.Every)
	case s.High <= 0 || s.High >= 1:
		return fmt.Errorf("--high: %v is no share between 0 and 1", s.High)
	}
	return nil
}

// Bytes is a size: "512MB". Units are powers of 1024.
type Bytes int64

var units = []struct {
	name  string
	bytes int64
}{{"KB", 1 << 10}, {"MB", 1 << 20}, {"GB", 1 << 30}, {"TB", 1 << 40}, {"K", 1 << 10}, {"M", 1 << 20}, {"G", 1 << 30}, {"T", 1 << 40}, {"B", 1}, {"", 1}}

// UnmarshalText reads a size.
func (b *Bytes) UnmarshalText(text []byte) error {
	s := strings.ToUpper(strings.TrimSpace(string(text)))
	for _, unit := range units {
		number, ok := strings.CutSuffix(s, unit.name)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
		if err != nil || n < 0 || n > (1<<62)/unit.bytes {
			break
		}
		*b = Bytes(n * unit.bytes)
		return nil
	}
	return fmt.Errorf("%q is no size such as 512MB or 2GB", text)
}
