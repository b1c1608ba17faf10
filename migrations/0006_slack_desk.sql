-- What a channel gets, and when: local time and ISO weekday (1 is Monday) count for daily and weekly summaries only.
ALTER TABLE route ADD COLUMN at_time TEXT NOT NULL DEFAULT '09:00';
ALTER TABLE route ADD COLUMN weekday INTEGER NOT NULL DEFAULT 1 CHECK (weekday BETWEEN 1 AND 7);
-- Rises with every change by a person, so that two changes at once, or a late Undo, cannot overwrite each other.
ALTER TABLE route ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE route ADD COLUMN removed_at TEXT;
-- Articles released until then were summed up.
ALTER TABLE route ADD COLUMN summarised_until TEXT;
-- A summary of fewer articles than this does not come; they wait for the next one.
ALTER TABLE route ADD COLUMN minimum_count INTEGER NOT NULL DEFAULT 1 CHECK (minimum_count BETWEEN 1 AND 20);
-- When its articles were last too few.
ALTER TABLE route ADD COLUMN rolled_over_at TEXT;
-- When whoever added the route was told that Slack refuses its channel.
ALTER TABLE route ADD COLUMN told_at TEXT;
CREATE INDEX route_summary ON route (id) WHERE mode <> 'each' AND state = 'active';
CREATE INDEX route_to_tell ON route (id) WHERE state = 'paused' AND told_at IS NULL;

-- One message a channel and local day with what was new; the row is there before the message.
CREATE TABLE channel_summary (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  channel_id TEXT NOT NULL,
  local_date TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'sending', 'posted', 'unknown', 'failed')),
  -- JSON: ids of its articles, newest first.
  article_ids TEXT NOT NULL,
  -- Where its routes stood before it; they go back there when Slack refuses the channel.
  since TEXT NOT NULL,
  is_weekly INTEGER NOT NULL CHECK (is_weekly IN (0, 1)),
  is_compact INTEGER NOT NULL CHECK (is_compact IN (0, 1)),
  not_before TEXT NOT NULL,
  lease_until TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  ts TEXT,
  last_error TEXT,
  created_at TEXT NOT NULL,
  UNIQUE (channel_id, local_date)
) STRICT;
CREATE INDEX channel_summary_open ON channel_summary (not_before) WHERE state IN ('pending', 'sending');

-- The card in the review channel that asks for approval, and the state it shows.
ALTER TABLE announcement ADD COLUMN review_channel TEXT;
ALTER TABLE announcement ADD COLUMN review_ts TEXT;
ALTER TABLE announcement ADD COLUMN review_state TEXT;
ALTER TABLE announcement ADD COLUMN review_asked_at TEXT;
ALTER TABLE announcement ADD COLUMN reminded_at TEXT;
CREATE INDEX announcement_waiting ON announcement (id) WHERE state = 'awaiting_approval';
CREATE INDEX announcement_card ON announcement (id) WHERE review_ts IS NOT NULL AND review_state IS NOT state;
