-- Lists of readers that staff bring along from elsewhere. Holds no address: the same file has the same fingerprint.
CREATE TABLE import (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  fingerprint TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'finished', 'undoing', 'undone')),
  -- Where these people agreed, and when, for rows that do not say so themselves.
  consent_source TEXT NOT NULL,
  consent_at TEXT,
  locale TEXT NOT NULL,
  frequency TEXT NOT NULL CHECK (frequency IN ('instant', 'daily', 'weekly', 'monthly')),
  -- Lines up to this one are taken; a page that comes twice is taken once.
  line_done INTEGER NOT NULL DEFAULT 0,
  new_count INTEGER NOT NULL DEFAULT 0,
  known_count INTEGER NOT NULL DEFAULT 0,
  refused_count INTEGER NOT NULL DEFAULT 0,
  bad_count INTEGER NOT NULL DEFAULT 0,
  opt_out_count INTEGER NOT NULL DEFAULT 0,
  bounce_count INTEGER NOT NULL DEFAULT 0,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  finished_at TEXT
) STRICT;
CREATE UNIQUE INDEX import_of_file ON import (fingerprint) WHERE state IN ('open', 'finished');
CREATE INDEX import_newest ON import (created_at);

-- The import that brought a reader.
ALTER TABLE subscriber ADD COLUMN import_id INTEGER REFERENCES import (id);
CREATE INDEX subscriber_of_import ON subscriber (import_id) WHERE import_id IS NOT NULL;

-- Growth by day.
CREATE INDEX consent_moves ON consent (at) WHERE act <> 'requested' AND act <> 'changed' AND act <> 'imported';
