package entity

import (
	"cmp"
	"slices"
	"strings"

	"isnad/pkg/arabic"
	"isnad/pkg/gazetteer"
	"isnad/pkg/isnad"
	"isnad/pkg/lexicon"
	"isnad/pkg/text"
)

// lexical adds what the tables of names hold.
func (s *search) lexical() {
	s.hits = s.matcher.Find(s.hits[:0], s.doc, 0, len(s.doc.Tokens))
	named := s.namedFirmly(s.hits)
	for _, h := range s.hits {
		row := s.choose(h)
		if row == nil || s.misread(h) {
			continue
		}
		c := candidate{first: h.First, last: h.Last, span: h.Span, kind: isnad.Kind(row.Kind), entity: row.ID, name: row.Name,
			basis: isnad.BasisLexicon, confidence: 0.97, rule: row.Rule}
		switch row.Strength {
		case "never":
			c.kind = "" // holds its place against other rules and is dropped in the end
		case "context":
			if !s.supported(h, row) && (!named[row.ID] && !s.onTopic(row) || s.everydayUse(h)) {
				continue
			}
			c.confidence = 0.85
		}
		at, desc := s.descriptorBefore(h.First)
		if desc != nil && h.Proclitics == "" {
			if c.kind == isnad.Place && desc.DescKind == isnad.Organisation && at < h.First-1 {
				continue // «شركة "دجلة"» is a company
			}
			c.extended = isnad.Span{Start: s.span(at, at+1).Start, End: h.End}
		}
		s.add(c)
	}
}

// everydayUse tells where one word that names something too stands as an everyday one: in a construct («فتح الطريق»), or with an
// adjective of its own («الحياة اليومية»).
func (s *search) everydayUse(h gazetteer.Hit) bool {
	i := h.Last
	if h.Last-h.First > 1 || s.closes(i) || s.language != isnad.Arabic {
		return false
	}
	w := &s.words[i]
	if !w.Definite || w.Cut != 0 || w.Has(Demonym|Title|Role) {
		return false
	}
	return !s.words[h.First].Definite || isAdjective(w.Stem)
}

// namedFirmly lists the entities that a form of one word or more names with all that it needs: their forms that need context have
// it in the whole article.
func (s *search) namedFirmly(hits []gazetteer.Hit) map[string]bool {
	out := map[string]bool{}
	for _, h := range hits {
		row := s.choose(h)
		if row == nil || row.Strength == "never" || row.Kind == string(isnad.Place) || row.Kind == string(isnad.Event) {
			continue
		}
		if row.Strength == "strong" && h.Last-h.First > 1 || row.Strength == "context" && s.supported(h, row) {
			out[row.ID] = !s.misread(h) || out[row.ID]
		}
	}
	return out
}

// onTopic tells whether the article is about the topic of the table that the row stands in: two different words tell so.
func (s *search) onTopic(row *lexicon.Name) bool {
	if s.topic == nil {
		s.topic = map[string]bool{}
		words := map[string]bool{}
		for i := range s.words {
			if !s.onTopics.May(s.hash(i)) {
				continue
			}
			if table := s.topics[s.words[i].Stem]; table != "" && !words[s.words[i].Stem] {
				s.topic[table] = len(words) > 0
				words[s.words[i].Stem] = true
			}
		}
	}
	for table, is := range s.topic {
		if is && strings.Contains(row.Rule, "/"+table+".tsv:") {
			return true
		}
	}
	return false
}

// choose takes the row that a hit stands for. The descriptor before it decides between namesakes («قناة دجلة»); else a strong row wins
// over one that needs context; else the last row wins, so that a user's layer overrides the embedded one.
func (s *search) choose(h gazetteer.Hit) *lexicon.Name {
	var best *lexicon.Name
	_, e := s.descriptorBefore(h.First)
	for _, v := range h.Values {
		row := &s.names[v]
		if e != nil && h.Proclitics == "" && e.DescKind == isnad.Kind(row.Kind) && row.Strength != "never" {
			return row
		}
		if best == nil || best.Strength != "strong" || row.Strength == "strong" {
			best = row
		}
	}
	return best
}

// misread tells a hit that rests on folding or on parted letters alone: على for علي, a short word torn from another.
func (s *search) misread(h gazetteer.Hit) bool {
	w := &s.words[h.First]
	one := h.Last-h.First == 1
	if s.language == isnad.English {
		return !s.upper(h)
	}
	if one && w.Has(Function) && s.vocabulary.functions[arabic.Plain(s.doc.Raw(h.First)[w.Cut:])] {
		return true
	}
	if one && w.Everyday && s.describedNoun(h.First) {
		return true
	}
	const threeLetters = 6
	last := len(h.Proclitics)
	if !one || last == 0 {
		return false
	}
	if s.model != nil && s.model.Frequency(s.doc.Tokens[h.First].Fold) > s.model.Frequency(arabic.Fold(h.In(s.doc.Article.Text)))+1 {
		return true // «كابلين» is two cables and not «ك» and a village: the whole is met more often
	}
	if h.Proclitics != "و" && len(arabic.Fold(h.In(s.doc.Article.Text))) <= threeLetters {
		return true
	}
	// A word that the tables know as it stands is not torn apart: «والد», «بسام».
	return w.Class != 0 && w.Proclitics == "" && !w.Has(Demonym)
}

// describedNoun tells an everyday noun that an indefinite adjective describes and no preposition of place governs: «سيول جارفة».
func (s *search) describedNoun(i int) bool {
	if i > 0 && s.joined(i) && s.vocabulary.does(s.words[i-1].Stem, where) {
		return false
	}
	if i+1 >= len(s.words) || !s.joined(i+1) {
		return false
	}
	w := &s.words[i+1]
	return !w.Definite && w.Cut == 0 && !w.Has(Function|Descriptor|Verb) && (strings.HasSuffix(w.Stem, "ه") || strings.HasSuffix(w.Stem, "ي"))
}

// supported tells whether a name that needs context has it: a descriptor of its kind before it, quotation marks, a title, or brackets.
func (s *search) supported(h gazetteer.Hit, row *lexicon.Name) bool {
	kind := isnad.Kind(row.Kind)
	if at, e := s.descriptorBefore(h.First); e != nil && sameSort(e.DescKind, kind) {
		adjective := at == h.First-1 && s.words[at].Definite && s.words[h.First].Definite && isAdjective(s.words[h.First].Stem)
		return !adjective // «الشبكة الوطنية»
	}
	if kind == isnad.Platform && len(row.Name) == 1 {
		return s.letterNamed(h.First)
	}
	if kind == isnad.Person {
		return s.titleBefore(h.First) || s.titleAfter(h.Last)
	}
	if kind == isnad.Organisation && h.First > 0 && s.doc.Tokens[h.First-1].Fold == "(" && s.marked(h.First, h.Last) {
		return true
	}
	if kind == isnad.Place {
		return false // marks around a place name it no better
	}
	at, _ := slices.BinarySearchFunc(s.doc.Quotes, h.First, func(q text.Quote, first int) int { return cmp.Compare(q.First, first) })
	for ; at < len(s.doc.Quotes) && s.doc.Quotes[at].First == h.First; at++ {
		if q := s.doc.Quotes[at]; q.Last == h.Last && q.Closed {
			return true
		}
	}
	return false
}

// sameSort tells whether a descriptor of one kind may stand before a name of the other: companies run platforms.
func sameSort(a, b isnad.Kind) bool {
	return a == b || a == isnad.Organisation && b == isnad.Platform || a == isnad.Platform && b == isnad.Organisation
}

// descriptorBefore gives the descriptor that stands right before token i, past an opening quotation mark, or -1.
func (s *search) descriptorBefore(i int) (at int, e *Entry) {
	at = i - 1
	if at >= 0 && s.doc.Tokens[at].Kind == text.Punct && pairsOpen(s.doc.Tokens[at].Fold) {
		at--
	}
	if at < 0 || s.doc.Tokens[at].Sentence != s.doc.Tokens[i].Sentence || !s.words[at].Has(Descriptor) {
		return -1, nil
	}
	return at, s.words[at].Entry
}

func pairsOpen(mark string) bool {
	switch mark {
	case "\"", "«", "“", "‹", "„", "‘":
		return true
	}
	return false
}
