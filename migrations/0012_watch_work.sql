-- What nobody knows the outcome of is counted often and is rare.
CREATE INDEX announcement_unknown ON announcement (id) WHERE state = 'unknown';
CREATE INDEX batch_unknown ON batch (mailing_id) WHERE state = 'unknown';
