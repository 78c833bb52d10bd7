// Package doctor looks at a pipeline from outside and says in words what is wrong with it, and what to do. It changes nothing.
//
// A check is a row of a table. It finds one thing or several, and what cannot be looked at is told as such and never as sound.
package doctor

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Level is how bad a finding is.
type Level string

// The levels.
const (
	Sound   Level = "ok"
	Warning Level = "warn" // somebody should look, or it could not be looked at
	Failure Level = "fail" // articles are refused, stand still or may be lost
)

// Finding is one thing that a check found.
type Finding struct {
	Check string `json:"check"`
	Level Level  `json:"level"`
	Says  string `json:"says"`
	Do    string `json:"do,omitempty"` // what mends it
}

// Pipeline says where the parts of a pipeline are. Blank fields leave out what would be looked at there.
type Pipeline struct {
	JS       jetstream.JetStream // nil where there is no connection, and Away tells why
	Away     error
	Embedded bool          // the broker runs in an isnad, over the folder Data
	Idle     bool          // and in this very process: no stage runs
	Monitor  string        // address of the broker's monitor (http://127.0.0.1:8222); "": port 8222 of the host that JS is connected to
	Data     string        // folder of the embedded pipeline
	Store    string        // DSN
	Server   string        // address of an isnad or sink that serves
	Web      *http.Client  // asks Server and Monitor; nil: the default one
	Lexicons string        // folder of tables over the built-in ones
	Between  time.Duration // two looks at what should move (2 s)
	Only     []string      // names of the checks to make; none: all

	monitored *monitored // what the monitor answered
}

// web gives who asks over HTTP.
func (p *Pipeline) web() *http.Client { return cmp.Or(p.Web, http.DefaultClient) }

// check is one row.
type check struct {
	name  string
	needs need
	look  func(ctx context.Context, p *Pipeline, r *report) error // an error says that it could not be looked at
}

// checks are made in this order.
var checks = []check{
	{"broker", none, broker},
	{"storage", aBroker, storage},
	{"sync", aBroker, syncs},
	{"streams", aBroker, streams},
	{"room", aBroker, room},
	{"consumers", aBroker, consumers},
	{"dead", aBroker, deadLetters},
	{"clock", aBroker, clock},
	{"disk", aFolder, disk},
	{"store", none, theStore},
	{"tables", none, tables},
	{"server", aServer, server},
}

// Names lists the checks.
func Names() []string {
	out := make([]string, len(checks))
	for i := range checks {
		out[i] = checks[i].name
	}
	return out
}

// need is what a check looks at.
type need int

const (
	none    need = iota
	aBroker      // where there is none, the check could not be made
	aFolder      // where there is none of these, there is nothing to check
	aServer
)

// patience bounds one check.
const patience = 40 * time.Second

// Examine makes all checks. Those of a folder, a server or a store that the pipeline does not name give nothing; each other one finding at
// least.
func Examine(ctx context.Context, p Pipeline) []Finding {
	if p.Between == 0 {
		p.Between = 2 * time.Second
	}
	var out []Finding
	for _, c := range checks {
		if len(p.Only) > 0 && !slices.Contains(p.Only, c.name) {
			continue
		}
		r := report{check: c.name}
		switch {
		case c.needs == aBroker && p.JS == nil:
			r.warn("", "could not be checked: there is no connection to a broker")
		case c.needs == aFolder && p.Data == "", c.needs == aServer && p.Server == "":
			continue
		default:
			limited, cancel := context.WithTimeout(ctx, patience)
			if err := c.look(limited, &p, &r); err != nil {
				r.warn("", "could not be checked: %v", err)
			}
			cancel()
		}
		out = append(out, r.findings...)
	}
	return out
}

// report collects the findings of a check.
type report struct {
	check    string
	findings []Finding
}

func (r *report) add(l Level, do, format string, args []any) {
	r.findings = append(r.findings, Finding{Check: r.check, Level: l, Says: fmt.Sprintf(format, args...), Do: do})
}

func (r *report) ok(format string, args ...any)       { r.add(Sound, "", format, args) }
func (r *report) warn(do, format string, args ...any) { r.add(Warning, do, format, args) }
func (r *report) fail(do, format string, args ...any) { r.add(Failure, do, format, args) }

// sound adds that all is well, where nothing else was found.
func (r *report) sound(format string, args ...any) {
	if len(r.findings) == 0 {
		r.ok(format, args...)
	}
}

// size gives bytes as people read them.
func size[T int64 | uint64](n T) string {
	const unit = 1 << 10
	if n < unit {
		return fmt.Sprintf("%d B", n)
	}
	value, names := float64(n), "KMGT"
	at := -1
	for value >= unit && at < len(names)-1 {
		value /= unit
		at++
	}
	return fmt.Sprintf("%.1f %ciB", value, names[at])
}
