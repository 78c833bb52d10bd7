-- +goose Up

-- The head of an article is kept as JSON, whole; the columns that are left are what it is found by.
ALTER TABLE articles ADD COLUMN head BLOB NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN day TEXT NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN low INTEGER NOT NULL DEFAULT 0; -- the lowest number that a claim of it may have
ALTER TABLE articles ADD COLUMN high INTEGER NOT NULL DEFAULT 0; -- and the highest
UPDATE articles SET
  head = CAST(json_object('id', id, 'source_id', source_id, 'url', url, 'outlet', outlet, 'title', title, 'byline', byline, 'published', published, 'language', language) AS BLOB),
  day = CASE WHEN instr(published, 'T') > 0 THEN substr(published, 1, instr(published, 'T') - 1) ELSE published END;
CREATE INDEX articles_outlet ON articles (outlet);
CREATE INDEX articles_url ON articles (url, outlet) WHERE url <> '';

-- Every announcement, sent or not, in the order in which they were made. Numbers are never used twice.
CREATE TABLE announcements (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  body   BLOB NOT NULL,
  sent   INTEGER NOT NULL
);
CREATE INDEX announcements_pending ON announcements (number) WHERE sent = 0;
INSERT INTO announcements (body, sent)
  SELECT CAST(json_object('entity', e.id, 'kind', e.kind, 'name', e.name, 'wikidata', e.wikidata, 'sentence', e.sentence, 'article_id', a.id, 'outlet', a.outlet,
    'url', a.url, 'published', a.published, 'language', a.language, 'confidence', e.confidence, 'basis', e.basis) AS BLOB),
    e.id NOT IN (SELECT coalesce(json_extract(announcement, '$.entity'), '') FROM outbox)
  FROM entities e JOIN articles a ON a.number = e.article WHERE e.announced ORDER BY e.number;

-- Entities ever seen, as they were first seen. An entity is announced once for ever, so rows are never deleted. announced is the number of
-- its announcement, 0 for none; root is the entity that it was merged into.
ALTER TABLE entities RENAME TO old_entities;
CREATE TABLE entities (
  number     INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  kind       TEXT NOT NULL,
  body       BLOB NOT NULL,
  article    INTEGER NOT NULL REFERENCES articles (number),
  basis      TEXT NOT NULL,
  confidence REAL NOT NULL,
  announced  INTEGER NOT NULL,
  verdict    TEXT NOT NULL,
  root       TEXT NOT NULL
);
CREATE INDEX entities_root ON entities (root) WHERE root <> '';
INSERT INTO entities (number, id, kind, body, article, basis, confidence, announced, verdict, root)
  SELECT number, id, kind, CAST(json_object('name', name, 'wikidata', wikidata, 'sentence', sentence) AS BLOB), article, basis, confidence,
    CASE WHEN announced THEN row_number() OVER (PARTITION BY announced <> 0 ORDER BY number) ELSE 0 END, 'new', '' -- announcements were numbered so, just now
  FROM old_entities;
DROP TABLE old_entities;
DROP TABLE outbox;

ALTER TABLE articles DROP COLUMN source_id;
ALTER TABLE articles DROP COLUMN title;
ALTER TABLE articles DROP COLUMN byline;
ALTER TABLE articles DROP COLUMN published;

-- What entities are called.
CREATE TABLE entity_names (
  entity TEXT NOT NULL,
  folded TEXT NOT NULL,
  name   TEXT NOT NULL,
  PRIMARY KEY (entity, folded)
) WITHOUT ROWID;

-- All tables from here to claims_letters are made from current revisions, and are made again where derived names another version of the
-- way in which that is done.
CREATE TABLE derived (version INTEGER NOT NULL);
INSERT INTO derived (version) VALUES (0);

DROP TABLE claim_figures;
DROP TABLE claim_mentions;
DROP TABLE claims_text;
DROP TABLE claims;

-- A claim. Its number tells its place in the order of claims: see number.go.
CREATE TABLE claims (
  number    INTEGER PRIMARY KEY,
  article   INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  n         INTEGER NOT NULL,
  id        TEXT NOT NULL,
  kind      TEXT NOT NULL,
  stance    TEXT NOT NULL,
  cue       TEXT NOT NULL,
  voice     TEXT NOT NULL,
  language  TEXT NOT NULL,
  outlet    TEXT NOT NULL,
  said_from TEXT NOT NULL,
  said_to   TEXT NOT NULL,
  state     TEXT NOT NULL
);
CREATE INDEX claims_id ON claims (id);

-- What words and speakers are looked for in.
CREATE TABLE claim_texts (
  number   INTEGER PRIMARY KEY,
  search   TEXT NOT NULL,
  speakers TEXT NOT NULL
);

-- The claim with what it points to, as JSON; raw is what is looked for as it is spelled.
CREATE TABLE claim_bodies (
  number INTEGER PRIMARY KEY,
  raw    TEXT NOT NULL,
  body   BLOB NOT NULL
);

-- Who and what a claim names, each under what it was merged into.
CREATE TABLE claim_mentions (
  entity TEXT NOT NULL,
  claim  INTEGER NOT NULL,
  PRIMARY KEY (entity, claim)
) WITHOUT ROWID;

-- The figures of a claim. An open side is infinite; both are NULL where the figure holds no number. counted is folded, one thing a line.
CREATE TABLE claim_figures (
  claim    INTEGER NOT NULL,
  n        INTEGER NOT NULL,
  low      REAL,
  high     REAL,
  unit     TEXT NOT NULL,
  counted  TEXT NOT NULL,
  relation TEXT NOT NULL,
  PRIMARY KEY (claim, n)
) WITHOUT ROWID;
CREATE INDEX claim_figures_low ON claim_figures (low);
CREATE INDEX claim_figures_wide ON claim_figures (low, high) WHERE high > low;
CREATE INDEX claim_figures_unit ON claim_figures (unit, low) WHERE unit <> '';

-- Runs of three letters of these texts, and which claims have them; not where, for that is looked up in the text itself. The program fills it:
-- triggers would make it write a piece of index for every row.
CREATE VIRTUAL TABLE claims_letters USING fts5 (search, speakers, content = 'claim_texts', content_rowid = 'number', tokenize = 'trigram', detail = 'column');
INSERT INTO claims_letters (claims_letters, rank) VALUES ('automerge', 8); -- merging later is merging less
INSERT INTO claims_letters (claims_letters, rank) VALUES ('crisismerge', 64); -- a little with every transaction, never all at once
INSERT INTO claims_letters (claims_letters, rank) VALUES ('hashsize', 67108864); -- one piece of index a transaction
-- The logs of the desk. body is the entry, as JSON.
CREATE TABLE reviews (
  number  INTEGER PRIMARY KEY AUTOINCREMENT,
  claim   TEXT NOT NULL,
  article TEXT NOT NULL,
  who     TEXT NOT NULL,
  body    BLOB NOT NULL
);
CREATE INDEX reviews_claim ON reviews (claim);
-- +goose StatementBegin
CREATE TRIGGER reviews_stay BEFORE DELETE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are kept for ever'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER reviews_stay_as_they_are BEFORE UPDATE ON reviews BEGIN SELECT RAISE(ABORT, 'reviews are never changed'); END;
-- +goose StatementEnd

-- The state of a claim is that of its latest review. It outlives the claim's row, which goes with its revision.
CREATE TABLE claim_states (
  claim   TEXT PRIMARY KEY,
  article TEXT NOT NULL,
  state   TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX claim_states_article ON claim_states (article);
CREATE INDEX claim_states_state ON claim_states (state);

CREATE TABLE entity_decisions (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  entity TEXT NOT NULL,
  body   BLOB NOT NULL
);
CREATE INDEX entity_decisions_entity ON entity_decisions (entity);

CREATE TABLE searches (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  body   BLOB NOT NULL,
  seen   INTEGER NOT NULL
);
