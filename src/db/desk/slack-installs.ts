import * as z from 'zod';
import type { Transitions } from '../columns.ts';
import { type Database, execute, queryOne, type Statement } from '../database.ts';

const INSTALL_STATES = ['active', 'revoked'] as const;

/** revoked → active by installing the same workspace again. */
export const INSTALL_TRANSITIONS: Transitions<(typeof INSTALL_STATES)[number]> = {
  active: ['revoked'],
  revoked: ['active'],
};

const InstallRow = z.object({
  teamId: z.string(),
  teamName: z.string(),
  botUserId: z.string(),
  sealedToken: z.string(),
  scopes: z.string(),
  state: z.enum(INSTALL_STATES),
});
/** The connected workspace. */
export type SlackInstall = z.infer<typeof InstallRow>;

/** The workspace that was connected by a click, also where it took the app away again; null before the first. */
export async function findInstall(db: Database): Promise<SlackInstall | null> {
  return queryOne(
    InstallRow,
    db.prepare(
      `SELECT team_id AS teamId, team_name AS teamName, bot_user_id AS botUserId, sealed_token AS sealedToken, scopes, state
       FROM slack_install WHERE id = 1`,
    ),
  );
}

/** Statement that keeps an install; a no-op where another workspace is connected. */
export function keepInstall(
  db: Database,
  install: Omit<SlackInstall, 'state'> & { installedBy: string; now: string },
): Statement {
  return db
    .prepare(
      `INSERT INTO slack_install
         (id, team_id, team_name, bot_user_id, sealed_token, scopes, state, installed_by, installed_at)
       VALUES (1, ?1, ?2, ?3, ?4, ?5, 'active', ?6, ?7)
       ON CONFLICT (id) DO UPDATE SET team_name = ?2, bot_user_id = ?3, sealed_token = ?4, scopes = ?5,
         state = 'active', installed_by = ?6, installed_at = ?7, revoked_at = NULL
       WHERE team_id = ?1`,
    )
    .bind(
      install.teamId,
      install.teamName,
      install.botUserId,
      install.sealedToken,
      install.scopes,
      install.installedBy,
      install.now,
    );
}

/** Statement that notes that a workspace took its token back. */
export function revokeInstall(db: Database, teamId: string, now: string): Statement {
  return db
    .prepare(`UPDATE slack_install SET state = 'revoked', revoked_at = ?2 WHERE team_id = ?1 AND state = 'active'`)
    .bind(teamId, now);
}

/** Replaces the sealed token while it is still the one that was read, as after a change of keys. */
export async function resealInstall(db: Database, from: string, to: string): Promise<void> {
  await execute(db.prepare('UPDATE slack_install SET sealed_token = ?2 WHERE sealed_token = ?1').bind(from, to));
}

/** Notes a begun install and forgets those that are over. */
export async function beginInstall(
  db: Database,
  state: { hash: string; expiresAt: string; now: string },
): Promise<void> {
  await db.batch([
    db.prepare('DELETE FROM slack_oauth_state WHERE expires_at <= ?1').bind(state.now),
    db
      .prepare('INSERT INTO slack_oauth_state (state_hash, expires_at) VALUES (?1, ?2)')
      .bind(state.hash, state.expiresAt),
  ]);
}

/** Uses a begun install up; false where it is unknown, over or used. */
export async function takeInstallState(db: Database, hash: string, now: string): Promise<boolean> {
  const changed = await execute(
    db.prepare('DELETE FROM slack_oauth_state WHERE state_hash = ?1 AND expires_at > ?2').bind(hash, now),
  );
  return changed === 1;
}
