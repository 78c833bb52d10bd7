package wire_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"testing"

	"isnad/pkg/wire"
)

// A page that was kept comes back byte for byte, however often it is kept; one that was not is said to be missing.
func TestPagesAreKept(t *testing.T) {
	js := broker(t)
	page := bytes.Repeat([]byte("<p>نص</p>\xff"), 300_000) // beyond the limit of a message, and no UTF-8
	for range 2 {
		if err := wire.KeepSource(t.Context(), js, page); err != nil {
			t.Fatal(err)
		}
	}
	sum := sha256.Sum256(page)
	got, err := wire.Source(t.Context(), js, hex.EncodeToString(sum[:]))
	if err != nil || !bytes.Equal(got, page) {
		t.Errorf("%d bytes came back of %d: %v", len(got), len(page), err)
	}
	if _, err := wire.Source(t.Context(), js, "00"); !errors.Is(err, wire.ErrNoObject) {
		t.Errorf("a page that was never kept: %v", err)
	}
}
