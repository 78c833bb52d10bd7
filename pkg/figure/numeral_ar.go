package figure

// joint tells how a number word must be joined to what stands before it.
type joint uint8

const (
	initial joint = iota // the first word: any proclitics
	joined               // by و
	plain                // by nothing
)

// numeral is a number word in its place: the entries it may mean.
type numeral struct {
	entries    []entry
	first      int // the token of the word itself, behind a separate «و»
	cut        int
	proclitics string
	definite   bool
}

// numeral reads the number word at token i.
func (s *scan) numeral(i int, how joint) (w numeral, ok bool) {
	if how == joined && s.fold(i) == "و" {
		i, how = i+1, plain
	}
	if i < s.first || i >= s.last {
		return w, false
	}
	for k := range s.words[i].numerals {
		r := &s.words[i].numerals[k]
		if how == plain && r.cut > 0 || how == joined && r.proclitics != "و" {
			continue
		}
		w = *r
		w.first = i
		return w, true
	}
	return w, false
}

// as gives the entry of one of the sorts.
func (w *numeral) as(sorts ...sort) *entry {
	for i := range w.entries {
		for _, want := range sorts {
			if w.entries[i].sort == want {
				return &w.entries[i]
			}
		}
	}
	return nil
}
