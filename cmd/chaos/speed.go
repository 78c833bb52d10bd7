//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"

	"isnad/cmd/internal/chaos/lab"
	"isnad/cmd/internal/pace"
)

type speedCmd struct {
	Articles  int     `help:"Articles that are taken through." default:"2000"`
	Sentences int     `help:"Sentences of each beyond the first four, of some 240 bytes." default:"10"`
	Extracts  int     `help:"Copies of extract." default:"1"`
	Most      float64 `help:"Share of the sum of its parts alone that the pipeline may take." default:"1.5"`
}

// Run is no experiment but a measurement: what an article takes from end to end, in one process and in several, beside the sum of what its
// parts take alone.
func (s *speedCmd) Run(c *chaos) error {
	args := []string{"bench", "pipeline", "--json", "--articles", fmt.Sprint(s.Articles), "--sentences", fmt.Sprint(s.Sentences)}
	one := &result{Name: "from end to end in one process", Lenient: c.lenient}
	c.results = append(c.results, one)
	progress("%s", one.Name)
	if err := s.measure(c, one, args); err != nil {
		return err
	}
	t, err := c.trial(fmt.Sprintf("from end to end in processes of their own, %d of extract", s.Extracts), lab.Options{Extracts: s.Extracts})
	if err != nil {
		return err
	}
	defer t.end()
	conn, err := pgx.Connect(c.ctx, t.lab.DSN())
	if err != nil {
		return err
	}
	defer conn.Close(c.ctx)
	if _, err := conn.Exec(c.ctx, "CREATE DATABASE bench"); err != nil {
		return err
	}
	return s.measure(c, t.result, append(args, "--nats", t.lab.BrokerURL(), "--ingest", t.lab.URL(lab.Ingest), "--store", t.lab.Database("bench")))
}

// measure runs isnad and notes what it measured.
func (s *speedCmd) measure(c *chaos, r *result, args []string) error {
	cmd := exec.CommandContext(c.ctx, filepath.Join(c.Bin, "isnad"), args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("isnad bench pipeline: %w", err)
	}
	var m struct {
		Bytes int           `json:"bytes"`
		Parts pace.Parts    `json:"parts"`
		Whole time.Duration `json:"whole_ns"`
	}
	if err := json.Unmarshal(out, &m); err != nil {
		return err
	}
	ms := func(d time.Duration) string { return fmt.Sprintf("%.2f ms an article", float64(d)/1e6) }
	r.fact("bytes of an article", m.Bytes)
	r.fact("JetStream hops alone", ms(m.Parts.Hops))
	r.fact("extraction alone", ms(m.Parts.Extract))
	r.fact("store alone", ms(m.Parts.Store))
	r.fact("from end to end", fmt.Sprintf("%s, %.0f articles/s", ms(m.Whole), float64(time.Second)/float64(m.Whole)))
	share := float64(m.Whole) / float64(m.Parts.Sum())
	r.fact("beside the sum of the parts", fmt.Sprintf("%.2f of %s", share, ms(m.Parts.Sum())))
	r.done = true
	if share > s.Most {
		r.slow("the pipeline takes %.2f times what its parts take, want %.2f at most", share, s.Most)
	}
	return nil
}
