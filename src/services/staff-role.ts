import { insertAudit } from '../db/audit.ts';
import { findStaff, hasOwner, insertFirstOwner, type Role } from '../db/staff.ts';
import { AppError } from '../domain/errors.ts';
import type { Context } from './context.ts';

/** What each role may do; each later act is also allowed to every role before it. */
const MAY: Record<'read' | 'approve' | 'edit' | 'own', readonly Role[]> = {
  read: ['owner', 'editor', 'approver', 'viewer'],
  approve: ['owner', 'editor', 'approver'],
  edit: ['owner', 'editor'],
  own: ['owner'],
};
export type Act = keyof typeof MAY;

/**
 * Checks that somebody may do an act. While the newsroom has no owner, the first workspace admin to ask becomes one;
 * `isAdmin` asks Slack and is called only then. Throws AppError('forbidden') that says whom to ask.
 */
export async function requireRole(
  ctx: Context,
  input: { slackUserId: string; act: Act; isAdmin: () => Promise<boolean> },
): Promise<Role> {
  const member = await findStaff(ctx.db, input.slackUserId);
  const role = member?.state === 'active' ? member.role : await claimOwnership(ctx, input.slackUserId, input.isAdmin);
  if (role !== null && MAY[input.act].includes(role)) return role;
  throw new AppError('forbidden', refusal(input.act));
}

async function claimOwnership(
  ctx: Context,
  slackUserId: string,
  isAdmin: () => Promise<boolean>,
): Promise<Role | null> {
  if ((await hasOwner(ctx.db)) || !(await isAdmin())) return null;
  const now = ctx.now();
  const [inserted] = await ctx.db.batch([
    insertFirstOwner(ctx.db, slackUserId, now),
    insertAudit(ctx.db, {
      at: now,
      actor: `slack:${slackUserId}`,
      act: 'staff.owner_claimed',
      subject: `staff:${slackUserId}`,
    }),
  ]);
  return inserted?.meta.changes === 1 ? 'owner' : null;
}

function refusal(act: Act): string {
  if (act === 'read') return 'You have no role in this newsroom yet. Ask its owner to add you. Nothing was changed.';
  const who = act === 'own' ? 'the owner' : act === 'approve' ? 'approvers and editors' : 'editors';
  return `Only ${who} can do that. Ask the newsroom's owner for the role. Nothing was changed.`;
}
