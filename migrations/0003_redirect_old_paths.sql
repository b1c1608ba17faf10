-- Where an imported article stood before: a request for that path is sent on to the article for good.
-- Paths as domain/old-path.ts writes them, query included where the old site needed one.
CREATE TABLE redirect (
  path TEXT PRIMARY KEY,
  article_id INTEGER NOT NULL REFERENCES article (id),
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Who changed an article by hand last. From then on its feed no longer changes it.
ALTER TABLE article ADD COLUMN edited_by TEXT;
