import * as z from 'zod';
import { type Database, query, queryOne, type Statement } from '../database.ts';

export const ROLES = ['owner', 'editor', 'approver', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

const StaffRow = z.object({
  slackUserId: z.string(),
  role: z.enum(ROLES),
  state: z.enum(['active', 'deactivated']),
  addedBy: z.string(),
  createdAt: z.string(),
});
/** A member of staff. active → deactivated ends every right at once; a new grant makes them active again. */
export type StaffMember = z.infer<typeof StaffRow>;

const SELECT = `SELECT slack_user_id AS slackUserId, role, state, added_by AS addedBy, created_at AS createdAt FROM staff`;

/** SQL condition: somebody else than ?1 owns the newsroom. It never loses its last owner by a person's act. */
const ANOTHER_OWNER = `EXISTS (SELECT 1 FROM staff o WHERE o.role = 'owner' AND o.state = 'active' AND o.slack_user_id <> ?1)`;

/** Who has or had a role, by their id in Slack; null for anybody else. */
export async function findStaff(db: Database, slackUserId: string): Promise<StaffMember | null> {
  return queryOne(StaffRow, db.prepare(`${SELECT} WHERE slack_user_id = ?1`).bind(slackUserId));
}

/** Everybody with a role, owners first. */
export async function listStaff(db: Database): Promise<StaffMember[]> {
  return query(
    StaffRow,
    db
      .prepare(
        `${SELECT} WHERE state = 'active'
         ORDER BY (SELECT key FROM json_each(?1) WHERE value = role), created_at, id LIMIT 200`,
      )
      .bind(JSON.stringify(ROLES)),
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

/** Statement that gives somebody a role; no row changes where they have it, or are the last owner. */
export function grantRole(
  db: Database,
  grant: { slackUserId: string; role: Role; by: string; now: string },
): Statement {
  return db
    .prepare(
      `INSERT INTO staff (slack_user_id, role, state, added_by, created_at)
       VALUES (?1, ?2, 'active', ?3, ?4)
       ON CONFLICT (slack_user_id) DO UPDATE SET role = ?2, state = 'active', added_by = ?3
       WHERE (staff.role <> ?2 OR staff.state <> 'active')
         AND (staff.role <> 'owner' OR staff.state <> 'active' OR ${ANOTHER_OWNER})`,
    )
    .bind(grant.slackUserId, grant.role, grant.by, grant.now);
}

/** Statement that ends somebody's role. With `isGone` (they left the workspace) even the last owner's. */
export function endRole(db: Database, slackUserId: string, isGone: boolean): Statement {
  return db
    .prepare(
      `UPDATE staff SET state = 'deactivated'
       WHERE slack_user_id = ?1 AND state = 'active' AND (?2 OR role <> 'owner' OR ${ANOTHER_OWNER})`,
    )
    .bind(slackUserId, isGone ? 1 : 0);
}
