-- The workspace that was connected by a click: one row, its bot token sealed under a key of TOKEN_SECRET.
CREATE TABLE slack_install (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  team_id TEXT NOT NULL,
  team_name TEXT NOT NULL,
  bot_user_id TEXT NOT NULL,
  sealed_token TEXT NOT NULL,
  scopes TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'revoked')),
  installed_by TEXT NOT NULL,
  installed_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT;

-- Installs that were begun; each works once, in the browser that began it.
CREATE TABLE slack_oauth_state (
  state_hash TEXT PRIMARY KEY,
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
