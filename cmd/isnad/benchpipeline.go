package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/rs/zerolog"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/extracting"
	"isnad/cmd/internal/news"
	"isnad/cmd/internal/pace"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/storage"
	"isnad/cmd/internal/workers"
	"isnad/pkg/article"
	"isnad/pkg/isnad"
	"isnad/pkg/web/auth"
	"isnad/pkg/wire"
	"isnad/pkg/wire/natsd"
)

type benchPipelineCmd struct {
	Articles  int    `help:"Articles to make up and to take through; ${default} by default." default:"1000"`
	Sentences int    `help:"Sentences of each beyond the first four, of some 240 bytes; ${default} by default." default:"10"`
	Tag       string `help:"Tells the articles of one measurement from those of another, which a running pipeline would not take again; the time by default."`
	Ingest    string `help:"Ingest of a running pipeline, with --nats; without it, one process with everything in it is measured." placeholder:"URL"`
	NATS      string `name:"nats" help:"Broker of the running pipeline; its user must have the right to make streams." placeholder:"URL"`
	TokenFile string `help:"File of tokens, the first of which is given to ingest." type:"path" placeholder:"FILE"`
	Store     string `help:"An empty store of the kind that the pipeline has, to measure the store alone; a SQLite file by default." placeholder:"DSN"`
	JSON      bool   `name:"json" help:"Print the report as JSON."`
	cli.Login
}

// Help gives examples.
func (*benchPipelineCmd) Help() string {
	return `Examples:

  isnad bench pipeline
  isnad bench pipeline --ingest http://127.0.0.1:8081 --nats nats://127.0.0.1:4222 --store postgres://isnad@localhost/bench

Measures what an article takes in each part alone – bare hops through JetStream, extraction on all cores, the store – and then in the whole
pipeline, and prints the whole beside the sum of its parts. A running pipeline keeps the made-up articles: use one that is made for it.`
}

// paceReport is what was measured.
type paceReport struct {
	Articles int           `json:"articles"`
	Bytes    int           `json:"bytes"` // of an article's text, on average
	Parts    pace.Parts    `json:"parts"`
	Whole    time.Duration `json:"whole_ns"`
}

func (r *paceReport) write(w io.Writer) error {
	per := func(d time.Duration) string {
		return fmt.Sprintf("%7.2f ms an article  %7.0f articles/s", float64(d)/1e6, float64(time.Second)/float64(max(d, 1)))
	}
	_, err := fmt.Fprintf(w, "%d articles of %d bytes\nJetStream hops alone   %s\nextraction alone       %s\nstore alone            %s\nsum of the parts       %s\nend to end             %s\nend to end / sum       %7.2f\n",
		r.Articles, r.Bytes, per(r.Parts.Hops), per(r.Parts.Extract), per(r.Parts.Store), per(r.Parts.Sum()), per(r.Whole), float64(r.Whole)/float64(max(r.Parts.Sum(), 1)))
	return err
}

// Run is the command.
func (c *benchPipelineCmd) Run(ctx contextType, flags *cli.Log) (err error) {
	if (c.Ingest == "") != (c.NATS == "") {
		return errors.New("a running pipeline needs both --ingest and --nats")
	}
	log, err := service.Logger(name, flags.LogLevel)
	if err != nil {
		return err
	}
	dir := ""
	if c.Ingest == "" || c.Store == "" { // a container has no folder to write into, and need not
		if dir, err = os.MkdirTemp("", "isnad-bench-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	}
	if c.Tag == "" {
		c.Tag = time.Now().Format("150405.000 ")
	}
	lines, articles, extract, err := c.makeUp()
	if err != nil {
		return err
	}
	report := &paceReport{Articles: len(articles)}
	for _, a := range articles {
		report.Bytes += len(a.Text) / len(articles)
	}
	if err := c.parts(ctx, dir, log, articles, extract, &report.Parts); err != nil {
		return err
	}
	if report.Whole, err = c.whole(ctx, dir, log, lines); err != nil {
		return err
	}
	if c.JSON {
		return line(os.Stdout, report)
	}
	return report.write(os.Stdout)
}

// makeUp makes the articles, as lines of JSON and as they are read.
func (c *benchPipelineCmd) makeUp() (lines [][]byte, articles []*isnad.Article, extract func(*isnad.Article) *isnad.Record, err error) {
	x, lex, err := extracting.Extractor("", "")
	if err != nil {
		return nil, nil, nil, err
	}
	reader := article.NewReader(lex)
	for n := range max(c.Articles, 1) {
		body := news.JSON(c.Tag, n, c.Sentences)
		a, err := reader.JSON("made", body, article.Meta{})
		if err != nil {
			return nil, nil, nil, err
		}
		lines, articles = append(lines, body), append(articles, a)
	}
	return lines, articles, x.Extract, nil
}

// parts measures each part alone.
func (c *benchPipelineCmd) parts(ctx context.Context, dir string, log zerolog.Logger, articles []*isnad.Article, extract func(*isnad.Article) *isnad.Record, p *pace.Parts) error {
	fmt.Fprintln(os.Stderr, "isnad: extraction alone")
	records, took, err := pace.Extract(ctx, articles, extract)
	if err != nil {
		return err
	}
	p.Extract = took
	fmt.Fprintln(os.Stderr, "isnad: the store alone")
	if p.Store, err = c.store(ctx, dir, log, records); err != nil {
		return err
	}
	in, out := make([]wire.Message, len(articles)), make([]wire.Message, len(records))
	for i := range articles {
		var err1, err2 error
		in[i], err1 = wire.ArticleMessage(articles[i])
		out[i], err2 = wire.RecordMessage(records[i], 1)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
	}
	fmt.Fprintln(os.Stderr, "isnad: the hops alone")
	broker, end, err := c.broker(ctx, dir, log)
	if err != nil {
		return err
	}
	defer end()
	p.Hops, err = pace.Hops(ctx, broker.JS, in, out)
	return err
}

func (c *benchPipelineCmd) store(ctx context.Context, dir string, log zerolog.Logger, records []*isnad.Record) (took time.Duration, err error) {
	dsn := c.Store
	if dsn == "" {
		dsn = filepath.Join(dir, "alone.db")
	}
	st, err := storage.Open(ctx, dsn, log)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return pace.Store(ctx, st, records)
}

// broker reaches the pipeline's broker, or starts one like that of one process.
func (c *benchPipelineCmd) broker(ctx context.Context, dir string, log zerolog.Logger) (*workers.Broker, func(), error) {
	if c.NATS != "" {
		broker, err := workers.Connect(ctx, cli.Broker{NATS: c.NATS, Login: c.Login}, name, log)
		return broker, broker.Close, err
	}
	server, err := natsd.Start(natsd.Options{Dir: filepath.Join(dir, "alone")})
	if err != nil {
		return nil, nil, err
	}
	broker, err := workers.Connect(ctx, cli.Broker{NATS: "nats://in-process"}, name, log, server.InProcess())
	if err != nil {
		server.Stop()
		return nil, nil, err
	}
	return broker, func() { broker.Close(); server.Stop() }, nil
}

// whole measures the pipeline.
func (c *benchPipelineCmd) whole(ctx context.Context, dir string, log zerolog.Logger, lines [][]byte) (time.Duration, error) {
	fmt.Fprintln(os.Stderr, "isnad: end to end")
	if c.Ingest == "" {
		return oneProcess(ctx, dir, lines)
	}
	broker, end, err := c.broker(ctx, dir, log)
	if err != nil {
		return 0, err
	}
	defer end()
	server := pace.Server{URL: c.Ingest, Drained: func(ctx context.Context) (bool, error) { return workers.Stages{JS: broker.JS}.Drained(ctx, nil) }}
	if c.TokenFile != "" {
		secrets, err := auth.ReadFile(c.TokenFile)
		if err != nil {
			return 0, err
		}
		server.Token = secrets[0].Token
	}
	return server.Through(ctx, lines)
}

// oneProcess runs `isnad run` over the articles, from its start to its end.
func oneProcess(ctx context.Context, dir string, lines [][]byte) (time.Duration, error) {
	file := filepath.Join(dir, "articles.jsonl")
	if err := os.WriteFile(file, bytes.Join(lines, []byte("\n")), 0o600); err != nil {
		return 0, err
	}
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	started := time.Now()
	cmd := exec.CommandContext(ctx, self, "run", "--data", filepath.Join(dir, "data"), "--show", "0", file)
	if out, err := cmd.CombinedOutput(); err != nil {
		return 0, fmt.Errorf("isnad run: %w\n%s", err, out)
	}
	return time.Since(started) / time.Duration(len(lines)), nil
}
