package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/rs/zerolog"
	"github.com/schollz/progressbar/v3"
	"golang.org/x/sync/errgroup"

	"isnad/cmd/internal/cli"
	"isnad/cmd/internal/extracting"
	"isnad/cmd/internal/intake"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/storage"
	"isnad/cmd/internal/workers"
	"isnad/pkg/article"
	"isnad/pkg/extract"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/stage"
	"isnad/pkg/store"
	"isnad/pkg/web/auth"
	"isnad/pkg/wire/natsd"
)

type runCmd struct {
	Paths      []string `arg:"" optional:"" help:"Files and folders of articles: .txt, .html, .jsonl; - is standard input."`
	Data       string   `help:"Folder of the broker's streams and the store; ${default} by default." default:"./isnad-data" type:"path" placeholder:"DIR"`
	Outlet     string   `help:"Outlet of articles that name none."`
	Published  string   `help:"Publication day of articles that name none." placeholder:"2020-02-10"`
	Language   string   `help:"ar or en, for articles that name none; told from the text otherwise."`
	Lexicons   string   `help:"Folder of tables over the built-in ones." type:"path" placeholder:"DIR"`
	NamesModel string   `help:"Model of names in place of the built-in one; see isnad train-names." type:"existingfile" placeholder:"FILE"`
	Show       int      `help:"Articles whose claims are printed; 0 for none." default:"20"`
	Serve      bool     `help:"Go on: serve HTTP, and take in what is new in the folders given."`
	HTTP       string   `name:"http" help:"Address of the pages, the API and POST /articles with --serve; ${default} by default." default:"127.0.0.1:8080" placeholder:"ADDR"`
	Tokens     string   `help:"File of those who may write, a name and a token on each line; without it, tokens in the data folder, made where it is missing." type:"path" placeholder:"FILE"`
	NATSListen string   `name:"nats-listen" help:"Address at which others reach the embedded broker; ${default} by default." default:"127.0.0.1:0" placeholder:"ADDR"`
	NATSToken  string   `name:"nats-token-file" help:"File with the token that others must show to the embedded broker; without it, a new one at each start. nats://TOKEN@ADDR stands in the file lock of the data folder." type:"path" placeholder:"FILE"`
	cli.Serving
	cli.Worker
	cli.Streams
}

// Help gives examples.
func (*runCmd) Help() string {
	return `Examples:

  isnad run examples/articles
  isnad run --outlet ديارنا --published 2020-02-10 article.txt
  isnad run --serve inbox

With --serve, pages and API are on http://127.0.0.1:8080. Whoever writes, or posts articles, needs a token; on an address that other
machines reach, whoever reads too. With --tls-cert and --tls-key they are served over HTTPS alone, and a renewed certificate is used at once.
Tables and model are read again when they change, or at SIGHUP; what is stored already stays as it was read.
Giving an article twice adds nothing. An article that an older program or older tables have read is read anew.`
}

// reading names the program and tables that read articles now, and the number of their run.
type reading struct {
	build, tables string
	run           uint64
}

// pipeline is everything in one process.
type pipeline struct {
	*runCmd
	log       zerolog.Logger
	lexicon   *lexicon.Lexicon
	extractor *extract.Extractor
	reading   atomic.Pointer[reading]
	broker    *workers.Broker
	store     store.Store
	stages    extracting.Stage
	ingest    *intake.Ingest
	tokens    *auth.Tokens // of those who may write, when it serves
}

// Run is the command.
func (c *runCmd) Run(ctx contextType, flags *cli.Log) (err error) {
	if len(c.Paths) == 0 && !c.Serve {
		return errors.New("no articles: give files or folders, or --serve")
	}
	if err := article.CheckPublished(c.Published); err != nil {
		return fmt.Errorf("--published: %w", err)
	}
	log, err := service.Logger(name, flags.LogLevel)
	if err != nil {
		return err
	}
	p := &pipeline{runCmd: c, log: log}
	if p.extractor, p.lexicon, err = extracting.Extractor(c.Lexicons, c.NamesModel); err != nil {
		return err
	}
	d, err := openData(c.Data)
	if errors.Is(err, errTaken) {
		return fmt.Errorf("%w: end it first, or give another --data", err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if c.Serve {
		if err := p.admit(d); err != nil {
			return err
		}
	}
	server, err := p.listen(d)
	if err != nil {
		return err
	}
	defer server.Stop()
	if err := d.say(server.URL()); err != nil {
		return err
	}
	if p.broker, err = embedded(ctx, server, &c.Streams, log); err != nil {
		return err
	}
	defer p.broker.Close()
	if p.store, err = storage.Open(ctx, d.store(), log); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.store.Close()) }()
	return p.run(ctx)
}

// listen starts the broker.
func (p *pipeline) listen(d *data) (*natsd.Server, error) {
	token, err := brokerToken(p.NATSToken)
	if err != nil {
		return nil, err
	}
	if p.NATSListen != "" && !auth.Loopback(p.NATSListen) {
		p.log.Warn().Str("address", p.NATSListen).Msg("the embedded broker speaks no TLS: its token and all messages cross the network for everybody to read")
	}
	return d.start(p.NATSListen, token, int64(p.MaxStore), p.log)
}

// run runs the stages, the same as those of the workers, and beside them what gives articles in and waits for them.
func (p *pipeline) run(ctx context.Context) error {
	registry := service.NewRegistry(name)
	p.broker.Measure(registry)
	p.store = storage.Measured(p.store, registry)
	p.stages = extracting.Stage{Stages: workers.Stages{JS: p.broker.JS, Options: p.Worker, Kept: cli.Kept{Streams: p.Streams}, Log: p.log, Metrics: stage.NewMetrics(registry), Holds: &stage.Holds{}}, Told: p.read}
	run, err := p.stages.Run(ctx, p.extractor)
	if err != nil {
		return err
	}
	p.read(p.extractor, run)
	p.ingest = &intake.Ingest{JS: p.broker.JS, Reader: article.NewReader(p.lexicon), Log: p.log, Metrics: intake.NewMetrics(registry), Again: p.again,
		Meta: article.Meta{Outlet: p.Outlet, Published: p.Published, Language: p.Language}}
	working, stop := context.WithCancel(ctx)
	defer stop()
	group, working := errgroup.WithContext(working)
	serving := false
	var fresh <-chan *extract.Extractor // of tables that change while the process serves
	if p.Serve {
		fresh = extracting.Reload(working, p.Lexicons, p.NamesModel, p.log)
	}
	group.Go(func() error { return p.stages.Extract(working, p.extractor, fresh) })
	group.Go(func() error { return p.stages.Sink(working, p.store) })
	group.Go(func() error {
		defer stop()
		err := p.work(working)
		if err == nil && p.Serve {
			serving = true
			err = p.serve(working, registry)
		}
		return err
	})
	err = group.Wait()
	if serving && (err == nil || errors.Is(err, context.Canceled)) {
		return nil // what is on its way is in the streams
	}
	if ctx.Err() != nil && (err == nil || errors.Is(err, context.Canceled)) {
		fmt.Fprintln(os.Stderr, "isnad: ended before all was through; the next run goes on where this one stopped")
		return cli.ErrReported
	}
	return err
}

// read notes that an extractor reads the articles from now on.
func (p *pipeline) read(x *extract.Extractor, run uint64) {
	build, tables := x.Name()
	p.reading.Store(&reading{build, tables, run})
}

// again tells whether an article that was given before was read by another program or other tables, and is to be read anew.
func (p *pipeline) again(ctx context.Context, a *isnad.Article) (string, error) {
	now := p.reading.Load()
	r, err := p.store.Record(ctx, a.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && r.Extractor == now.build && r.Lexicon == now.tables {
		return "", nil // on its way, or as it should be
	}
	return "run." + strconv.FormatUint(now.run, 10), err
}

// work takes the paths in, waits until all is through and prints what was found.
func (p *pipeline) work(ctx context.Context) error {
	if len(p.Paths) == 0 {
		return nil
	}
	before, err := lastEntity(ctx, p.broker.JS)
	if err != nil {
		return err
	}
	started := time.Now()
	s := &summary{show: p.Show, started: started}
	bar := progress("reading")
	err = p.ingest.All(ctx, p.ingest.Reader.Files(p.Paths, p.ingest.Meta), func(o intake.Outcome) {
		s.add(o)
		_ = bar.Add(1) // a progress bar is worth no error
	})
	_ = bar.Finish()
	if err != nil {
		return err
	}
	if err := p.through(ctx); err != nil {
		return err
	}
	out := bufio.NewWriter(os.Stdout)
	if err := s.write(ctx, out, p, before); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if !s.clean() && !p.Serve {
		return cli.ErrReported
	}
	return nil
}

// through waits until the stages have finished all that the streams hold.
func (p *pipeline) through(ctx context.Context) error {
	const every = 50 * time.Millisecond
	bar := progress("extracting and storing")
	defer func() { _ = bar.Finish() }()
	for {
		done, err := p.stages.Drained(ctx, p.store)
		if done && err == nil {
			return nil
		}
		if err != nil && !errors.Is(err, isnad.ErrUnavailable) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(every):
		}
		_ = bar.Add(1)
	}
}

// progress gives a spinner on a terminal, and nothing anywhere else.
func progress(what string, more ...progressbar.Option) *progressbar.ProgressBar {
	out := io.Discard
	if isatty.IsTerminal(os.Stderr.Fd()) {
		out = os.Stderr
	}
	return progressbar.NewOptions(-1, append(more, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription(what), progressbar.OptionShowCount(),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionSpinnerType(14))...)
}
