package wire

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
)

// The keys of the bucket of runs. Keys are ASCII: Arabic is not legal in them.
const (
	lastRun   = "last" // "<highest number given> <key of the pair it was given to, if any>"
	runPrefix = "run." // of a pair: its number
)

// Run gives the number of a program's build with a set of tables: always the same for the same pair, and one more than the highest before
// for a pair never seen. The order of these numbers decides which revision of a record is the current one. Any number of processes may
// ask at once. The error wraps isnad.ErrUnavailable where the broker is away.
func Run(ctx context.Context, js jetstream.JetStream, build, lexicon string) (uint64, error) {
	pair := runPrefix + hash(strconv.Itoa(len(build)) + ":" + build + lexicon)[:32]
	n, err := nextRun(ctx, js, pair)
	if err != nil {
		return 0, fmt.Errorf("the run of build %.12s with tables %.12s: %w", build, lexicon, err)
	}
	return n, nil
}

// NewRun gives a number higher than all before that belongs to no pair: a replay's.
func NewRun(ctx context.Context, js jetstream.JetStream) (uint64, error) {
	n, err := nextRun(ctx, js, "")
	if err != nil {
		return 0, fmt.Errorf("a new run: %w", err)
	}
	return n, nil
}

// nextRun takes the next number in one step that only one process can win: the entry of the highest number names the pair that took it.
// The winner then writes the pair's own entry; should it die before, whoever comes next does it in its stead.
func nextRun(ctx context.Context, js jetstream.JetStream, pair string) (uint64, error) {
	bucket, err := js.KeyValue(ctx, runsBucket)
	if err != nil {
		return 0, Unavailable(err)
	}
	for {
		// The highest number is read before the pair's own entry: whoever took a higher one since has first written the entry of the pair
		// before him, so that a number that the pair has by now is seen here, or the update below fails.
		last, owner, revision, err := highestRun(ctx, bucket)
		if err != nil {
			return 0, err
		}
		if n, known, err := runOf(ctx, bucket, pair); known || err != nil {
			return n, err
		}
		if _, err := enterRun(ctx, bucket, owner, last); err != nil {
			return 0, err
		}
		if owner != "" && owner == pair {
			return last, nil
		}
		_, err = bucket.Update(ctx, lastRun, []byte(strings.TrimSpace(strconv.FormatUint(last+1, 10)+" "+pair)), revision)
		if isConflict(err) {
			continue // another process took the number
		}
		if err != nil {
			return 0, Unavailable(err)
		}
		entered, err := enterRun(ctx, bucket, pair, last+1)
		if entered || err != nil {
			return last + 1, err
		} // a replica lagged behind: the pair has a number already, and that one counts
	}
}

// runOf gives the number of a pair that has one.
func runOf(ctx context.Context, bucket jetstream.KeyValue, pair string) (n uint64, known bool, err error) {
	if pair == "" {
		return 0, false, nil
	}
	entry, err := bucket.Get(ctx, pair)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, Unavailable(err)
	}
	n, err = runNumber(pair, string(entry.Value()))
	return n, err == nil, err
}

// highestRun gives the highest number, the pair that took it, and the entry's revision; zeros where none was ever given.
func highestRun(ctx context.Context, bucket jetstream.KeyValue) (n uint64, owner string, revision uint64, err error) {
	entry, err := bucket.Get(ctx, lastRun)
	if errors.Is(err, jetstream.ErrKeyNotFound) {
		return 0, "", 0, nil
	}
	if err != nil {
		return 0, "", 0, Unavailable(err)
	}
	number, owner, _ := strings.Cut(string(entry.Value()), " ")
	n, err = runNumber(lastRun, number)
	return n, owner, entry.Revision(), err
}

// enterRun writes a pair's entry, unless there is one, which entered tells. A replay's number has no pair to enter.
func enterRun(ctx context.Context, bucket jetstream.KeyValue, pair string, n uint64) (entered bool, err error) {
	if pair == "" {
		return true, nil
	}
	_, err = bucket.Create(ctx, pair, []byte(strconv.FormatUint(n, 10)))
	if isConflict(err) {
		return false, nil
	}
	return err == nil, Unavailable(err)
}

func isConflict(err error) bool {
	return errors.Is(err, jetstream.ErrKeyExists) || errors.Is(err, jetstream.ErrKeyRevisionMismatch)
}

func runNumber(key, value string) (uint64, error) {
	n, err := strconv.ParseUint(value, 10, 64)
	if err != nil {
		return 0, isnad.Bad("bucket "+runsBucket+" key "+key, "%q is no number", value)
	}
	return n, nil
}
