package cluster

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/bits"
	"slices"
)

// Tables gives the classes of words. It is not changed once made and safe for many goroutines.
type Tables struct {
	entries []entry // by ascending name
	keys    []uint32
	slots   []uint32 // 1 + index of the entry; 0 where free
	mask    uint32
	digest  Digest
}

// Digest names the content of tables: the SHA-256 of what their file packs.
type Digest = [sha256.Size]byte

// entry is a word: 40 bits of its hash, its classes, and how often it was met. With 300,000 words one unknown word in four million is taken for a known one.
type entry struct {
	name uint64
	ids  IDs
	bits uint8 // of its count
}

const nameBits = 40

// nameOf is FNV-1a (Fowler, Noll, Vo), mixed by the finaliser of splitmix64 and cut.
func nameOf(word string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	h = (h ^ h>>30) * 0xbf58476d1ce4e5b9
	h = (h ^ h>>27) * 0x94d049bb133111eb
	return (h ^ h>>31) & (1<<nameBits - 1)
}

func newTables(words []string, ids []IDs, counts []int) *Tables {
	t := &Tables{entries: make([]entry, len(words))}
	for i, w := range words {
		t.entries[i] = entry{nameOf(w), ids[i], uint8(bits.Len(uint(counts[i])))}
	}
	slices.SortStableFunc(t.entries, func(a, b entry) int { return cmp.Compare(a.name, b.name) })
	// Of two words with one name the more frequent, which came first, is kept.
	t.entries = slices.CompactFunc(t.entries, func(a, b entry) bool { return a.name == b.name })
	t.index()
	t.digest = sha256.Sum256(t.pack())
	return t
}

func (t *Tables) index() {
	size := 1 << (nameBits - 32)
	for size < 2*len(t.entries) {
		size *= 2
	}
	t.keys, t.slots, t.mask = make([]uint32, size), make([]uint32, size), uint32(size-1)
	for n, e := range t.entries {
		i := uint32(e.name) & t.mask
		for t.slots[i] != 0 {
			i = (i + 1) & t.mask
		}
		t.keys[i], t.slots[i] = uint32(e.name>>(nameBits-32)), uint32(n)+1
	}
}

// Lookup gives the classes of a folded word.
func (t *Tables) Lookup(word string) (ids IDs, ok bool) {
	if e := t.find(word); e != nil {
		return e.ids, true
	}
	return ids, false
}

// Frequency gives how often a folded word stood in the text that the tables were made of, as the number of bits of the count: 7 is 64 to
// 127 times. It gives 0 for words that the tables do not know, and where t is nil.
func (t *Tables) Frequency(word string) int {
	if t != nil {
		if e := t.find(word); e != nil {
			return int(e.bits)
		}
	}
	return 0
}

func (t *Tables) find(word string) *entry {
	name := nameOf(word)
	key := uint32(name >> (nameBits - 32))
	for i := uint32(name) & t.mask; ; i = (i + 1) & t.mask {
		n := t.slots[i]
		if n == 0 {
			return nil
		}
		if t.keys[i] == key {
			return &t.entries[n-1]
		}
	}
}

// Len gives the number of words.
func (t *Tables) Len() int { return len(t.entries) }

// Digest names the content. Tables that are nil have the zero Digest.
func (t *Tables) Digest() Digest {
	if t == nil {
		return Digest{}
	}
	return t.digest
}

// magic opens a file of tables; its last byte is the version. The digest of what follows stands behind it.
const magic = "isnad clusters\x00\x03"

// ErrFormat tells that bytes are no cluster tables.
var ErrFormat = errors.New("not a file of word clusters; isnad train-clusters makes one")

// pack gives the content of the file: the number of words, then each by its distance from the one before it, its classes and the bits of
// its count, all as varints.
func (t *Tables) pack() []byte {
	buf := binary.AppendUvarint(nil, uint64(len(t.entries)))
	before := uint64(0)
	for _, e := range t.entries {
		buf = binary.AppendUvarint(buf, e.name-before)
		before = e.name
		packed := uint64(0)
		for n, id := range e.ids {
			packed = packed*uint64(Classes[n]) + uint64(id)
		}
		buf = binary.AppendUvarint(buf, packed*countBits+uint64(e.bits))
	}
	return buf
}

// Write writes the tables.
func (t *Tables) Write(w io.Writer) error {
	packed := t.pack()
	digest := sha256.Sum256(packed) // not t.digest: a file may have packed the same tables in more bytes
	_, err := w.Write(slices.Concat([]byte(magic), digest[:], packed))
	return err
}

// Read reads tables: the whole of data is a file that Write made.
func Read(data []byte) (*Tables, error) {
	data, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok || len(data) < len(Digest{}) {
		return nil, ErrFormat
	}
	digest := Digest(data[:len(Digest{})])
	if data = data[len(digest):]; sha256.Sum256(data) != digest {
		return nil, fmt.Errorf("%w: it was cut or changed since", ErrFormat)
	}
	const least = 2 // bytes of a word
	words, at := binary.Uvarint(data)
	if at <= 0 || words > uint64(len(data)/least) {
		return nil, fmt.Errorf("%w: bad number of words", ErrFormat)
	}
	t := &Tables{entries: make([]entry, words), digest: digest}
	name := uint64(0)
	for i := range t.entries {
		delta, n := binary.Uvarint(data[at:])
		packed, m := binary.Uvarint(data[at+max(n, 0):])
		name += delta
		if n <= 0 || m <= 0 || delta >= 1<<nameBits || name >= 1<<nameBits || delta == 0 && i > 0 || packed >= combinations*countBits {
			return nil, fmt.Errorf("%w: word %d of %d", ErrFormat, i+1, words)
		}
		at += n + m
		t.entries[i] = entry{name: name, ids: unpack(packed / countBits), bits: uint8(packed % countBits)}
	}
	if at != len(data) {
		return nil, fmt.Errorf("%w: %d bytes stand behind its end", ErrFormat, len(data)-at)
	}
	t.index()
	return t, nil
}

// countBits is the number of values that the bits of a count may have.
const countBits = 64

// combinations is the number of ways in which a word may have a class of every table.
var combinations = func() uint64 {
	n := uint64(1)
	for _, classes := range Classes {
		n *= uint64(classes)
	}
	return n
}()

func unpack(packed uint64) (ids IDs) {
	for k := len(Classes) - 1; k >= 0; k-- {
		ids[k] = uint16(packed % uint64(Classes[k]))
		packed /= uint64(Classes[k])
	}
	return ids
}
