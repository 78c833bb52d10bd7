package entity

// honour is what stands right before a word and lets it be a person's name.
type honour uint8

const (
	noHonour  honour = iota
	described        // an adjective of a place, or an office with its body: «الفرنسي …»، «وزير الطاقة الروسي …»
	speaking         // a verb of speech: «وقالت …»
	titled           // a title or role with the article, perhaps with adjectives: «المحامية …»، «الخبير المالي …»
)

// honour tells what stands before token i.
func (s *search) honour(i int) honour {
	at := i - 1
	if at < 0 || !s.joined(i) || s.words[i].Cut != 0 && !s.words[i].Has(Given) {
		return noHonour
	}
	if s.words[at].Has(Verb) && !s.words[at].Has(Title|Role|Group) && !s.words[at].Definite {
		return speaking
	}
	if s.vocabulary.does(s.words[at].Stem, address) {
		return titled
	}
	return s.titleAhead(at)
}

// titleAhead reads backwards from token at: adjectives with the article, and the title or role that they describe.
func (s *search) titleAhead(at int) honour {
	const reach = 3
	placed := s.words[at].Has(Demonym) && s.words[at].Definite && isMasculine(s.words[at].Stem)
	for n := 0; at >= 0 && n <= reach; n, at = n+1, at-1 {
		w := &s.words[at]
		switch {
		case !w.IsWord || w.Has(Function):
			return noHonour
		case w.Has(Title|Role) && w.Definite:
			return titled
		case w.Has(Title|Role) && n > 0:
			return described
		case !w.Definite || w.Cut != 0:
			return noHonour
		}
		if at == 0 || !s.joined(at) {
			break
		}
	}
	if placed {
		return described
	}
	return noHonour
}

func isMasculine(stem string) bool { return len(stem) > 4 && stem[len(stem)-2:] == "ي" }
