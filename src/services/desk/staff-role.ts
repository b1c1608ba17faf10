import { insertAudit } from '../../db/desk/audit.ts';
import { findStaff, hasOwner, insertFirstOwner, listStaff, type Role } from '../../db/desk/staff.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';

/** What each role may do; each later act is also allowed to every role before it. */
const MAY: Record<'read' | 'approve' | 'edit' | 'own', readonly Role[]> = {
  read: ['owner', 'editor', 'approver', 'viewer'],
  approve: ['owner', 'editor', 'approver'],
  edit: ['owner', 'editor'],
  own: ['owner'],
};
export type Act = keyof typeof MAY;

/** Whether a role allows an act. */
export function mayDo(role: Role, act: Act): boolean {
  return MAY[act].includes(role);
}

/** A refusal for want of a role; `ask` are the members (Slack ids) who can give it, at most three, and `what` they are asked. */
export class NotAllowedError extends AppError {
  readonly ask: readonly string[];
  readonly what: string;

  constructor(message: string, { ask, what }: { ask: readonly string[]; what: string }) {
    super('forbidden', message);
    this.ask = ask;
    this.what = what;
  }
}

/** Slack ids of at most three owners. */
export async function listOwners(ctx: Pick<Context, 'db'>): Promise<string[]> {
  return (await listStaff(ctx.db))
    .flatMap(({ role, slackUserId }) => (role === 'owner' ? [slackUserId] : []))
    .slice(0, 3);
}

/** The role of a member of the workspace; null for none, or one that has ended. */
export async function roleOf(ctx: Context, slackUserId: string): Promise<Role | null> {
  const member = await findStaff(ctx.db, slackUserId);
  return member?.state === 'active' ? member.role : null;
}

/**
 * Checks that somebody may do an act. While the newsroom has no owner, the first workspace admin to ask becomes one, also
 * one with a lesser role; `isAdmin` asks Slack and is called only then. Throws NotAllowedError that says whom to ask.
 */
export async function requireRole(
  ctx: Context,
  input: { slackUserId: string; act: Act; isAdmin: () => Promise<boolean> },
): Promise<Role> {
  const held = await roleOf(ctx, input.slackUserId);
  if (held !== null && mayDo(held, input.act)) return held;
  const claimed = await claimOwnership(ctx, input.slackUserId, input.isAdmin);
  if (claimed !== null) return claimed;
  throw await refusal(ctx, input.act, held);
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

/** Who may do an act, and what an owner is asked by somebody who may not. */
const WHO = {
  read: { who: 'staff of this newsroom', what: 'for one' },
  approve: { who: 'approvers and editors', what: 'to make you one' },
  edit: { who: 'editors', what: 'to make you one' },
  own: { who: 'the owner', what: 'to do it' },
} as const;

/** A role as a sentence names whoever has it. */
export const A_ROLE: Record<Role, string> = {
  owner: 'an owner',
  editor: 'an editor',
  approver: 'an approver',
  viewer: 'a viewer',
};

async function refusal(ctx: Context, act: Act, held: Role | null): Promise<NotAllowedError> {
  const ask = await listOwners(ctx);
  const { what, who } = WHO[act];
  const first =
    act === 'read'
      ? 'You have no role in this newsroom yet.'
      : `Only ${who} can do that; you ${held ? `are ${A_ROLE[held]}` : 'have no role here yet'}.`;
  const how =
    ask.length > 0
      ? ''
      : ' The newsroom has no owner now: an admin of this workspace who types `/newsdesk status` becomes one.';
  return new NotAllowedError(`${first}${how} Nothing was changed.`, { ask, what });
}
