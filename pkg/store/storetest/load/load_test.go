package load

import (
	"context"
	"errors"
	"strings"
	"testing"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/store/storetest/made"
	"isnad/pkg/store/storetest/model"
)

func TestEverySearchFindsSomething(t *testing.T) {
	s := model.New()
	var told []string
	got, err := Run(t.Context(), s, Work{Claims: 4000, Seed: 3, Times: 4, Beside: 100}, func(doing string) { told = append(told, doing) })
	if err != nil {
		t.Fatal(err)
	}
	if n, err := s.Stats(t.Context()); err != nil || n.Claims != got.Filled.Claims+got.Taken.Claims || got.Filled.Claims < 4000 || got.Taken.Claims < 100 || n.Articles != got.Filled.Articles+got.Taken.Articles {
		t.Errorf("%+v holds %+v, %v", got, n, err)
	}
	if len(told) < 2 || got.Filled.Rate() <= 0 || got.Filled.Slowest <= 0 {
		t.Errorf("%q, %+v", told, got.Filled)
	}
	if len(got.Alone.Searches) < 20 {
		t.Errorf("%d searches", len(got.Alone.Searches))
	}
	table := got.String()
	for _, m := range got.Alone.Searches {
		if m.Rows == 0 && !strings.Contains(m.Name, "words") {
			t.Errorf("%s finds nothing", m.Name)
		}
		if m.Times != 4 || m.Page.Longest <= 0 || m.Page.Half > m.Page.Most || m.Page.Most > m.Page.Longest || m.Count.Longest <= 0 {
			t.Errorf("%+v", m)
		}
		if strings.Count(table, m.Name+"  ") < 2 {
			t.Errorf("%s does not stand in both tables:\n%s", m.Name, table)
		}
	}
}

// A store that is full already may be a real one: nothing is written to it.
func TestFullStoresAreOnlyRead(t *testing.T) {
	s := model.New()
	if _, err := Fill(t.Context(), s, made.New(1, 500), 500, 20, func(string) {}); err != nil {
		t.Fatal(err)
	}
	before, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got, err := Run(t.Context(), s, Work{Seed: 2, Times: 1, Beside: 100}, func(string) {})
	if err != nil || got.Beside != nil || len(got.Alone.Searches) < 20 {
		t.Errorf("%+v, %v", got, err)
	}
	after, err := s.Stats(t.Context())
	if err != nil || after.Claims != before.Claims || after.Reviews != 0 {
		t.Errorf("%+v, %v", after, err)
	}
}

// Every time a search asks for something else, and it is always a question.
func TestSearchesAreQuestions(t *testing.T) {
	for _, one := range searches {
		asked := map[string]bool{}
		for n := range 300 {
			q, err := one.ask(n).Check()
			if err != nil {
				t.Fatalf("%s, %d: %v", one.name, n, err)
			}
			asked[q.Values().Encode()] = true
		}
		if len(asked) < 4 && one.name != "everything, the latest" && one.name != "a common entity" {
			t.Errorf("%s asks for %d things only", one.name, len(asked))
		}
	}
}

func TestSpread(t *testing.T) {
	var hundred []float64
	for n := range 100 {
		hundred = append(hundred, float64(100-n))
	}
	for _, test := range []struct {
		ms   []float64
		want Spread
	}{
		{nil, Spread{}}, {[]float64{3}, Spread{3, 3, 3}}, {[]float64{2, 1}, Spread{1, 2, 2}}, {[]float64{3, 1, 2}, Spread{2, 3, 3}}, {hundred, Spread{50, 95, 100}},
	} {
		if got := spread(test.ms); got != test.want {
			t.Errorf("%v: %+v, want %+v", test.ms, got, test.want)
		}
	}
}

// failing is a store that takes nothing, or gives nothing.
type failing struct {
	*model.Store
	put, ask error
}

func (f failing) Put(ctx context.Context, e []store.Entry) (store.Receipt, error) {
	if f.put != nil {
		return store.Receipt{}, f.put
	}
	return f.Store.Put(ctx, e)
}

func (f failing) Count(ctx context.Context, q store.Query) (store.Counts, error) {
	if f.ask != nil {
		return store.Counts{}, f.ask
	}
	return f.Store.Count(ctx, q)
}

func TestFaultsAreTold(t *testing.T) {
	away := isnad.ErrUnavailable
	for _, s := range []failing{{model.New(), away, nil}, {model.New(), nil, away}} {
		if _, err := Run(t.Context(), s, Work{Claims: 10, Times: 1, Beside: 10}, func(string) {}); !errors.Is(err, away) {
			t.Errorf("%+v: %v", s, err)
		}
	}
}
