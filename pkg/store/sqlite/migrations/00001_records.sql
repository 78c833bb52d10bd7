-- +goose Up

-- An article and which of its revisions is current. Its number is the store's own: short, and in the order of arrival.
CREATE TABLE articles (
  number    INTEGER PRIMARY KEY,
  id        TEXT NOT NULL UNIQUE,
  source_id TEXT NOT NULL,
  url       TEXT NOT NULL,
  outlet    TEXT NOT NULL,
  title     TEXT NOT NULL,
  byline    TEXT NOT NULL,
  published TEXT NOT NULL,
  language  TEXT NOT NULL,
  sha256    TEXT NOT NULL,
  run       INTEGER NOT NULL,
  extractor TEXT NOT NULL,
  lexicon   TEXT NOT NULL,
  claims    INTEGER NOT NULL,
  figures   INTEGER NOT NULL
);

-- Every revision, whole: JSON compressed with zstd. The digest (SHA-256) is that of the JSON.
CREATE TABLE revisions (
  article   INTEGER NOT NULL REFERENCES articles (number),
  extractor TEXT NOT NULL,
  lexicon   TEXT NOT NULL,
  run       INTEGER NOT NULL,
  digest    BLOB NOT NULL,
  record    BLOB NOT NULL,
  PRIMARY KEY (article, extractor, lexicon)
);

-- All tables from here to sightings are made from current revisions and can be made again.

-- A claim. evidence and speakers are folded for search; row is the claim with what it points to, as JSON.
CREATE TABLE claims (
  number   INTEGER PRIMARY KEY,
  article  INTEGER NOT NULL REFERENCES articles (number),
  n        INTEGER NOT NULL,
  id       TEXT NOT NULL,
  day      TEXT NOT NULL,
  at       INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  stance   TEXT NOT NULL,
  language TEXT NOT NULL,
  outlet   TEXT NOT NULL,
  speakers TEXT NOT NULL,
  evidence TEXT NOT NULL,
  row      BLOB NOT NULL,
  UNIQUE (article, n)
);
CREATE INDEX claims_order ON claims (day DESC, article DESC, at, n);
CREATE INDEX claims_id ON claims (id);

CREATE VIRTUAL TABLE claims_text USING fts5 (speakers, evidence, content = 'claims', content_rowid = 'number', tokenize = 'trigram');
-- +goose StatementBegin
CREATE TRIGGER claims_text_insert AFTER INSERT ON claims BEGIN
  INSERT INTO claims_text (rowid, speakers, evidence) VALUES (new.number, new.speakers, new.evidence);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claims_text_delete AFTER DELETE ON claims BEGIN
  INSERT INTO claims_text (claims_text, rowid, speakers, evidence) VALUES ('delete', old.number, old.speakers, old.evidence);
END;
-- +goose StatementEnd

-- Who and what a claim names: folded as the lexicon has it (name) and as the text has it (spelled).
CREATE TABLE claim_mentions (
  claim   INTEGER NOT NULL REFERENCES claims (number) ON DELETE CASCADE,
  entity  TEXT NOT NULL,
  name    TEXT NOT NULL,
  spelled TEXT NOT NULL,
  PRIMARY KEY (claim, entity, name, spelled)
) WITHOUT ROWID;
CREATE INDEX claim_mentions_entity ON claim_mentions (entity);
CREATE INDEX claim_mentions_name ON claim_mentions (name);
CREATE INDEX claim_mentions_spelled ON claim_mentions (spelled);

-- The figures of a claim that hold a number. An open side is infinite. counted is folded, one thing a line.
CREATE TABLE claim_figures (
  claim   INTEGER NOT NULL REFERENCES claims (number) ON DELETE CASCADE,
  n       INTEGER NOT NULL,
  low     REAL NOT NULL,
  high    REAL NOT NULL,
  unit    TEXT NOT NULL,
  counted TEXT NOT NULL,
  PRIMARY KEY (claim, n)
) WITHOUT ROWID;
CREATE INDEX claim_figures_unit ON claim_figures (unit, low);

-- Which article names which entity.
CREATE TABLE sightings (
  article INTEGER NOT NULL REFERENCES articles (number),
  entity  TEXT NOT NULL,
  PRIMARY KEY (entity, article)
) WITHOUT ROWID;
CREATE INDEX sightings_article ON sightings (article);

-- Entities ever seen, as they were first seen. An entity is announced once for ever, so rows are never deleted.
CREATE TABLE entities (
  number     INTEGER PRIMARY KEY,
  id         TEXT NOT NULL UNIQUE,
  kind       TEXT NOT NULL,
  name       TEXT NOT NULL,
  folded     TEXT NOT NULL,
  wikidata   TEXT NOT NULL,
  sentence   TEXT NOT NULL,
  article    INTEGER NOT NULL REFERENCES articles (number),
  basis      TEXT NOT NULL,
  confidence REAL NOT NULL,
  announced  INTEGER NOT NULL
);

-- Announcements to be sent. A row goes when it was sent; entities.announced remembers it. Numbers are never used twice.
CREATE TABLE outbox (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  announcement TEXT NOT NULL
);

-- +goose Down
DROP TABLE outbox;
DROP TABLE entities;
DROP TABLE sightings;
DROP TABLE claim_figures;
DROP TABLE claim_mentions;
DROP TABLE claims_text;
DROP TABLE claims;
DROP TABLE revisions;
DROP TABLE articles;
