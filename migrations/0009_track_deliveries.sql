-- What the provider reports about mails after it took them. Stored: delayed, failed, suppressed, bounced, complained.
ALTER TABLE email_event ADD COLUMN reason TEXT;
-- When it was added to its mailing's counts; null: not yet.
ALTER TABLE email_event ADD COLUMN folded_at TEXT;
CREATE INDEX email_event_to_fold ON email_event (received_at) WHERE folded_at IS NULL;
CREATE INDEX email_event_of_reader ON email_event (subscriber_id, occurred_at);

-- The gravest report about one reader's copy of one mailing; readers without trouble have no row.
CREATE TABLE delivery_problem (
  mailing_id INTEGER NOT NULL REFERENCES mailing (id),
  subscriber_id INTEGER NOT NULL REFERENCES subscriber (id),
  type TEXT NOT NULL CHECK (type IN ('delayed', 'failed', 'suppressed', 'bounced', 'complained')),
  rank INTEGER NOT NULL,
  reason TEXT,
  occurred_at TEXT NOT NULL,
  PRIMARY KEY (mailing_id, subscriber_id)
) STRICT, WITHOUT ROWID;

-- A reader's row that goes for good is looked for here: it is a foreign key.
CREATE INDEX delivery_problem_of_reader ON delivery_problem (subscriber_id);

-- JSON: how many readers had each kind of trouble.
ALTER TABLE mailing ADD COLUMN problems TEXT NOT NULL DEFAULT '{}';
-- JSON: how much had been sent and reported when somebody last let it go on; rates are watched from there.
ALTER TABLE mailing ADD COLUMN watched_from TEXT NOT NULL DEFAULT '{}';
-- A paused mailing goes on by itself at this time; null: somebody has to resume it.
ALTER TABLE mailing ADD COLUMN resume_at TEXT;
-- When its message in Slack was last brought up to date, and when its report was posted a day after.
ALTER TABLE mailing ADD COLUMN progress_at TEXT;
ALTER TABLE mailing ADD COLUMN summed_up_at TEXT;
-- How many readers were due it when it started; for telling how much is left.
ALTER TABLE mailing ADD COLUMN due_count INTEGER;
-- Of how many batches of unknown outcome staff were asked what to do, and when the asking was last begun.
ALTER TABLE mailing ADD COLUMN asked_unknown INTEGER NOT NULL DEFAULT 0;
ALTER TABLE mailing ADD COLUMN asked_unknown_at TEXT;
CREATE INDEX mailing_to_resume ON mailing (resume_at) WHERE state = 'paused' AND resume_at IS NOT NULL;

-- How often a person chose to send a batch of unknown outcome again; part of its idempotency key.
ALTER TABLE batch ADD COLUMN resend_count INTEGER NOT NULL DEFAULT 0;

-- Temporary bounces in a row.
ALTER TABLE subscriber ADD COLUMN soft_bounces INTEGER NOT NULL DEFAULT 0;
ALTER TABLE subscriber ADD COLUMN soft_bounced_at TEXT;

-- How often the link to an article was followed from a mailing; nothing of who did.
CREATE TABLE link_count (
  mailing_id INTEGER NOT NULL REFERENCES mailing (id),
  article_id INTEGER NOT NULL REFERENCES article (id),
  count INTEGER NOT NULL,
  PRIMARY KEY (mailing_id, article_id)
) STRICT, WITHOUT ROWID;
