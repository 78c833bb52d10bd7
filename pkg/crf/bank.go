package crf

// bank gives the weights of features.
type bank struct {
	rows    table   // feature → row
	weights []lanes // rows × wide
	wide    int     // lanes of a row
}

// points are the sums of a row.
type points [maxWide * perLanes]int32

func (b *bank) index(names []uint64) {
	b.rows = newTable(len(names))
	for row, f := range names {
		b.rows.add(f, uint32(row))
	}
}

// add adds the weights of features to points, in steps of 1/precision. It looks many features up, then touches the weights of those that
// have any, and then adds: the machine waits for memory most of the time, and so it waits for many places at once.
func (b *bank) add(points *points, features []uint64) {
	var slots [batch]slot
	var rows [batch]int32 // where the weights begin
	for len(features) > 0 {
		n := min(batch, len(features))
		for i, f := range features[:n] {
			slots[i] = b.rows.slots[uint32(f)&b.rows.mask]
		}
		found := 0
		for i, f := range features[:n] {
			if row, ok := b.rows.follow(slots[i], f); ok {
				rows[found%batch] = int32(row) * int32(b.wide)
				found++
			}
		}
		var sum [maxWide]lanes
		b.sum(&sum, rows[:found])
		for n := range b.wide {
			sum[n].addTo(points[perLanes*n:])
		}
		features = features[n:]
	}
}

// sum adds up rows of weights, lane by lane: the first lane fetches what the others find at hand.
func (b *bank) sum(sum *[maxWide]lanes, rows []int32) {
	if len(rows) == 0 {
		return // and a model without features has no weights at all
	}
	for n := range b.wide {
		var lane lanes
		weights := b.weights[n:]
		for _, at := range rows {
			lane += weights[at]
		}
		sum[n%maxWide] = lane
	}
}

// Bits is the length of a feature's name: hashes are cut to their lowest Bits bits, in training as in decoding. Of 200,000 features one
// in five million that are unknown is mistaken for a known one.
const Bits = 40

// name cuts a hash.
func name(feature uint64) uint64 { return feature & (1<<Bits - 1) }

// table maps features to rows by open addressing. The slot tells the lowest bits of a name, the key all above the first eight.
type table struct {
	slots []slot
	mask  uint32
}

// slot is a place of the table.
type slot struct {
	key uint32
	row uint32 // 1 + row; 0 where the slot is free
}

func newTable(n int) table {
	size := 1 << 8 // the slot must tell the bits that the key leaves out
	for 3*size < 4*n {
		size *= 2
	}
	return table{slots: make([]slot, size), mask: uint32(size - 1)}
}

func key(feature uint64) uint32 { return uint32(feature >> (Bits - 32)) }

func (t *table) add(feature uint64, row uint32) {
	i := uint32(feature) & t.mask
	for t.slots[i].row != 0 {
		i = (i + 1) & t.mask
	}
	t.slots[i] = slot{key(feature), row + 1}
}

func (t *table) find(feature uint64) (uint32, bool) {
	return t.follow(t.slots[uint32(feature)&t.mask], feature)
}

// follow finds a feature whose first slot is at hand.
func (t *table) follow(s slot, feature uint64) (uint32, bool) {
	k := key(feature)
	for i := uint32(feature); s.row != 0; s = t.slots[i&t.mask] {
		if s.key == k {
			return s.row - 1, true
		}
		i++
	}
	return 0, false
}
