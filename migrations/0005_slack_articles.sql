-- What somebody typed into the form for a new article and did not publish; one a person.
CREATE TABLE article_draft (
  slack_user_id TEXT PRIMARY KEY,
  -- JSON: the form's fields and what stood in them.
  form TEXT NOT NULL,
  saved_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What staff wrote for one channel in place of the article's extract.
ALTER TABLE announcement ADD COLUMN text TEXT;
-- What is still to be done in Slack: take a withdrawn post away, or put one back.
ALTER TABLE announcement ADD COLUMN wish TEXT CHECK (wish IN ('remove', 'restore'));
CREATE INDEX announcement_wish ON announcement (id) WHERE wish IS NOT NULL;
