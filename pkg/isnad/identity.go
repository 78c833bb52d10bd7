package isnad

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"
)

func sha256Hex(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// digest hashes the parts, each preceded by its length as a 64-bit big-endian number, so that no two lists of parts share a digest
// by running into each other. It gives lower-case hex of SHA-256.
func digest(parts ...string) string {
	size := 0
	for _, p := range parts {
		size += 8 + len(p)
	}
	all := make([]byte, 0, size)
	for _, p := range parts {
		all = append(binary.BigEndian.AppendUint64(all, uint64(len(p))), p...)
	}
	sum := sha256.Sum256(all)
	return hex.EncodeToString(sum[:])
}

// ArticleID is the content hash that names one version of one article of one outlet: 64 hex digits.
func ArticleID(outlet, url, published, text string) string {
	return digest(outlet, url, published, text)
}

// ClaimID names a claim by its article and the span of its cue (of its sentence for a narrated claim), so that it survives new
// lexicons and new code and reviews stay attached to it: 32 hex digits.
func ClaimID(article string, cue Span) string {
	return digest("claim", article, strconv.Itoa(cue.Start), strconv.Itoa(cue.End))[:32]
}

// NameEntity gives the entity id of a name that no lexicon holds: "name1:" and 24 hex digits over the kind and the key of the name.
//
// The key is frozen as version 1 and is deliberately not the matcher's fold, so that a better fold renames nobody: Arabic
// diacritics, tatweel, format marks, quotation marks and the hamza of alef are dropped, letters are lower-cased, runs of white space
// become one blank. It is a key of a name, not proof of one person.
func NameEntity(kind Kind, name string) string {
	return "name1:" + digest(string(kind), nameKey1(name))[:24]
}

func nameKey1(name string) string {
	var b strings.Builder
	b.Grow(len(name))
	blank := false
	for _, r := range name {
		switch letter := 'ء' <= r && r <= 'ي' && r != 'ـ'; { // nearly all runes, and none of the others
		case !letter && (r == 'ـ' || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) || strings.ContainsRune(`"«»“”‹›`, r)):
			continue
		case !letter && unicode.IsSpace(r):
			blank = b.Len() > 0
			continue
		case r == 'أ' || r == 'إ' || r == 'آ' || r == 'ٱ':
			r = 'ا'
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
