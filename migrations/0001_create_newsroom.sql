-- Times are ISO 8601 UTC text bound by the program. Numbers bound to D1 arrive as REAL: STRICT columns turn them back.

CREATE TABLE setting (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE lane (
  name TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  lease_until TEXT NOT NULL,
  -- Not before this time: a provider asked us to wait.
  next_at TEXT,
  -- Pacing learned from the provider, JSON.
  pacing TEXT
) STRICT, WITHOUT ROWID;

-- Few rows and polled by one lane holder, so no index: an unchanged poll writes exactly one row.
CREATE TABLE feed (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  site_url TEXT,
  language TEXT,
  state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'gone', 'removed')),
  -- How many of the items found at the first poll are announced; the rest are a silent baseline.
  start_with TEXT NOT NULL CHECK (start_with IN ('none', 'newest_1', 'newest_3')),
  baselined_at TEXT,
  kind TEXT NOT NULL,
  text_right TEXT NOT NULL CHECK (text_right IN ('link', 'extract', 'full')),
  image_right TEXT NOT NULL CHECK (image_right IN ('none', 'licensed', 'own')),
  topic_ids TEXT NOT NULL DEFAULT '[]',
  -- Zone of dates that name none.
  time_zone TEXT NOT NULL,
  poll_floor_seconds INTEGER NOT NULL,
  etag TEXT,
  last_modified TEXT,
  body_hash TEXT,
  next_poll_at TEXT NOT NULL,
  last_polled_at TEXT,
  last_new_at TEXT,
  failing_since TEXT,
  failure_count INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  moved_to TEXT,
  moved_sightings INTEGER NOT NULL DEFAULT 0,
  added_by TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE article (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  slug TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('draft', 'held', 'published', 'withdrawn')),
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  extract TEXT NOT NULL,
  body_html TEXT,
  author TEXT,
  outlet TEXT,
  -- Where the article stands at its source; null for one written by staff.
  url TEXT,
  language TEXT,
  -- Articles that are the same story in different languages share it.
  translation_group TEXT NOT NULL,
  image TEXT,
  text_right TEXT NOT NULL CHECK (text_right IN ('link', 'extract', 'full')),
  image_right TEXT NOT NULL CHECK (image_right IN ('none', 'licensed', 'own')),
  documents TEXT NOT NULL DEFAULT '[]',
  event_starts_at TEXT,
  event_ends_at TEXT,
  event_place TEXT,
  event_url TEXT,
  topic_ids TEXT NOT NULL DEFAULT '[]',
  email_mode TEXT NOT NULL CHECK (email_mode IN ('alert', 'next_digest', 'none')),
  published_at TEXT NOT NULL,
  source_updated_at TEXT,
  embargo_until TEXT,
  -- When it first stood in the newsroom; digests take what was released since the last one.
  released_at TEXT,
  content_hash TEXT NOT NULL,
  revision INTEGER NOT NULL DEFAULT 1,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX article_newest ON article (published_at DESC, id DESC) WHERE state = 'published';
CREATE INDEX article_for_mail ON article (released_at) WHERE state = 'published' AND email_mode <> 'none';
CREATE INDEX article_edited ON article (updated_at) WHERE revision > 1;
CREATE INDEX article_translation ON article (translation_group);

CREATE TABLE article_revision (
  article_id INTEGER NOT NULL REFERENCES article (id),
  revision INTEGER NOT NULL,
  title TEXT NOT NULL,
  extract TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (article_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE article_source (
  article_id INTEGER NOT NULL REFERENCES article (id),
  feed_id INTEGER NOT NULL REFERENCES feed (id),
  url TEXT,
  first_seen_at TEXT NOT NULL,
  PRIMARY KEY (article_id, feed_id)
) STRICT, WITHOUT ROWID;

-- Every key an article was ever known by, kept for good. feed_id 0 holds keys that count across feeds (canonical URLs).
CREATE TABLE article_key (
  feed_id INTEGER NOT NULL,
  key TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('guid', 'url', 'hash')),
  article_id INTEGER NOT NULL REFERENCES article (id),
  PRIMARY KEY (feed_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE topic (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  slug TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  visibility TEXT NOT NULL CHECK (visibility IN ('public', 'invite_only')),
  state TEXT NOT NULL CHECK (state IN ('active', 'removed')),
  position INTEGER NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE route (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  channel_id TEXT NOT NULL,
  -- Null: articles of every feed and those written by staff.
  feed_id INTEGER REFERENCES feed (id),
  mode TEXT NOT NULL CHECK (mode IN ('each', 'daily', 'weekly')),
  needs_approval INTEGER NOT NULL CHECK (needs_approval IN (0, 1)),
  shows_images INTEGER NOT NULL CHECK (shows_images IN (0, 1)),
  -- Headline, source and time only.
  is_compact INTEGER NOT NULL DEFAULT 0 CHECK (is_compact IN (0, 1)),
  -- Where the articles of a day go behind its first: into the channel, the first one's thread, or both.
  threads TEXT NOT NULL DEFAULT 'off' CHECK (threads IN ('off', 'thread', 'broadcast')),
  -- JSON: include and exclude words, categories, kinds, languages.
  filters TEXT NOT NULL DEFAULT '{}',
  state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'removed')),
  paused_reason TEXT,
  added_by TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX route_channel_feed ON route (channel_id, COALESCE(feed_id, 0)) WHERE state <> 'removed';

CREATE TABLE announcement (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  article_id INTEGER NOT NULL REFERENCES article (id),
  channel_id TEXT NOT NULL,
  route_id INTEGER REFERENCES route (id),
  state TEXT NOT NULL CHECK (state IN ('awaiting_approval', 'pending', 'sending', 'posted', 'unknown', 'failed', 'skipped', 'rejected', 'withdrawn')),
  shows_image INTEGER NOT NULL CHECK (shows_image IN (0, 1)),
  is_compact INTEGER NOT NULL DEFAULT 0 CHECK (is_compact IN (0, 1)),
  threads TEXT NOT NULL DEFAULT 'off' CHECK (threads IN ('off', 'thread', 'broadcast')),
  lease_until TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before TEXT NOT NULL,
  ts TEXT,
  -- The ts of the post whose thread it stands in; null for one that stands in the channel.
  thread_ts TEXT,
  posted_at TEXT,
  -- The article's content hash as it stands in Slack; differs from the article's after an edit.
  posted_hash TEXT,
  last_error TEXT,
  -- When staff were asked about an unknown outcome.
  asked_at TEXT,
  decided_by TEXT,
  decided_at TEXT,
  decision_reason TEXT,
  created_at TEXT NOT NULL,
  UNIQUE (article_id, channel_id)
) STRICT;
CREATE INDEX announcement_open ON announcement (not_before) WHERE state IN ('pending', 'sending');
CREATE INDEX announcement_head ON announcement (channel_id, posted_at) WHERE state = 'posted' AND threads <> 'off' AND thread_ts IS NULL;

-- States of what a sign-up writes are compared one by one: for IN and three words or more, SQLite makes a table for each row.
CREATE TABLE subscriber (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  -- As typed, for sending; email_key is the normalised form that is unique.
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  company TEXT,
  occupation TEXT,
  locale TEXT NOT NULL,
  time_zone TEXT,
  frequency TEXT NOT NULL CHECK (frequency = 'instant' OR frequency = 'daily' OR frequency = 'weekly' OR frequency = 'monthly'),
  state TEXT NOT NULL CHECK (state = 'pending' OR state = 'active' OR state = 'unsubscribed' OR state = 'suppressed' OR state = 'erased'),
  paused_until TEXT,
  source TEXT NOT NULL,
  -- Number of the latest confirmation request; a confirm link names the one it belongs to.
  confirm_request INTEGER NOT NULL DEFAULT 0,
  confirm_expires_at TEXT,
  confirmed_at TEXT,
  left_at TEXT,
  created_at TEXT NOT NULL
) STRICT;

-- No row for a reader: every public topic, future ones included.
CREATE TABLE subscription (
  subscriber_id INTEGER NOT NULL REFERENCES subscriber (id),
  topic_id INTEGER NOT NULL REFERENCES topic (id),
  state TEXT NOT NULL CHECK (state IN ('chosen', 'left')),
  -- Overrides the subscriber's own frequency for this topic.
  frequency TEXT CHECK (frequency IN ('instant', 'daily', 'weekly', 'monthly')),
  created_at TEXT NOT NULL,
  PRIMARY KEY (subscriber_id, topic_id)
) STRICT, WITHOUT ROWID;

-- What was agreed to, when and how. Rows are only ever added.
CREATE TABLE consent (
  id INTEGER PRIMARY KEY,
  subscriber_id INTEGER NOT NULL REFERENCES subscriber (id),
  act TEXT NOT NULL CHECK (act = 'requested' OR act = 'confirmed' OR act = 'left' OR act = 'restored' OR act = 'suppressed' OR act = 'lifted' OR act = 'changed' OR act = 'imported' OR act = 'erased'),
  text_version TEXT NOT NULL,
  locale TEXT NOT NULL,
  page TEXT NOT NULL,
  address_hash TEXT,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX consent_of_subscriber ON consent (subscriber_id, id);

CREATE TABLE suppression (
  email_hash TEXT PRIMARY KEY,
  reason TEXT NOT NULL CHECK (reason IN ('bounce', 'complaint', 'manual', 'opt_out')),
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind = 'confirm' OR kind = 'welcome' OR kind = 'already_subscribed' OR kind = 'link' OR kind = 'receipt' OR kind = 'report'),
  -- Idempotency key towards the provider, and what makes a second request for the same mail a no-op.
  dedupe_key TEXT NOT NULL UNIQUE,
  subscriber_id INTEGER REFERENCES subscriber (id),
  data TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'todo' OR state = 'sending' OR state = 'submitted' OR state = 'failed' OR state = 'unknown' OR state = 'cancelled'),
  -- The mail as it was first sent, so that every retry is the same bytes; cleared once submitted.
  frozen TEXT,
  holder TEXT,
  lease_until TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before TEXT NOT NULL,
  oldest_unanswered_at TEXT,
  provider_id TEXT,
  last_error TEXT,
  created_at TEXT NOT NULL,
  submitted_at TEXT
) STRICT;
CREATE INDEX message_open ON message (not_before) WHERE state IN ('todo', 'sending');

CREATE TABLE schedule (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  frequency TEXT NOT NULL CHECK (frequency IN ('daily', 'weekly', 'monthly')),
  policy TEXT NOT NULL CHECK (policy IN ('needs_approval', 'send_unless_stopped')),
  -- JSON: local time, weekday or day of month, zone, hours ahead, minimum count.
  plan TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'paused', 'removed')),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE mailing (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('digest', 'alert', 'correction')),
  state TEXT NOT NULL CHECK (state IN ('draft', 'holding', 'sending', 'paused', 'finished', 'cancelled')),
  schedule_id INTEGER REFERENCES schedule (id),
  local_date TEXT,
  -- Of a correction: what it corrects.
  corrects_mailing_id INTEGER REFERENCES mailing (id),
  -- JSON: frequencies, topics, locales, company, occupation; {} is every active reader.
  audience TEXT NOT NULL DEFAULT '{}',
  subject TEXT NOT NULL DEFAULT '{}',
  preheader TEXT NOT NULL DEFAULT '{}',
  intro TEXT NOT NULL DEFAULT '{}',
  is_archived INTEGER NOT NULL CHECK (is_archived IN (0, 1)),
  -- Hash of everything a reader would see; approval names the hash it approved.
  content_hash TEXT NOT NULL,
  approved_hash TEXT,
  approved_by TEXT,
  approved_at TEXT,
  hold_until TEXT,
  -- Due readers have id <= max_id; the cursor is the last id that is planned.
  max_id INTEGER,
  -- JSON: what of the settings its mails are made with, as they stood when it started.
  shown_settings TEXT,
  cursor INTEGER NOT NULL DEFAULT 0,
  is_planned INTEGER NOT NULL DEFAULT 0 CHECK (is_planned IN (0, 1)),
  submitted_count INTEGER NOT NULL DEFAULT 0,
  failed_count INTEGER NOT NULL DEFAULT 0,
  pause_reason TEXT,
  -- The Slack message in which staff follow it, and the state it shows.
  report_channel TEXT,
  report_ts TEXT,
  reported_state TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  started_at TEXT,
  finished_at TEXT
) STRICT;
CREATE UNIQUE INDEX mailing_of_schedule ON mailing (schedule_id, local_date) WHERE schedule_id IS NOT NULL;
CREATE INDEX mailing_open ON mailing (id) WHERE state IN ('holding', 'sending');

CREATE TABLE mailing_article (
  mailing_id INTEGER NOT NULL REFERENCES mailing (id),
  article_id INTEGER NOT NULL REFERENCES article (id),
  position INTEGER NOT NULL,
  -- JSON: what the mails show of it, as it stood when the mailing started; null before.
  shown TEXT,
  PRIMARY KEY (mailing_id, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mailing_article_by_article ON mailing_article (article_id);

CREATE TABLE variant (
  mailing_id INTEGER NOT NULL REFERENCES mailing (id),
  -- Locale and ordered article ids: "en:12,9,7".
  key TEXT NOT NULL,
  subject TEXT NOT NULL,
  preheader TEXT NOT NULL,
  html TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (mailing_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE batch (
  mailing_id INTEGER NOT NULL REFERENCES mailing (id),
  lo INTEGER NOT NULL,
  hi INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('todo', 'submitted', 'unknown', 'failed')),
  -- Frozen at the first claim: JSON array of [id, email, name, locale, topic ids or null, token key id].
  recipients TEXT,
  builder_version INTEGER,
  body_hash TEXT,
  holder TEXT,
  lease_until TEXT,
  attempts INTEGER NOT NULL DEFAULT 0,
  not_before TEXT,
  oldest_unanswered_at TEXT,
  sent_count INTEGER NOT NULL DEFAULT 0,
  provider_ids TEXT,
  refusals TEXT,
  last_error TEXT,
  submitted_at TEXT,
  PRIMARY KEY (mailing_id, lo)
) STRICT, WITHOUT ROWID;
CREATE INDEX batch_todo ON batch (mailing_id, lo) WHERE state = 'todo';

CREATE TABLE email_event (
  svix_id TEXT PRIMARY KEY,
  type TEXT NOT NULL,
  provider_id TEXT,
  mailing_id INTEGER,
  subscriber_id INTEGER,
  occurred_at TEXT NOT NULL,
  received_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How often something happened in a window; keys are hashes, never addresses.
CREATE TABLE rate_count (
  key TEXT NOT NULL,
  window_start TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (key, window_start)
) STRICT, WITHOUT ROWID;

CREATE TABLE staff (
  id INTEGER PRIMARY KEY,
  slack_user_id TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role IN ('owner', 'editor', 'approver', 'viewer')),
  state TEXT NOT NULL CHECK (state IN ('active', 'deactivated')),
  added_by TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

-- Who did what. Rows are only ever added; detail carries what an undo needs.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE TABLE slack_seen (
  key TEXT PRIMARY KEY,
  seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX slack_seen_age ON slack_seen (seen_at);
