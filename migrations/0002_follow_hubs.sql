-- What a document says about its rhythm, JSON; kept because an unchanged poll brings no document.
ALTER TABLE feed ADD COLUMN poll_hints TEXT NOT NULL DEFAULT '{}';
-- When moved_to was first seen.
ALTER TABLE feed ADD COLUMN moved_since TEXT;
-- Until when the server asked not to be polled.
ALTER TABLE feed ADD COLUMN retry_after TEXT;

-- WebSub: one subscription per feed that names a hub. Few rows and read by one lane holder, so no index.
CREATE TABLE hub_subscription (
  feed_id INTEGER PRIMARY KEY REFERENCES feed (id),
  state TEXT NOT NULL CHECK (state IN ('wanted', 'asked', 'active', 'refused', 'leaving', 'ended')),
  hub_url TEXT NOT NULL,
  topic_url TEXT NOT NULL,
  -- Key of the hub's signatures. Null until the hub is asked for the first time.
  secret TEXT,
  lease_until TEXT,
  -- When to ask the hub the next time.
  next_at TEXT NOT NULL,
  failure_count INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  -- When the hub last rang with a good signature.
  pushed_at TEXT
) STRICT;
