package program

import (
	"context"
	"fmt"
	"os"

	"github.com/rs/zerolog"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/intake"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/workers"
	"isnad/pkg/article"
	"isnad/pkg/web/auth"
)

const ingestDescription = `Take articles in and give them to the pipeline.

Paths are text files (.txt), pages (.html, .htm), lines of JSON (.jsonl, .ndjson) and folders of these; - is standard input. A file
report.html may have a report.meta.json beside it: {"outlet": "…", "published": "2024-05-20", "url": "…"}. Giving an article twice adds
nothing. With --http or --watch it goes on until it is told to end.

Examples:

  ingest --outlet ديارنا --published 2020-02-10 article.txt
  zcat feed.jsonl.gz | ingest --jsonl -
  ingest --http 127.0.0.1:8081 --watch inbox
  ingest --http :8081 --tokens tokens --tls-cert cert.pem --tls-key key.pem
  curl -d '{"text": "…", "outlet": "…"}' -H 'Content-Type: application/json' http://127.0.0.1:8081/articles`

type ingestFlags struct {
	cli.Log
	cli.Broker
	cli.Kept
	cli.Serving
	Paths     []string `arg:"" optional:"" help:"Files and folders; - is standard input."`
	JSONL     bool     `name:"jsonl" help:"Standard input is lines of JSON."`
	HTTP      string   `name:"http" help:"Serve POST /articles, /healthz, /readyz and /metrics on this address." placeholder:"ADDR"`
	Tokens    string   `help:"File of those who may post articles: a name and a token on each line. Without it, all on this machine may." type:"path" placeholder:"FILE"`
	Watch     []string `help:"Go on taking in what is new in these folders." placeholder:"DIR" type:"path"`
	Outlet    string   `help:"Outlet of articles that name none."`
	Published string   `help:"Publication day of articles that name none." placeholder:"2020-02-10"`
	Language  string   `help:"ar or en, for articles that name none; told from the text otherwise."`
	Lexicons  string   `help:"Folder of tables over the built-in ones." type:"path" placeholder:"DIR"`
}

// Ingest is the program cmd/ingest.
func Ingest() {
	var f ingestFlags
	k := cli.Parse(&f, "ingest", ingestDescription, "info")
	if len(f.Paths) == 0 && f.HTTP == "" && len(f.Watch) == 0 {
		_ = k.PrintUsage(false) // to standard output
		os.Exit(cli.ExitUsage)
	}
	ctx, stop := service.Context()
	err := runIngest(ctx, f)
	stop()
	cli.Exit("ingest", err)
}

func runIngest(ctx context.Context, f ingestFlags) error {
	log, err := service.Logger("ingest", f.LogLevel)
	if err != nil {
		return err
	}
	if err := article.CheckPublished(f.Published); err != nil {
		return fmt.Errorf("--published: %w", err)
	}
	for _, dir := range f.Watch {
		if _, err := os.Stat(dir); err != nil {
			return fmt.Errorf("--watch: %w", err) // else a misspelt folder would be watched for ever, in silence
		}
	}
	tokens, err := workers.Tokens(f.Tokens, f.HTTP)
	if err != nil {
		return err
	}
	lex, err := workers.Tables(f.Lexicons)
	if err != nil {
		return err
	}
	g := &intake.Ingest{Reader: article.NewReader(lex), Meta: article.Meta{Outlet: f.Outlet, Published: f.Published, Language: f.Language}, Log: log}
	guard := auth.NewGuard(auth.Options{Tokens: tokens, FreeWrites: tokens.Len() == 0})
	return service.Run(ctx, "ingest", service.Address{HTTP: f.HTTP, Serving: f.Serving}, log, func(ctx context.Context, p *service.Program) error {
		broker, err := workers.Join(ctx, f.Broker, f.Kept, "ingest", log)
		if err != nil {
			return err
		}
		defer broker.Close()
		broker.Measure(p.Registry)
		g.JS, g.Metrics = broker.JS, intake.NewMetrics(p.Registry)
		p.Mux.Handle("POST /articles", guard.Wrap(g))
		p.SetReady(broker.Ready)
		if err := f.takeIn(ctx, g, log); err != nil || f.HTTP == "" {
			return err
		}
		<-ctx.Done()
		return nil
	})
}

// takeIn takes in the paths, then what appears in the watched folders.
func (f *ingestFlags) takeIn(ctx context.Context, g *intake.Ingest, log zerolog.Logger) error {
	var tally intake.Tally
	report := func(o intake.Outcome) {
		tally.Add(o)
		if o.Err != nil {
			g.Refused(&o)
		}
	}
	items := g.Reader.Files(f.Paths, g.Meta)
	if f.JSONL && len(f.Paths) == 1 && f.Paths[0] == article.Stdin {
		items = g.Reader.Lines("", os.Stdin, g.Meta)
	}
	if err := g.All(ctx, items, report); err != nil {
		return err
	}
	if len(f.Paths) > 0 {
		log.Info().Int("accepted", tally.Accepted).Int("there_already", tally.Duplicates).Int("rejected", tally.Rejected).Msg("taken in")
	}
	if len(f.Watch) > 0 {
		log.Info().Strs("folders", f.Watch).Msg("watching")
		_ = g.All(ctx, intake.Watch(ctx, g.Reader, g.Meta, f.Watch), report) // ends with ctx, which is how it is told to end
	}
	if tally.Rejected > 0 && len(f.Watch) == 0 && f.HTTP == "" {
		return cli.ErrReported
	}
	return nil
}
