package compare

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"isnad/pkg/isnad"
)

// stand is what one article says in a group. Articles that say the same at the same time make one.
type stand struct {
	source *source
	voices map[string]bool
	items  []*item
}

// outcome is what two stands are to each other.
type outcome int

// The outcomes; of several pairs of figures the first one counts.
const (
	agreeing outcome = iota
	denying
	developing
	conflicting
	silent // the figures cannot be held against each other
)

// pair is two figures, the earlier one first, with what they are to each other.
type pair struct {
	outcome
	a, b *item
}

// judge makes the group that is shown.
func (c *Comparison) judge(g *gathering) Group {
	leads, copies := foldCopies(g.items)
	first := g.items[0]
	out := Group{Entity: c.entity(g.entity), Kind: first.figure.Kind, Unit: first.figure.Unit, Counted: first.figure.Counted, Deed: first.figure.Deed,
		Topic: topicOf(g.topic), Expected: first.figure.Expected, key: g.key}
	switch first.figure.Role {
	case isnad.RolePart, isnad.RoleChange, isnad.RolePrevious:
		out.Role = first.figure.Role
	}
	voices := map[string]bool{}
	folded := 0
	for i, it := range leads {
		f := it.figure
		if o := it.source.origin; o != it.source {
			f.Origin = o.outlet
		}
		f.Agency, f.Copies = it.source.agency, copies[i]
		folded += len(copies[i])
		out.Figures = append(out.Figures, f)
		voices[voice(it, leads)] = true
	}
	out.Voices = len(voices)
	seen := map[string]bool{}
	for _, it := range g.items {
		for _, id := range slices.Concat(it.near, it.others, it.wide) {
			if !seen[id] {
				seen[id] = true
				out.entities = append(out.entities, c.entity(id))
			}
		}
	}
	out.settle(stands(leads), folded)
	return out
}

// topicOf gives a topic that is a word.
func topicOf(topic string) string {
	if strings.HasPrefix(topic, topicEntity) || strings.HasPrefix(topic, topicNumber) {
		return ""
	}
	return topic
}

func (c *Comparison) entity(id string) Entity {
	if e, ok := c.names[id]; ok {
		return e
	}
	return Entity{ID: id, Name: id}
}

// foldCopies gives the figures that count, and those of each in copies of its text: a copy that says the same as another of its text is
// folded into the origin's, or into the earliest that says it; one that was given another number stands for itself.
func foldCopies(items []*item) (leads []*item, copies [][]Copy) {
	type said struct {
		origin *source
		sign   string
	}
	all := map[said][]*item{}
	var order []said
	for _, it := range items {
		k := said{it.source.origin, it.sign()}
		if all[k] == nil {
			order = append(order, k)
		}
		all[k] = append(all[k], it)
	}
	for _, k := range order {
		lead := all[k][0]
		if n := slices.IndexFunc(all[k], func(it *item) bool { return it.source == k.origin }); n >= 0 {
			lead = all[k][n]
		}
		for _, it := range all[k] {
			if it.source == lead.source && it.better(lead) {
				lead = it // rather than the headline
			}
		}
		var list []Copy
		for _, it := range all[k] {
			if it.source != lead.source {
				list = append(list, Copy{it.figure.Claim, it.source.head})
			}
		}
		leads, copies = append(leads, lead), append(copies, list)
	}
	return leads, copies
}

// voice names who is heard in a figure: the outlet its text comes from, or its own where it changed the number of that text.
func voice(it *item, leads []*item) string {
	from := it.source.origin
	if from != it.source && slices.ContainsFunc(leads, func(o *item) bool { return o.source == from }) {
		from = it.source
	}
	return cmp.Or(folded(from.outlet), from.head.ID)
}

// stands gives what the articles say, in the order of publication.
func stands(leads []*item) []*stand {
	byArticle := map[*source]*stand{}
	var list []*stand
	for _, it := range leads {
		s := byArticle[it.source]
		if s == nil {
			s = &stand{source: it.source, voices: map[string]bool{voice(it, leads): true}}
			byArticle[it.source] = s
			list = append(list, s)
		}
		s.items = append(s.items, it)
	}
	slices.SortStableFunc(list, func(a, b *stand) int { return cmp.Compare(a.source.instant, b.source.instant) })
	same := map[string]*stand{}
	out := list[:0]
	for _, s := range list {
		k := s.key()
		if o := same[k]; o != nil {
			for v := range s.voices {
				o.voices[v] = true
			}
			continue
		}
		same[k] = s
		out = append(out, s)
	}
	return out
}

func (s *stand) key() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d", s.source.instant)
	for _, it := range s.items {
		fmt.Fprintf(&b, "|%s %d %d %t %t", it.sign(), it.from, it.to, it.grows, it.moved)
	}
	return b.String()
}

// settle holds every stand against every later one and sets verdict and reason.
func (g *Group) settle(list []*stand, folded int) {
	var worst, widest, agreed *pair
	independent := false
	for i, a := range list {
		independent = independent || len(a.voices) > 1 && slices.ContainsFunc(a.items, func(it *item) bool { return !it.figure.Negated })
		for _, b := range list[i+1:] {
			p := meet(a, b)
			switch p.outcome {
			case agreeing:
				if apart(a, b) {
					independent = true
				}
				if agreed == nil || gapOf(p) > gapOf(*agreed) {
					agreed = &p
				}
			case denying, conflicting:
				if worst == nil || p.outcome < worst.outcome || p.outcome == worst.outcome && gapOf(p) > gapOf(*worst) {
					worst = &p
				}
			case developing:
				if widest == nil || gapOf(p) > gapOf(*widest) {
					widest = &p
				}
			}
		}
	}
	switch {
	case worst != nil:
		g.Verdict, g.Reason, g.spread = Disagree, worst.disagreement(), gapOf(*worst)
	case widest != nil:
		g.Verdict, g.Reason, g.spread = Development, widest.development(), gapOf(*widest)
	case independent:
		g.Verdict, g.Reason = Agree, g.agreement(agreed)
	default:
		g.Verdict, g.Reason = Single, g.single()
	}
	g.Reason.addFolded(folded)
}

func apart(a, b *stand) bool {
	for v := range b.voices {
		if !a.voices[v] || len(a.voices) > 1 {
			return true
		}
	}
	return false
}

// gapOf gives how far two figures are from each other, as a part of the larger one.
func gapOf(p pair) float64 {
	a, b := p.a.value.named, p.b.value.named
	if a == b {
		return 0
	}
	return math.Abs(a-b) / max(math.Abs(a), math.Abs(b))
}

// meet tells what two articles are to each other: they agree where any of their figures do, for one of several may speak of something
// else. a is the earlier one.
func meet(a, b *stand) pair {
	best := pair{outcome: silent}
	for _, x := range a.items {
		for _, y := range b.items {
			if o := weigh(a, b, x, y); o < best.outcome || o == best.outcome && best.a != nil && gapOf(pair{o, x, y}) < gapOf(best) {
				best = pair{o, x, y}
				if o == developing && follows(b.source, a.source) || o == developing && x.became(y) && !y.became(x) {
					best = pair{o, y, x}
				}
			}
		}
	}
	return best
}
