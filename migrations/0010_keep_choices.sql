-- The sentences readers agreed to, word by word; consent.text_version names one.
CREATE TABLE consent_text (
  version TEXT PRIMARY KEY,
  locale TEXT NOT NULL,
  text TEXT NOT NULL,
  first_used_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- JSON beside an act of consent: the request it answers, or, after erasure, the hash by which the address can be proved.
ALTER TABLE consent ADD COLUMN detail TEXT;

-- Why somebody left, where they said so.
CREATE TABLE leave_reason (
  subscriber_id INTEGER NOT NULL REFERENCES subscriber (id),
  left_at TEXT NOT NULL,
  reason TEXT NOT NULL CHECK (reason IN ('too_many', 'not_relevant', 'not_mine', 'other')),
  PRIMARY KEY (subscriber_id, left_at)
) STRICT, WITHOUT ROWID;

-- A reader's wish to be mailed elsewhere, until it is confirmed there.
CREATE TABLE address_change (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  subscriber_id INTEGER NOT NULL REFERENCES subscriber (id),
  email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dropped')),
  expires_at TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX address_change_of_subscriber ON address_change (subscriber_id);

-- Erased readers of whom a mailing that is under way may still hold a copy of the address.
CREATE TABLE erasure (
  subscriber_id INTEGER PRIMARY KEY REFERENCES subscriber (id),
  erased_at TEXT NOT NULL,
  scrubbed_at TEXT
) STRICT;
CREATE INDEX erasure_open ON erasure (subscriber_id) WHERE scrubbed_at IS NULL;

CREATE INDEX subscriber_unconfirmed ON subscriber (confirm_expires_at) WHERE state = 'pending';
-- Erasing a reader looks for their mails.
CREATE INDEX message_of_subscriber ON message (subscriber_id);
