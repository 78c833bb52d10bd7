package crf

// Pair joins two models of the same labels whose features are partly the same, so that a feature is looked up once for both. It is not
// changed once made and safe for many goroutines.
type Pair struct {
	bank   bank
	labels int
	wide   int // lanes of a row that are the first model's
}

// Join joins two models. Both have the same number of labels.
func Join(first, second *Model) *Pair {
	p := &Pair{labels: first.labels, wide: first.wide}
	a, b := first.names, second.names
	p.bank.wide = first.wide + second.wide
	p.bank.weights = make([]lanes, 0, (len(a)+len(b))*p.bank.wide)
	names := make([]uint64, 0, len(a)+len(b))
	var none [maxWide]lanes
	for i, j := 0, 0; i < len(a) || j < len(b); {
		one, two := none[:first.wide], none[:second.wide]
		var f uint64
		inA, inB := i < len(a) && (j == len(b) || a[i] <= b[j]), j < len(b) && (i == len(a) || b[j] <= a[i])
		if inA {
			f, one = a[i], first.weights[i*first.wide:(i+1)*first.wide]
			i++
		}
		if inB {
			f, two = b[j], second.weights[j*second.wide:(j+1)*second.wide]
			j++
		}
		names = append(names, f)
		p.bank.weights = append(append(p.bank.weights, one...), two...)
	}
	p.bank.index(names)
	return p
}

// Add adds the weights of a token's features to the points of the first model's labels and to those of the second's. Points add up without
// error, in any order; Lattice.Points takes them.
func (p *Pair) Add(first, second []int32, features []uint64) {
	var points points
	p.bank.add(&points, features)
	for y := range p.labels {
		first[y] += points[y]
		second[y] += points[perLanes*p.wide+y]
	}
}

// Points sets the scores of token i from the points of its labels.
func (l *Lattice) Points(i int, points []int32) { score(l.Scores(i), points) }
