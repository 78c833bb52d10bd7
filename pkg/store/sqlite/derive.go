package sqlite

import (
	"context"
	"encoding/json"
	"strings"

	"isnad/pkg/isnad"
	"isnad/pkg/store"
	"isnad/pkg/text"
)

// body is what a claim's row holds beside the head of its article.
type body struct {
	Claim    isnad.Claim     `json:"claim"`
	Mentions []isnad.Mention `json:"mentions,omitempty"`
	Figures  []isnad.Figure  `json:"figures,omitempty"`
	Dates    []isnad.Date    `json:"dates,omitempty"`
}

// claims replaces the claims of an article.
func (b *batch) claims(ctx context.Context, article int64, p *packed) error {
	if _, err := b.exec(ctx, "DELETE FROM claims WHERE article = ?", article); err != nil {
		return err
	}
	day := p.record.Article.Day()
	for n := range p.rows {
		row := &p.rows[n]
		c := &row.Claim
		data, err := json.Marshal(body{Claim: *c, Mentions: row.Mentions, Figures: row.Figures, Dates: row.Dates})
		if err != nil {
			return err
		}
		number, err := b.insert(ctx, `INSERT INTO claims (article, n, id, day, at, kind, stance, language, outlet, speakers, evidence, row)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, article, n, c.ID, day, row.At(), string(c.Kind), string(row.Stance()),
			p.record.Article.Language, p.record.Article.Outlet, strings.Join(row.Speakers(), "\n"), store.Folded(c.Text), data)
		if err != nil {
			return err
		}
		if err := b.claimParts(ctx, number, row); err != nil {
			return err
		}
	}
	return nil
}

// claimParts stores what claims are found by.
func (b *batch) claimParts(ctx context.Context, claim int64, row *store.Row) error {
	for i := range row.Mentions {
		m := &row.Mentions[i]
		_, err := b.exec(ctx, "INSERT OR IGNORE INTO claim_mentions (claim, entity, name, spelled) VALUES (?, ?, ?, ?)", claim, m.Entity, store.Folded(m.Name), store.Folded(m.Text))
		if err != nil {
			return err
		}
	}
	for n := range row.Figures {
		f := &row.Figures[n]
		low, high, ok := store.Bounds(f)
		if !ok {
			continue
		}
		var counted []string
		for _, thing := range f.Counted {
			counted = append(counted, store.Folded(thing))
		}
		_, err := b.exec(ctx, "INSERT INTO claim_figures (claim, n, low, high, unit, counted) VALUES (?, ?, ?, ?, ?, ?)", claim, n, low, high, f.Unit, strings.Join(counted, "\n"))
		if err != nil {
			return err
		}
	}
	return nil
}

// sightings replaces the entities that an article names, and announces those that are now known well enough.
func (b *batch) sightings(ctx context.Context, article int64, r *isnad.Record) error {
	if _, err := b.exec(ctx, "DELETE FROM sightings WHERE article = ?", article); err != nil {
		return err
	}
	var doc *text.Doc
	seen := store.Sightings(r)
	for i := range seen {
		s := &seen[i]
		if _, err := b.exec(ctx, "INSERT INTO sightings (article, entity) VALUES (?, ?)", article, s.First.Entity); err != nil {
			return err
		}
		e := store.Entity{ID: s.First.Entity}
		known, err := b.find(ctx, "SELECT number, basis, confidence, announced FROM entities WHERE id = ?", []any{e.ID}, []any{&e.Number, &e.Basis, &e.Confidence, &e.Announced})
		if err != nil {
			return err
		}
		if known {
			err = b.seenAgain(ctx, &e, s)
		} else {
			if doc == nil {
				doc = text.Parser{}.Parse(&r.Article)
			}
			err = b.seenFirst(ctx, article, &e, s, store.Sentence(doc, s.First.Start, s.First.Text))
		}
		if err == nil && !e.Announced {
			err = b.announce(ctx, article, &e, s, &r.Article)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *batch) seenFirst(ctx context.Context, article int64, e *store.Entity, s *store.Sighting, sentence string) error {
	m := s.First
	var err error
	e.Number, err = b.insert(ctx, `INSERT INTO entities (id, kind, name, folded, wikidata, sentence, article, basis, confidence, announced) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
		e.ID, string(m.Kind), m.Name, store.Folded(m.Name), m.Wikidata, sentence, article, string(s.Basis), s.Confidence)
	return err
}

// seenAgain keeps the best evidence.
func (b *batch) seenAgain(ctx context.Context, e *store.Entity, s *store.Sighting) error {
	basis, confidence := e.Basis, max(e.Confidence, s.Confidence)
	if basis == isnad.BasisLearned && s.Firm {
		basis = s.Basis
	}
	if basis == e.Basis && confidence == e.Confidence {
		return nil
	}
	_, err := b.exec(ctx, "UPDATE entities SET basis = ?, confidence = ? WHERE number = ?", string(basis), confidence, e.Number)
	return err
}

// others counts the other articles that name an entity, and those of them that are a version or a copy of this one. What waits is named
// by versions and copies of one article only, so one that is akin to none of them is a second.
const others = `SELECT count(*), coalesce(sum(a.sha256 = ? OR (a.url <> '' AND a.url = ? AND a.outlet = ?)), 0)
	FROM sightings s JOIN articles a ON a.number = s.article WHERE s.entity = ? AND a.number <> ?`

// announce puts an entity into the outbox if it is sure, or another article bears it out.
func (b *batch) announce(ctx context.Context, article int64, e *store.Entity, s *store.Sighting, a *isnad.Article) error {
	if !s.Sure() {
		var all, akin int
		_, err := b.find(ctx, others, []any{a.SHA256, a.URL, a.Outlet, e.ID, article}, []any{&all, &akin})
		if err != nil || all == 0 || akin > 0 {
			return err
		}
	}
	whole, err := b.entity(ctx, e.Number)
	if err != nil {
		return err
	}
	data, err := json.Marshal(store.Announce(whole))
	if err != nil {
		return err
	}
	if _, err := b.exec(ctx, "INSERT INTO outbox (announcement) VALUES (?)", string(data)); err != nil {
		return err
	}
	if _, err := b.exec(ctx, "UPDATE entities SET announced = 1 WHERE number = ?", e.Number); err != nil {
		return err
	}
	b.receipt.Announced++
	return nil
}

func (b *batch) entity(ctx context.Context, number int64) (*store.Entity, error) {
	st, err := b.statement(ctx, selectEntity+" WHERE e.number = ?")
	if err != nil {
		return nil, err
	}
	return scanEntity(st.QueryRowContext(ctx, number))
}
