package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/text"
)

// roots gives the entities that were merged, and what they were merged into. A batch merges nothing, or nothing but that.
func (b *Batch) roots(ctx context.Context) (map[string]string, error) {
	if b.merged != nil {
		return b.merged, nil
	}
	out := map[string]string{}
	rows, err := b.Tx.QueryContext(ctx, "SELECT id, root FROM entities WHERE root <> ''")
	if err = each(rows, err, scanPair(out)); err == nil {
		b.merged = out
	}
	return out, err
}

// known is what the store knows of an entity.
type known struct {
	number     int64
	basis      isnad.Basis
	confidence float64
	announced  bool
	verdict    store.Verdict
	root       string
}

// mostIDs is the number of ids looked up at a time.
const mostIDs = 500

// entities looks up the entities of a record.
func (b *Batch) entities(ctx context.Context, seen []store.Sighting) (map[string]*known, error) {
	out := map[string]*known{}
	for ; len(seen) > 0; seen = seen[min(mostIDs, len(seen)):] {
		ids := make([]any, min(mostIDs, len(seen)))
		for i := range ids {
			ids[i] = seen[i].First.Entity
		}
		rows, err := b.Tx.QueryContext(ctx, b.store.Rebind("SELECT id, number, basis, confidence, announced, verdict, root FROM entities WHERE id IN ("+Marks(len(ids))+")"), b.store.args(ids)...)
		err = each(rows, err, func(r *sql.Rows) error {
			var id string
			var announced int64
			k := &known{}
			err := r.Scan(&id, &k.number, &k.basis, &k.confidence, &announced, &k.verdict, &k.root)
			k.announced = announced > 0
			out[id] = k
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// sightings replaces the entities that an article names, and announces those that are now known well enough.
func (b *Batch) sightings(ctx context.Context, article int64, again bool, p *packed) error {
	r := p.record
	if again {
		if err := b.Exec(ctx, "DELETE FROM sightings WHERE article = ?", article); err != nil {
			return err
		}
	}
	seen := store.Sightings(r)
	entities, err := b.entities(ctx, seen)
	if err != nil {
		return err
	}
	if err := b.sight(ctx, article, seen, entities); err != nil {
		return err
	}
	var doc *text.Doc
	for i := range seen {
		s := &seen[i]
		k := entities[s.First.Entity]
		if k != nil {
			err = b.seenAgain(ctx, k, s)
		} else {
			if doc == nil {
				doc = text.Parser{}.Parse(&r.Article)
			}
			k, err = b.seenFirst(ctx, article, s, store.Sentence(doc, s.First.Start, s.First.Text))
		}
		if err == nil && !k.announced && k.root == "" && k.verdict != store.VerdictIgnored {
			err = b.announce(ctx, article, k, s, p)
		}
		if err != nil {
			return err
		}
	}
	return b.nameEntities(ctx, r, entities)
}

// sight notes which entities an article names, each under what it was merged into.
func (b *Batch) sight(ctx context.Context, article int64, seen []store.Sighting, entities map[string]*known) error {
	rows := make([][]any, len(seen))
	for i := range seen {
		id := seen[i].First.Entity
		if k := entities[id]; k != nil && k.root != "" {
			id = k.root
		}
		rows[i] = []any{id, article}
	}
	return b.store.InsertMissing(ctx, b, Sightings, rows)
}

// noted is what the store keeps of an entity as text that must stay as it is.
type noted struct {
	Name     string `json:"name"`
	Wikidata string `json:"wikidata,omitempty"`
	Sentence string `json:"sentence"`
}

func (b *Batch) seenFirst(ctx context.Context, article int64, s *store.Sighting, sentence string) (*known, error) {
	m := s.First
	data, err := json.Marshal(noted{m.Name, m.Wikidata, sentence})
	if err != nil {
		return nil, err
	}
	k := &known{basis: s.Basis, confidence: s.Confidence}
	k.number, err = b.insert(ctx, "INSERT INTO entities (id, kind, body, article, basis, confidence, announced, verdict, root) VALUES (?, ?, ?, ?, ?, ?, 0, ?, '')",
		m.Entity, string(m.Kind), data, article, string(s.Basis), s.Confidence, string(store.VerdictNew))
	return k, err
}

// seenAgain keeps the best evidence.
func (b *Batch) seenAgain(ctx context.Context, k *known, s *store.Sighting) error {
	basis, confidence := k.basis, max(k.confidence, s.Confidence)
	if basis == isnad.BasisLearned && s.Firm {
		basis = s.Basis
	}
	if basis == k.basis && confidence == k.confidence {
		return nil
	}
	k.basis, k.confidence = basis, confidence
	return b.Exec(ctx, "UPDATE entities SET basis = ?, confidence = ? WHERE number = ?", string(basis), confidence, k.number)
}

// others counts the other articles that name an entity, and those of them that are a version or a copy of this one. What waits is named
// by versions and copies of one article only, so one that is akin to none of them is a second.
const others = `SELECT count(*), coalesce(sum(CASE WHEN a.sha256 = ? OR (a.url <> '' AND a.url = ? AND a.outlet = ?) THEN 1 ELSE 0 END), 0)
	FROM sightings s JOIN articles a ON a.number = s.article WHERE s.entity = ? AND a.number <> ?`

// announce puts an entity into the outbox if it is sure, or another article bears it out.
func (b *Batch) announce(ctx context.Context, article int64, k *known, s *store.Sighting, p *packed) error {
	a := &p.record.Article
	if !s.Sure() {
		var all, akin int
		_, err := b.find(ctx, others, []any{a.SHA256, key(a.URL), key(a.Outlet), s.First.Entity, article}, []any{&all, &akin})
		if err != nil || all == 0 || akin > 0 {
			return err
		}
	}
	e, err := scanEntity(b.Tx.QueryRowContext(ctx, b.store.Rebind(selectEntity+" WHERE e.number = ?"), k.number))
	if err != nil {
		return err
	}
	data, err := json.Marshal(announcement{store.Announce(e), p.trace})
	if err != nil {
		return err
	}
	number, err := b.insert(ctx, "INSERT INTO announcements (body, sent) VALUES (?, 0)", data)
	if err != nil {
		return err
	}
	b.receipt.Announced++
	return b.Exec(ctx, "UPDATE entities SET announced = ? WHERE number = ?", number, k.number)
}

// mostNames bounds the names that are remembered to be stored.
const mostNames = 200_000

// nameEntities notes what entities are called. A name that was stored before is not sent again: nearly all are.
func (b *Batch) nameEntities(ctx context.Context, r *isnad.Record, entities map[string]*known) error {
	var rows [][]any
	for i := range r.Mentions {
		m := &r.Mentions[i]
		if m.Form != isnad.FormName || m.Nested {
			continue
		}
		id := m.Entity
		if k := entities[id]; k != nil && k.root != "" {
			id = k.root
		}
		for _, name := range []string{m.Name, m.Text} {
			folded := store.Folded(name)
			key := id + "\x00" + folded
			if folded == "" || b.store.isNamed(key) {
				continue
			}
			b.newNames = append(b.newNames, key)
			rows = append(rows, []any{id, folded, name})
		}
	}
	return b.store.InsertMissing(ctx, b, EntityNames, rows)
}

func (s *Store) isNamed(key string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.names[key]
}

// remember notes names that were stored, once that is sure.
func (s *Store) remember(names []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.names) > mostNames {
		clear(s.names)
	}
	for _, key := range names {
		s.names[key] = true
	}
}
