package compare

import (
	"cmp"
	"slices"
	"strconv"
)

// gathering is a group on its way.
type gathering struct {
	items  []*item
	entity string
	topic  string
	key    string
}

// The tiers of entities: what ties figures most closely comes first.
const (
	tierNear = iota
	tierOther
	tierWide
)

// candidate is a list of items that may be one fact: of equal base, with one entity, topic and time.
type candidate struct {
	tier     int
	entity   string
	topic    string
	key      string
	items    []*item
	articles int
}

// gather puts every item into one group. The candidates that tie most closely, and of these the largest, take their items first; a later
// candidate adds to a group that alone holds some of its items.
func gather(items []*item) []*gathering {
	all := candidates(items)
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.tier, b.tier), cmp.Compare(b.articles, a.articles), cmp.Compare(a.key, b.key))
	})
	var out []*gathering
	for i := range all {
		c := &all[i]
		if c.articles < 2 {
			continue
		}
		free, known, several := c.free()
		switch {
		case len(free) == 0:
		case known != nil && !several && c.topic == "":
			known.add(free)
		case countArticles(free) >= 2:
			g := &gathering{entity: c.entity, topic: c.topic, key: c.key}
			g.add(free)
			out = append(out, g)
		}
	}
	out = append(out, leftovers(items)...)
	for _, g := range out {
		slices.SortFunc(g.items, func(a, b *item) int {
			return cmp.Or(cmp.Compare(a.source.instant, b.source.instant), cmp.Compare(a.source.head.ID, b.source.head.ID), cmp.Compare(a.at, b.at), cmp.Compare(a.sign(), b.sign()))
		})
	}
	return out
}

// leftovers makes groups of what is without one: an article's figures of equal base together.
func leftovers(items []*item) (out []*gathering) {
	type key struct {
		source *source
		base   string
	}
	groups := map[key]*gathering{}
	for _, it := range items {
		if it.group != nil {
			continue
		}
		k := key{it.source, it.base}
		g := groups[k]
		if g == nil {
			entity := slices.Concat(it.near, it.others, it.wide)[0]
			g = &gathering{entity: entity, key: it.base + "\x00" + it.source.head.ID}
			if !it.counts {
				g.topic = it.topics[0]
			}
			groups[k] = g
			out = append(out, g)
		}
		g.add([]*item{it})
	}
	return out
}

func (g *gathering) add(items []*item) {
	for _, it := range items {
		it.group = g
	}
	g.items = append(g.items, items...)
}

// free gives the items without a group, and a group that holds others; several tells that there are more such groups.
func (c *candidate) free() (free []*item, known *gathering, several bool) {
	for _, it := range c.items {
		switch {
		case it.group == nil:
			free = append(free, it)
		case known == nil:
			known = it.group
		case known != it.group:
			several = true
		}
	}
	return free, known, several
}

// countArticles gives 2 for two and more.
func countArticles(items []*item) int {
	n := 0
	for _, it := range items {
		if n == 0 {
			n = 1
		} else if it.source != items[0].source {
			return 2
		}
	}
	return n
}

// cell is what figures of one fact have in common beside their time.
type cell struct {
	base, entity, topic string
	tier                int
}

// cells gives the cells of an item.
func (it *item) cells(yield func(cell)) {
	topics := it.topics
	if len(topics) == 0 {
		topics = []string{""}
	}
	for tier, list := range [...][]string{it.near, it.others, it.wide} {
		for _, entity := range list {
			for _, topic := range topics {
				if topic != topicEntity+entity {
					yield(cell{it.base, entity, topic, tier})
				}
			}
		}
	}
}

// candidates files the items under each of their entities and topics, and parts them by time and, where the entity alone does not tell
// events apart, by place.
func candidates(items []*item) []candidate {
	shared := map[cell]*source{}
	for _, it := range items {
		it.cells(func(c cell) {
			if s, known := shared[c]; !known {
				shared[c] = it.source
			} else if s != it.source {
				shared[c] = nil // of several articles
			}
		})
	}
	cells := map[cell][]*item{}
	for _, it := range items {
		it.cells(func(c cell) {
			if shared[c] == nil {
				cells[c] = append(cells[c], it)
			}
		})
	}
	var out []candidate
	for k, list := range cells {
		parts := [][]*item{list}
		if len(list) > 1 {
			parts = stories(list)
		}
		n := 0
		for _, part := range parts {
			places := [][]*item{part}
			if k.tier != tierNear && len(part) > 1 {
				places = byPlace(part)
			}
			for _, p := range places {
				sources := map[*source]bool{}
				for _, it := range p {
					sources[it.source] = true
				}
				out = append(out, candidate{k.tier, k.entity, k.topic, k.base + "\x00" + k.entity + "\x00" + k.topic + "\x00" + strconv.Itoa(n), p, len(sources)})
				n++
			}
		}
	}
	return out
}

// byPlace parts items that name different places: where all that name one are joined by it, the others may speak of it too; where there
// are several, no one can tell of which the others speak.
func byPlace(items []*item) [][]*item {
	parent := map[string]string{}
	var find func(p string) string
	find = func(p string) string {
		if parent[p] == "" || parent[p] == p {
			return p
		}
		parent[p] = find(parent[p])
		return parent[p]
	}
	for _, it := range items {
		for _, p := range it.near {
			a, b := find(p), find(it.near[0])
			parent[max(a, b)] = min(a, b)
		}
	}
	parts := map[string][]*item{}
	var order []string
	for _, it := range items {
		place := ""
		if len(it.near) > 0 {
			place = find(it.near[0])
		}
		if parts[place] == nil {
			order = append(order, place)
		}
		parts[place] = append(parts[place], it)
	}
	if len(order) <= 2 && (len(order) < 2 || parts[""] != nil) {
		return [][]*item{items}
	}
	slices.Sort(order)
	out := make([][]*item, len(order))
	for i, place := range order {
		out[i] = parts[place]
	}
	return out
}
