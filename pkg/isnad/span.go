package isnad

// Span is a stretch of Article.Text: byte offsets (UTF-8), half-open, always on rune edges. It is the only offset system of the
// project; exports that speak a standard with other units convert at the edge.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len gives the length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Empty tells whether the span covers nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains tells whether t lies wholly inside s.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Overlaps tells whether s and t share at least one byte.
func (s Span) Overlaps(t Span) bool { return s.Start < t.End && t.Start < s.End }

// Union gives the smallest span that covers both.
func (s Span) Union(t Span) Span { return Span{min(s.Start, t.Start), max(s.End, t.End)} }

// In gives the words that the span covers in text.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// Excerpt makes the span an excerpt of text.
func (s Span) Excerpt(text string) Excerpt { return Excerpt{Span: s, Text: text[s.Start:s.End]} }

// Excerpt is a span together with the words it covers, so that a reader need not slice.
type Excerpt struct {
	Span
	Text string `json:"text"`
}
