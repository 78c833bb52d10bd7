package wire

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Options are the sizes of the streams. A zero value takes the default in brackets.
type Options struct {
	MaxBytes     int64         // of ARTICLES and of CLAIMS, each (2 GiB)
	MaxAge       time.Duration // of articles, records and their objects (30 days)
	Duplicates   time.Duration // how long a message id is remembered: the longest outage to survive (24 hours, at most MaxAge)
	DeadMaxBytes int64         // of DEAD (1 GiB)
	DeadMaxAge   time.Duration // of dead letters and their objects (90 days)
	ObjectBytes  int64         // of each bucket of objects (2 GiB)
	Replicas     int           // of everything (1)
	Leave        bool          // sizes and ages of what is there stay as they are
}

const day = 24 * time.Hour

func (o Options) withDefaults() Options {
	o.MaxBytes = orDefault(o.MaxBytes, 2<<30)
	o.MaxAge = orDefault(o.MaxAge, 30*day)
	o.Duplicates = min(orDefault(o.Duplicates, day), o.MaxAge)
	o.DeadMaxBytes = orDefault(o.DeadMaxBytes, 1<<30)
	o.DeadMaxAge = orDefault(o.DeadMaxAge, 90*day)
	o.ObjectBytes = orDefault(o.ObjectBytes, 2<<30)
	o.Replicas = orDefault(o.Replicas, 1)
	return o
}

func orDefault[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// The buckets beside the streams.
const (
	articleObjectsBucket = "isnad-objects"        // payloads of ARTICLES that exceed the limit of a message
	recordObjectsBucket  = "isnad-record-objects" // payloads of CLAIMS that do: apart, so that each worker writes only its own
	deadObjectsBucket    = "isnad-dead-objects"   // payloads of DEAD that do: they live longer
	sourcesBucket        = "isnad-sources"        // pages that articles were cleaned out of, for good
	runsBucket           = "isnad-runs"           // the numbers of runs
)

// advisoryBytes bounds ADVISORIES: some 100,000 short notes of the broker.
const advisoryBytes = 32 << 20

// objectGrace is what an object outlives its message by: it is put first, and must not expire first.
const objectGrace = time.Hour

// streams gives the settings of all streams. They keep messages by limits, not as a work queue: so message ids are remembered over a
// restart of the broker, acknowledgements are cheap, and replay comes free. What is full refuses new messages and drops no old ones;
// only the broker's own notes give way to newer ones.
func (o Options) streams() []jetstream.StreamConfig {
	base := jetstream.StreamConfig{Retention: jetstream.LimitsPolicy, Discard: jetstream.DiscardNew, Storage: jetstream.FileStorage, Replicas: o.Replicas, AllowDirect: true}
	flow := base
	flow.MaxBytes, flow.MaxAge, flow.Duplicates = o.MaxBytes, o.MaxAge, o.Duplicates

	articles, claims := flow, flow
	articles.Name, articles.Subjects = Articles, []string{ArticlesSubject + ".*.*"}
	claims.Name, claims.Subjects = Claims, []string{ClaimsSubject + ".*.*"}

	entities := base // no MaxAge: an entity is announced once, for ever
	entities.Name, entities.Subjects = Entities, []string{EntitiesSubject + ".*.*"}
	entities.MaxMsgsPerSubject, entities.DiscardNewPerSubject = 1, true

	dead := base // an id is remembered as long as its letter may live, so that a late copy of it is known
	dead.Name, dead.Subjects = Dead, []string{DeadSubject + ".*"}
	dead.MaxBytes, dead.MaxAge, dead.Duplicates = o.DeadMaxBytes, o.DeadMaxAge, o.DeadMaxAge

	advisories := base
	advisories.Name, advisories.Discard = Advisories, jetstream.DiscardOld
	advisories.MaxBytes, advisories.MaxAge = advisoryBytes, o.MaxAge
	advisories.Duplicates = o.Duplicates
	for _, stream := range []string{Articles, Claims} {
		advisories.Subjects = append(advisories.Subjects, maxDeliverAdvisory+"."+stream+".*", terminatedAdvisory+"."+stream+".*")
	}
	return []jetstream.StreamConfig{articles, claims, entities, dead, advisories}
}

// objectStores gives the settings of the buckets of objects.
func (o Options) objectStores() []jetstream.ObjectStoreConfig {
	const payloads = "payloads that exceed the limit of a message"
	base := jetstream.ObjectStoreConfig{Storage: jetstream.FileStorage, Replicas: o.Replicas}
	articles, dead, sources := base, base, base
	articles.Bucket, articles.Description, articles.TTL, articles.MaxBytes = articleObjectsBucket, payloads, o.MaxAge+objectGrace, o.ObjectBytes
	records := articles
	records.Bucket = recordObjectsBucket
	dead.Bucket, dead.Description, dead.TTL, dead.MaxBytes = deadObjectsBucket, payloads, o.DeadMaxAge+objectGrace, o.ObjectBytes
	sources.Bucket, sources.Description = sourcesBucket, "pages that articles were cleaned out of"
	return []jetstream.ObjectStoreConfig{articles, records, dead, sources}
}

// StreamNames lists the streams, and those that the buckets of objects are kept in.
func StreamNames() []string {
	var out []string
	o := Options{}.withDefaults()
	for _, c := range o.streams() {
		out = append(out, c.Name)
	}
	for _, c := range o.objectStores() {
		out = append(out, objectStream(c.Bucket))
	}
	return out
}

// objectStream gives the stream that a bucket of objects is kept in.
func objectStream(bucket string) string { return "OBJ_" + bucket }

// EnsureStreams makes the streams and buckets where they are missing and brings them to these settings where they differ. Any number of
// processes may do so at once. The error wraps isnad.ErrUnavailable where the broker is away.
func EnsureStreams(ctx context.Context, js jetstream.JetStream, o Options) error {
	o = o.withDefaults()
	for _, c := range o.streams() {
		err := o.ensure(ctx, js, c.Name, c.Subjects, func() error { return o.makeStream(ctx, js, c) })
		if err != nil {
			return fmt.Errorf("stream %s: %w", c.Name, err)
		}
	}
	for _, c := range o.objectStores() {
		err := o.ensure(ctx, js, "OBJ_"+c.Bucket, nil, func() error { return o.makeBucket(ctx, js, c) })
		if err != nil {
			return fmt.Errorf("bucket %s: %w", c.Bucket, err)
		}
	}
	c := jetstream.KeyValueConfig{Bucket: runsBucket, History: 1, Storage: jetstream.FileStorage, Replicas: o.Replicas, Description: "the numbers of runs"}
	err := o.ensure(ctx, js, "KV_"+runsBucket, nil, func() error { _, err := js.CreateOrUpdateKeyValue(ctx, c); return err })
	if err != nil {
		return fmt.Errorf("bucket %s: %w", runsBucket, err)
	}
	return nil
}

func (o Options) makeStream(ctx context.Context, js jetstream.JetStream, c jetstream.StreamConfig) error {
	if o.Leave {
		there, err := js.Stream(ctx, c.Name)
		if err == nil {
			is := there.CachedInfo().Config
			c.MaxBytes, c.MaxAge, c.Duplicates = is.MaxBytes, is.MaxAge, is.Duplicates
		} else if !errors.Is(err, jetstream.ErrStreamNotFound) {
			return err
		}
	}
	_, err := js.CreateOrUpdateStream(ctx, c)
	return err
}

func (o Options) makeBucket(ctx context.Context, js jetstream.JetStream, c jetstream.ObjectStoreConfig) error {
	if o.Leave {
		if _, err := js.ObjectStore(ctx, c.Bucket); !errors.Is(err, jetstream.ErrBucketNotFound) {
			return err
		}
	}
	_, err := js.CreateOrUpdateObjectStore(ctx, c)
	return err
}

// twice makes up for two processes that find something missing and create it at once: the slower one then finds it there.
func twice(make func() error) error {
	err := make()
	if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) || errors.Is(err, jetstream.ErrBucketExists) {
		return make()
	}
	return err
}
