package wire

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
)

// ErrNoObject says that the object that a message refers to is not there. The object is put before its message is published, so either
// it has expired or a replica lags behind: treat it as passing at first, and give the message up when it stays.
var ErrNoObject = errors.New("the object that holds its payload is not there")

const (
	limitMargin   = 1 << 10   // bytes of a message kept free below the broker's limit
	usualLimit    = 1 << 20   // the broker's limit where it has not told its own, bytes
	maxPayload    = 256 << 20 // bytes that a payload may have once unpacked
	maxWindow     = 32 << 20  // bytes that unpacking may hold of what it has given already
	objectTimeout = 30 * time.Second
	zstdEncoding  = "zstd"
)

// payloadLimit is the greatest size of a message – subject, headers and payload, as they are sent – that goes without an object.
func payloadLimit(nc *nats.Conn) int {
	limit := int(nc.MaxPayload())
	if limit <= 2*limitMargin {
		limit = usualLimit
	}
	return limit - limitMargin
}

// bucketOf gives the bucket for objects of a subject's messages. It expires with their stream; entities have none, for they never do.
func bucketOf(subject string) (string, bool) {
	switch {
	case strings.HasPrefix(subject, DeadSubject+"."):
		return deadObjectsBucket, true
	case strings.HasPrefix(subject, ArticlesSubject+"."):
		return articleObjectsBucket, true
	case strings.HasPrefix(subject, ClaimsSubject+"."):
		return recordObjectsBucket, true
	}
	return "", false
}

// offload stores the payload as an object, compressed, and leaves a reference in the message. The object is named by its content and
// written anew each time: that is how two messages of one payload share it, and how it lives as long as the later one.
func offload(ctx context.Context, js jetstream.JetStream, msg *nats.Msg) error {
	name, known := bucketOf(msg.Subject)
	if !known || len(msg.Data) > maxPayload {
		return isnad.Bad(msg.Subject, "a payload of %d bytes is too large", len(msg.Data))
	}
	w, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return fmt.Errorf("compressing: %w", err)
	}
	sum := sha256.Sum256(msg.Data)
	object := hex.EncodeToString(sum[:])
	packed := w.EncodeAll(msg.Data, nil)
	err = Ask(ctx, js.Conn(), objectTimeout, func(c context.Context) error {
		bucket, err := js.ObjectStore(c, name)
		if err == nil {
			_, err = bucket.PutBytes(c, object, packed)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("object %s of bucket %s: %w", object, name, away(err))
	}
	msg.Header.Set(HeaderObject, object)
	msg.Header.Set(HeaderEncoding, zstdEncoding)
	msg.Header.Set(HeaderSize, strconv.Itoa(len(msg.Data)))
	msg.Data = nil
	return nil
}

// Resolve fetches the payload that a message refers to; a message that carries its own is left alone. On an error the message keeps its
// reference. The error is ErrNoObject where there is no such object, a BadInput where the object is not what the message says, and wraps
// isnad.ErrUnavailable where the broker is away.
func Resolve(ctx context.Context, js jetstream.JetStream, m *Message) error {
	object := m.Header.Get(HeaderObject)
	if object == "" {
		return nil
	}
	size, err := unpackedSize(m)
	if err != nil {
		return err
	}
	var packed []byte
	err = Ask(ctx, js.Conn(), objectTimeout, func(c context.Context) (err error) {
		packed, err = fetchObject(c, js, m.Subject, object)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: object %s: %w", m.Place(), object, err)
	}
	data, err := unpack(packed, m.Header.Get(HeaderEncoding), size)
	if err != nil {
		return &isnad.BadInput{Place: m.Place(), Reason: "unpacking object " + object, Err: err}
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != object {
		return isnad.Bad(m.Place(), "object %s holds something else than its name says", object)
	}
	m.Data = data
	for _, h := range []string{HeaderObject, HeaderEncoding, HeaderSize} {
		m.Header.Del(h)
	}
	return nil
}

// unpackedSize gives what the payload of a message is said to unpack to, so that no more is unpacked.
func unpackedSize(m *Message) (int64, error) {
	text := m.Header.Get(HeaderSize)
	size, err := strconv.ParseInt(text, 10, 64)
	if err != nil || size <= 0 {
		return 0, isnad.Bad(m.Place(), "the header %s is %q, not the size of the payload", HeaderSize, text)
	}
	if size > maxPayload {
		return 0, isnad.Bad(m.Place(), "a payload of %d bytes is too large", size)
	}
	return size, nil
}

func fetchObject(ctx context.Context, js jetstream.JetStream, subject, object string) ([]byte, error) {
	name, known := bucketOf(subject)
	if !known {
		return nil, ErrNoObject
	}
	bucket, err := js.ObjectStore(ctx, name)
	if errors.Is(err, jetstream.ErrBucketNotFound) {
		return nil, ErrNoObject
	}
	if err != nil {
		return nil, fmt.Errorf("bucket %s: %w", name, away(err))
	}
	packed, err := readObject(ctx, bucket, object)
	if err == nil || isnad.IsBadInput(err) {
		return packed, err
	}
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		return nil, ErrNoObject
	}
	// The broker is away, or parts of the object are, which looks the same: ask whether it answers at all. (Where the connection was lost it
	// may be there again; Ask tells.)
	ask, cancel := context.WithTimeout(context.WithoutCancel(ctx), publishTimeout)
	defer cancel()
	if _, silent := bucket.Status(ask); silent != nil {
		return nil, away(err)
	}
	return nil, fmt.Errorf("%w: %w", ErrNoObject, err)
}

// readObject bounds the wait for parts that never come by a third of what is left, so that the question after it has time.
func readObject(ctx context.Context, bucket jetstream.ObjectStore, object string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, objectTimeout/3)
	defer cancel()
	r, err := bucket.Get(ctx, object)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }() // it was read to its end, or failed
	info, err := r.Info()
	if err != nil {
		return nil, err
	}
	if info.Size > maxPayload {
		return nil, isnad.Bad("object "+object, "its %d bytes are too many", info.Size)
	}
	return io.ReadAll(r)
}

// unpack unpacks at most so many bytes: a few that are packed may stand for gigabytes.
func unpack(packed []byte, encoding string, most int64) ([]byte, error) {
	if encoding != zstdEncoding {
		return nil, fmt.Errorf("unknown encoding %q", encoding)
	}
	r, err := zstd.NewReader(bytes.NewReader(packed), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(data)) > most {
		err = fmt.Errorf("it unpacks to more than %d bytes", most)
	}
	return data, err
}

// objectsOf gives the bucket for objects of a stream's messages, for streams that are purged.
var objectsOf = map[string]string{Articles: articleObjectsBucket, Claims: recordObjectsBucket}

// DropObjects deletes the objects of a stream, ARTICLES or CLAIMS, that were put before a time, and gives their number. Every message that
// refers to an object was stored after it was put; so give the time of the oldest message that is left, less an hour for those under way.
func DropObjects(ctx context.Context, js jetstream.JetStream, stream string, before time.Time) (int, error) {
	name := objectsOf[stream]
	bucket, err := js.ObjectStore(ctx, name)
	if err != nil {
		return 0, fmt.Errorf("bucket %s: %w", name, Unavailable(err))
	}
	list, err := bucket.List(ctx)
	if errors.Is(err, jetstream.ErrNoObjectsFound) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("bucket %s: %w", name, Unavailable(err))
	}
	dropped := 0
	for _, info := range list {
		if !info.ModTime.Before(before) {
			continue
		}
		if err := bucket.Delete(ctx, info.Name); err != nil && !errors.Is(err, jetstream.ErrObjectNotFound) {
			return dropped, fmt.Errorf("deleting object %s: %w", info.Name, Unavailable(err))
		}
		dropped++
	}
	return dropped, nil
}
