-- Articles that came all at once are held; staff are asked once per flood, and the first answer counts.
CREATE TABLE flood (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  feed_id INTEGER NOT NULL REFERENCES feed (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'announced', 'published', 'dropped')),
  article_count INTEGER NOT NULL,
  -- Set before the question is posted, so that nothing asks twice.
  asked_at TEXT,
  decided_by TEXT,
  decided_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX flood_open ON flood (id) WHERE state = 'open';

ALTER TABLE article ADD COLUMN flood_id INTEGER REFERENCES flood (id);
CREATE INDEX article_held ON article (flood_id) WHERE state = 'held';

-- The failure (its failing_since) about which staff were told; null once they know that it is over.
ALTER TABLE feed ADD COLUMN alerted_since TEXT;
ALTER TABLE feed ADD COLUMN removed_at TEXT;

-- Undo looks for the last act on a subject.
CREATE INDEX audit_subject ON audit (subject, id);
