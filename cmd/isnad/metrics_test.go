package main

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"isnad/cmd/internal/intake"
	"isnad/cmd/internal/service"
	"isnad/cmd/internal/storage"
	"isnad/cmd/internal/workers"
	"isnad/pkg/stage"
	"isnad/pkg/web/measure"
)

// described is a metric: its type and its labels.
type described struct{ kind, labels string }

// documented reads the table of metrics in docs/operations.md.
func documented(t *testing.T) map[string]described {
	t.Helper()
	text, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]described{}
	for line := range strings.SplitSeq(string(text), "\n") {
		if !strings.HasPrefix(line, "| `isnad_") {
			continue
		}
		cells := strings.Split(line, "|")
		for i := range cells {
			cells[i] = strings.Trim(cells[i], " `")
		}
		labels := strings.Split(cells[3], ", ")
		slices.Sort(labels)
		out[cells[1]] = described{cells[2], strings.Join(labels, ",")}
	}
	return out
}

// recorder notes what is registered.
type recorder struct{ metrics map[string]described }

var descriptor = regexp.MustCompile(`^Desc\{fqName: "([^"]*)", help: ".*", constLabels: \{(.*)\}, variableLabels: \{(.*)\}\}$`)

func (r *recorder) Register(c prometheus.Collector) error {
	descs := make(chan *prometheus.Desc, 100)
	c.Describe(descs)
	close(descs)
	for d := range descs {
		found := descriptor.FindStringSubmatch(d.String())
		if found == nil {
			panic("a descriptor that is not understood: " + d.String())
		}
		labels := regexp.MustCompile(`="[^"]*"`).ReplaceAllString(found[2], "")
		all := strings.FieldsFunc(labels+","+found[3], func(r rune) bool { return r == ',' || r == ' ' })
		slices.Sort(all)
		r.metrics[found[1]] = described{"", strings.Join(all, ",")}
	}
	return nil
}

func (r *recorder) MustRegister(cs ...prometheus.Collector) {
	for _, c := range cs {
		_ = r.Register(c)
	}
}

func (r *recorder) Unregister(prometheus.Collector) bool { return false }

// The table of metrics names every metric that is registered, with its labels, and no other.
func TestTheTableOfMetricsIsComplete(t *testing.T) {
	r := &recorder{map[string]described{}}
	stage.NewMetrics(r)
	intake.NewMetrics(r)
	measure.New(r)
	storage.Measured(nil, r)
	(&workers.Broker{}).Measure(r)
	info := service.NewRegistry("test")
	families, err := info.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		if strings.HasPrefix(f.GetName(), "isnad_") {
			var labels []string
			for _, l := range f.GetMetric()[0].GetLabel() {
				labels = append(labels, l.GetName())
			}
			slices.Sort(labels)
			r.metrics[f.GetName()] = described{"", strings.Join(labels, ",")}
		}
	}
	table := documented(t)
	for name, d := range r.metrics {
		if row, ok := table[name]; !ok || row.labels != d.labels {
			t.Errorf("%s with the labels %q stands in docs/operations.md as %+v", name, d.labels, row)
		}
	}
	for name := range table {
		if _, ok := r.metrics[name]; !ok {
			t.Errorf("docs/operations.md has %s, which nothing registers", name)
		}
	}
	if len(table) < 25 {
		t.Errorf("only %d rows were read", len(table))
	}
}

// The alarms watch metrics that are there, with labels that they have.
func TestAlarmsWatchMetricsThatAreThere(t *testing.T) {
	rules, err := os.ReadFile("../../deploy/alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	table := documented(t)
	found := regexp.MustCompile(`(isnad_[a-z_]+)(?:\{(\w+)[=!]~?")?`).FindAllSubmatch(rules, -1)
	for _, f := range found {
		name := strings.TrimSuffix(string(f[1]), "_bucket")
		if d, ok := table[name]; !ok || len(f[2]) > 0 && !slices.Contains(strings.Split(d.labels, ","), string(f[2])) {
			t.Errorf("%s is not there, or has no label %s", f[1], f[2])
		}
	}
	if len(found) < 15 {
		t.Errorf("only %d metrics were found in the alarms", len(found))
	}
}

// What programs really serve stands in the table, with its type, and counts what they do.
func TestProgramsMeasureWhatTheyDo(t *testing.T) {
	l := newLab(t)
	at := map[string]string{}
	for _, program := range []string{"keeper", "ingest", "extract", "sink"} {
		at[program] = freeAddress(t)
	}
	start := func(program string) { l.start(program, "--http", at[program]) }
	start("ingest")
	start("extract")
	start("sink")
	articles := "http://" + at["ingest"] + "/articles"
	eventually(t, "ingest is ready", func() bool { code, _ := get(t, "http://"+at["ingest"]+"/readyz"); return code == 200 })
	const body = `{"text": "قال فؤاد حداد إن 12 شخصا أصيبوا في بغداد.", "outlet": "منبر"}`
	for _, b := range []string{body, body, `{"text": 5}`} {
		post(t, articles, "application/json", b)
	}
	publish(t, l.js(), broken(), 0)
	l.until(1, 20e9)
	eventually(t, "the broken one is put aside", func() bool { return len(l.dead()) == 1 })
	get(t, "http://"+at["sink"]+"/api/v1/claims?q=بغداد")
	get(t, "http://"+at["sink"]+"/api/v1/nowhere")
	start("keeper") // it looks once when it starts
	for _, want := range []struct {
		program, sample string
		value           float64
	}{
		{"ingest", `isnad_articles_total{outcome="accepted"}`, 1},
		{"ingest", `isnad_articles_total{outcome="duplicate"}`, 1},
		{"ingest", `isnad_articles_total{outcome="rejected"}`, 1},
		{"ingest", `isnad_articles_bytes_total`, 71},
		{"ingest", `isnad_intake_seconds_count`, 2},
		{"ingest", `isnad_http_requests_total{code="202",route="POST /articles"}`, 2},
		{"ingest", `isnad_http_requests_total{code="400",route="POST /articles"}`, 1},
		{"ingest", `isnad_broker_connected`, 1},
		{"extract", `isnad_messages_total{outcome="handled",stage="extract"}`, 1},
		{"extract", `isnad_messages_total{outcome="dead",stage="extract"}`, 1},
		{"extract", `isnad_results_total{stage="extract"}`, 1},
		{"extract", `isnad_message_age_seconds_count{stage="extract"}`, 2},
		{"sink", `isnad_messages_total{outcome="handled",stage="sink"}`, 1},
		{"sink", `isnad_store_seconds_count{operation="put"}`, 1},
		{"sink", `isnad_store_articles_total`, 1},
		{"sink", `isnad_store_claims_total`, 1},
		{"sink", `isnad_store_seconds_count{operation="claims"}`, 1},
		{"sink", `isnad_http_requests_total{code="200",route="GET /api/v1/claims"}`, 1},
		{"sink", `isnad_http_requests_total{code="404",route="none"}`, 1},
		{"sink", `isnad_outbox_waiting`, 0},
		{"keeper", `isnad_stream_messages{stream="DEAD"}`, 1},
		{"keeper", `isnad_stream_messages{stream="ARTICLES"}`, 2},
		{"keeper", `isnad_stream_max_bytes{stream="ARTICLES"}`, 2 << 30},
		{"keeper", `isnad_stream_max_bytes{stream="OBJ_isnad-objects"}`, 2 << 30},
		{"keeper", `isnad_consumer_oldest_timestamp_seconds{stage="extract"}`, 0},
	} {
		eventually(t, want.sample+" of "+want.program, func() bool { return metric(t, at[want.program], want.sample) == want.value })
	}
	eventually(t, "the sink has announced", func() bool { return metric(t, at["sink"], "isnad_entities_announced_total") > 0 })
	table, seen := documented(t), map[string]bool{}
	for program, address := range at {
		_, body := get(t, "http://"+address+"/metrics")
		if !strings.Contains(body, `isnad_build_info{build="`) || !strings.Contains(body, `program="`+program+`"`) {
			t.Errorf("%s does not name itself", program)
		}
		for _, found := range regexp.MustCompile(`(?m)^# TYPE (isnad_\w+) (\w+)$`).FindAllStringSubmatch(body, -1) {
			if seen[found[1]] = true; table[found[1]].kind != found[2] {
				t.Errorf("%s serves the %s %s, which stands in the table as %q", program, found[2], found[1], table[found[1]].kind)
			}
		}
	}
	maps.DeleteFunc(table, func(name string, _ described) bool { return seen[name] })
	unseen := slices.Sorted(maps.Keys(table))
	if want := []string{"isnad_store_failures_total", "isnad_stream_purged_total"}; !slices.Equal(unseen, want) { // nothing failed, nothing was full
		t.Errorf("no program serves %v", unseen)
	}
}
