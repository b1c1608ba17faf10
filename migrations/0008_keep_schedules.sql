-- Local date of the next digest that is neither made nor passed over.
ALTER TABLE schedule ADD COLUMN next_date TEXT NOT NULL DEFAULT '';
ALTER TABLE schedule ADD COLUMN created_by TEXT NOT NULL DEFAULT '';
-- Articles released before this are none of its business.
ALTER TABLE schedule ADD COLUMN since TEXT NOT NULL DEFAULT '';
-- A frequency has one schedule, so that nobody is due the same news by two.
CREATE UNIQUE INDEX schedule_frequency ON schedule (frequency) WHERE state <> 'removed';

-- When it is meant to leave; null: as soon as it is approved.
ALTER TABLE mailing ADD COLUMN send_at TEXT;
-- A draft that leaves at send_at though nobody approved it.
ALTER TABLE mailing ADD COLUMN is_automatic INTEGER NOT NULL DEFAULT 0 CHECK (is_automatic IN (0, 1));
-- The draft's message in the review channel: when it was claimed for posting, and its ts.
ALTER TABLE mailing ADD COLUMN asked_at TEXT;
ALTER TABLE mailing ADD COLUMN asked_ts TEXT;
-- The content hash of the last test mail.
ALTER TABLE mailing ADD COLUMN tested_hash TEXT;
-- Readers get it by their own clocks: mailing_zone says when. 0: all at once.
ALTER TABLE mailing ADD COLUMN is_zoned INTEGER NOT NULL DEFAULT 0 CHECK (is_zoned IN (0, 1));
-- A correction: what was wrong, by locale; its intro says what is right.
ALTER TABLE mailing ADD COLUMN wrong TEXT NOT NULL DEFAULT '{}';
CREATE INDEX mailing_unfinished ON mailing (id) WHERE state IN ('holding', 'sending', 'paused');
CREATE INDEX mailing_draft ON mailing (id) WHERE state = 'draft';
CREATE INDEX mailing_corrects ON mailing (corrects_mailing_id) WHERE corrects_mailing_id IS NOT NULL;

-- JSON: the frequencies whose readers had the story before this mailing was made; they do not get it again.
ALTER TABLE mailing_article ADD COLUMN had_by TEXT NOT NULL DEFAULT '[]';

-- When the readers of one zone are due, and how far they are planned. '' stands for readers whose zone is unknown.
CREATE TABLE mailing_zone (
  mailing_id INTEGER NOT NULL REFERENCES mailing (id),
  zone TEXT NOT NULL,
  due_at TEXT NOT NULL,
  cursor INTEGER NOT NULL DEFAULT 0,
  is_planned INTEGER NOT NULL DEFAULT 0 CHECK (is_planned IN (0, 1)),
  PRIMARY KEY (mailing_id, zone)
) STRICT, WITHOUT ROWID;
-- The zone whose readers a batch holds; null: of every zone.
ALTER TABLE batch ADD COLUMN zone TEXT;

-- What still counts for mailings after a reader changed it while one was under way; null: nothing waits.
ALTER TABLE subscriber ADD COLUMN held_frequency TEXT CHECK (held_frequency = 'instant' OR held_frequency = 'daily' OR held_frequency = 'weekly' OR held_frequency = 'monthly');
ALTER TABLE subscriber ADD COLUMN held_zone TEXT;
CREATE INDEX subscriber_by_zone ON subscriber (COALESCE(held_zone, time_zone, ''), id) WHERE state = 'active';
CREATE INDEX subscriber_held ON subscriber (id) WHERE held_frequency IS NOT NULL OR held_zone IS NOT NULL;

-- Every story of which readers were alerted, or staff were asked; kept for good, so that none is alerted twice.
CREATE TABLE alerted_story (
  translation_group TEXT PRIMARY KEY,
  mailing_id INTEGER NOT NULL REFERENCES mailing (id)
) STRICT, WITHOUT ROWID;
