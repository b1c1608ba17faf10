import { insertAudit } from '../../db/desk/audit.ts';
import { endRole, findStaff, grantRole, type Role, type StaffMember } from '../../db/desk/staff.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';

/** What came of it: `changedAt` names the change for Undo, null where nothing was to change. */
export type StaffChange = { member: StaffMember; changedAt: string | null };

/** How a member stands, as the audit keeps it for Undo. */
export type Standing = { role: Role; state: StaffMember['state'] };

/**
 * Gives a member of the workspace a role, or another one. `by` is the actor as the audit names it.
 * Throws AppError('conflict') for the last owner, and for somebody who left the workspace.
 */
export async function giveRole(
  ctx: Context,
  input: { slackUserId: string; role: Role; by: string; isUndo?: boolean },
): Promise<StaffChange> {
  const before = await findStaff(ctx.db, input.slackUserId);
  if (before?.state === 'active' && before.role === input.role) return { member: before, changedAt: null };
  const { slackUserId, role, by } = input;
  if ((await ctx.members?.standing(slackUserId)) === 'left')
    throw new AppError('conflict', 'Their account in this workspace is deactivated. Nothing was changed.');
  const now = ctx.now();
  const [granted] = await ctx.db.batch([
    grantRole(ctx.db, { slackUserId, role, by, now }),
    auditOf(ctx, input, { before, after: { role, state: 'active' }, act: input.isUndo ? 'undone' : 'role_given' }),
  ]);
  if (granted?.meta.changes !== 1) throw lastOwner();
  return { member: await knownMember(ctx, slackUserId), changedAt: now };
}

/**
 * Ends a member's role; from that moment every act of theirs is refused. `isGone`: they left the workspace, which ends even
 * the last owner's. Throws AppError('not_found'), and ('conflict') for the last owner.
 */
export async function takeRole(
  ctx: Context,
  input: { slackUserId: string; by: string; isGone?: boolean; isUndo?: boolean },
): Promise<StaffChange> {
  const before = await knownMember(ctx, input.slackUserId);
  if (before.state !== 'active') return { member: before, changedAt: null };
  const now = ctx.now();
  const [ended] = await ctx.db.batch([
    endRole(ctx.db, input.slackUserId, input.isGone ?? false),
    auditOf(ctx, input, {
      before,
      after: { role: before.role, state: 'deactivated' },
      act: input.isUndo ? 'undone' : input.isGone ? 'left' : 'removed',
    }),
  ]);
  if (ended?.meta.changes !== 1) throw lastOwner();
  return { member: await knownMember(ctx, input.slackUserId), changedAt: now };
}

function auditOf(
  ctx: Context,
  { slackUserId, by }: { slackUserId: string; by: string },
  change: { before: StaffMember | null; after: Standing; act: string },
) {
  const { role, state } = change.before ?? { role: change.after.role, state: 'deactivated' as const };
  return insertAudit(ctx.db, {
    at: ctx.now(),
    actor: by,
    act: `staff.${change.act}`,
    subject: `staff:${slackUserId}`,
    detail: { before: { role, state }, after: change.after },
  });
}

/** Whoever left the workspace loses role and desk at once; a stranger or somebody who was removed before changes nothing. */
export async function endRoleOfLeaver(ctx: Context, slackUserId: string): Promise<boolean> {
  const member = await findStaff(ctx.db, slackUserId);
  if (member?.state !== 'active') return false;
  const { changedAt } = await takeRole(ctx, { slackUserId, by: 'newsdesk', isGone: true });
  if (changedAt) ctx.log.info('staff.left', { role: member.role });
  return changedAt !== null;
}

async function knownMember(ctx: Context, slackUserId: string): Promise<StaffMember> {
  const member = await findStaff(ctx.db, slackUserId);
  if (!member) throw new AppError('not_found', 'They have no role here. Nothing was changed.');
  return member;
}

function lastOwner(): AppError {
  return new AppError('conflict', 'A newsroom needs an owner. Make somebody else owner first. Nothing was changed.');
}
