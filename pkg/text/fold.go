package text

import (
	"strings"

	"isnad/pkg/arabic"
)

// folder folds the words of one text. The words that change share chunks of memory: alone each were an allocation, and a text has
// thousands. A chunk is short, and no longer than the text, so that a word which outlives its text, as those of the tables do, keeps little
// else alive.
type folder struct {
	size  int // of a chunk
	word  []byte
	chunk *strings.Builder
}

func newFolder(text string) folder {
	const most = 2048
	return folder{size: min(most, len(text))}
}

// fold gives arabic.Fold(word).
func (f *folder) fold(word string) string {
	f.word = arabic.AppendFold(f.word[:0], word)
	if string(f.word) == word {
		return word
	}
	if f.chunk == nil || f.chunk.Cap()-f.chunk.Len() < len(f.word) {
		f.chunk = &strings.Builder{}
		f.chunk.Grow(max(f.size, len(f.word)))
	}
	first := f.chunk.Len()
	f.chunk.Write(f.word)
	return f.chunk.String()[first:]
}
