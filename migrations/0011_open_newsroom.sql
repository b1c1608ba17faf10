-- The words an article is found by, JSON; what search_word holds of it. Null: not indexed yet.
ALTER TABLE article ADD COLUMN search_words TEXT;
CREATE INDEX article_of_kind ON article (kind, published_at DESC, id DESC) WHERE state = 'published';
CREATE INDEX article_event ON article (event_starts_at) WHERE state = 'published' AND event_starts_at IS NOT NULL;

-- Words and pairs of Chinese characters, cut by domain/search-words.ts. Everything here can be made anew from article.
CREATE TABLE search_word (
  word TEXT NOT NULL,
  article_id INTEGER NOT NULL REFERENCES article (id),
  PRIMARY KEY (word, article_id)
) STRICT, WITHOUT ROWID;

-- What somebody asked the press or investor relations office.
CREATE TABLE contact_message (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('open', 'claimed', 'done')),
  role TEXT NOT NULL CHECK (role IN ('press', 'investors', 'general')),
  topic_id INTEGER REFERENCES topic (id),
  locale TEXT NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  outlet TEXT,
  -- As the sender put it: "tomorrow noon" is an answer too.
  deadline TEXT,
  body TEXT NOT NULL,
  -- Who was written to.
  sent_to TEXT,
  claimed_by TEXT,
  claimed_at TEXT,
  done_by TEXT,
  done_at TEXT,
  -- Set before staff are told in Slack, so that nothing tells them twice.
  told_at TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX contact_message_to_tell ON contact_message (id) WHERE told_at IS NULL;
