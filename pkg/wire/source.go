package wire

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"
	"github.com/nats-io/nats.go/jetstream"

	"isnad/pkg/isnad"
)

// KeepSource stores the bytes of a page, compressed and for good, under the hash that isnad.Source names them by: a better cleaner can make
// a new version of the article from them. Keeping a page twice keeps it once. The error wraps isnad.ErrUnavailable where the broker is away.
func KeepSource(ctx context.Context, js jetstream.JetStream, page []byte) error {
	sum := sha256.Sum256(page)
	name := hex.EncodeToString(sum[:])
	w, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return fmt.Errorf("compressing: %w", err)
	}
	err = Ask(ctx, js.Conn(), objectTimeout, func(c context.Context) error {
		bucket, err := js.ObjectStore(c, sourcesBucket)
		if err != nil {
			return err
		}
		if _, err := bucket.GetInfo(c, name); err == nil {
			return nil
		}
		_, err = bucket.PutBytes(c, name, w.EncodeAll(page, nil))
		return err
	})
	if err != nil {
		return fmt.Errorf("page %s: %w", name, away(err))
	}
	return nil
}

// Source gives the bytes of a page that was kept, by their hash. The error is ErrNoObject where there are none.
func Source(ctx context.Context, js jetstream.JetStream, sha string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, objectTimeout)
	defer cancel()
	bucket, err := js.ObjectStore(ctx, sourcesBucket)
	if err != nil {
		return nil, fmt.Errorf("bucket %s: %w", sourcesBucket, away(err))
	}
	packed, err := bucket.GetBytes(ctx, sha)
	if errors.Is(err, jetstream.ErrObjectNotFound) {
		return nil, ErrNoObject
	}
	if err != nil {
		return nil, fmt.Errorf("page %s: %w", sha, away(err))
	}
	page, err := unpack(packed, zstdEncoding, maxPayload)
	if sum := sha256.Sum256(page); err != nil || !bytes.Equal(sum[:], mustHex(sha)) {
		return nil, isnad.Bad("page "+sha, "what is kept under this name is something else")
	}
	return page, nil
}

// mustHex gives the bytes of hex digits, nil for anything else, which equals no hash.
func mustHex(s string) []byte {
	b, err := hex.DecodeString(s)
	if err != nil {
		return nil
	}
	return b
}
