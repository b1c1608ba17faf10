import * as z from 'zod';
import { type Database, queryOne, type Statement } from './database.ts';

export const ROLES = ['owner', 'editor', 'approver', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const StaffRow = z.object({ slackUserId: z.string(), role: z.enum(ROLES), state: z.enum(['active', 'deactivated']) });
/** A member of staff. active → deactivated ends every right at once. */
export type StaffMember = z.infer<typeof StaffRow>;

export async function findStaff(db: Database, slackUserId: string): Promise<StaffMember | null> {
  return queryOne(
    StaffRow,
    db
      .prepare('SELECT slack_user_id AS slackUserId, role, state FROM staff WHERE slack_user_id = ?1')
      .bind(slackUserId),
  );
}

/** Statement that makes somebody the owner, only while there is no active owner. */
export function insertFirstOwner(db: Database, slackUserId: string, now: string): Statement {
  return db
    .prepare(
      `INSERT INTO staff (slack_user_id, role, state, added_by, created_at)
       SELECT ?1, 'owner', 'active', 'newsdesk', ?2
       WHERE NOT EXISTS (SELECT 1 FROM staff WHERE role = 'owner' AND state = 'active')
       ON CONFLICT (slack_user_id) DO UPDATE SET role = 'owner', state = 'active'`,
    )
    .bind(slackUserId, now);
}

/** Whether anybody owns the newsroom. */
export async function hasOwner(db: Database): Promise<boolean> {
  const row = await queryOne(
    z.object({ owned: z.number() }),
    db.prepare(`SELECT EXISTS (SELECT 1 FROM staff WHERE role = 'owner' AND state = 'active') AS owned`),
  );
  return row?.owned === 1;
}
