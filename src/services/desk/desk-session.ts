import { insertAudit } from '../../db/desk/audit.ts';
import { noteKey } from '../../db/desk/slack-seen.ts';
import { findStaff, type StaffMember } from '../../db/desk/staff.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { signToken, verifyToken } from '../tokens.ts';

/** Below the hour for which keys of requests are remembered, so that a used link is never forgotten while it lives. */
const LINK_SECONDS = 600;
/** A working day; then Slack is asked for a new link. */
export const SESSION_SECONDS = 8 * 3600;

/** Address that opens the dashboard for one member of staff: once, within ten minutes. */
export function deskLink(ctx: Pick<Context, 'config' | 'now' | 'ids'>, slackUserId: string): string {
  const until = Date.parse(addSeconds(ctx.now(), LINK_SECONDS));
  const claim = { subject: slackUserId.toLowerCase(), detail: `${until}-${ctx.ids.publicId()}` };
  return `${ctx.config.brand.baseUrl}/desk?t=${signToken(ctx.config.tokenKeys, 'desk', claim)}`;
}

/** Whom a link lets in; null for one that is forged or over, or whose owner has no role any more. Changes nothing. */
export async function readDeskLink(ctx: Context, token: string): Promise<StaffMember | null> {
  const claim = verifyToken(ctx.config.tokenKeys, 'desk', token);
  return claim && isOpen(ctx, claim.detail) ? activeStaff(ctx, claim.subject) : null;
}

/** Uses a link up. Gives the session's token, which says who and until when; null for a link that opens nothing or was used. */
export async function openDesk(ctx: Context, token: string): Promise<string | null> {
  const member = await readDeskLink(ctx, token);
  if (!member) return null;
  const now = ctx.now();
  const { slackUserId } = member;
  const [noted] = await ctx.db.batch([
    noteKey(ctx.db, `desk:${token}`, now),
    insertAudit(ctx.db, {
      at: now,
      actor: `slack:${slackUserId}`,
      act: 'dashboard.opened',
      subject: `desk:${slackUserId}`,
    }),
  ]);
  if (noted?.meta.changes !== 1) return null;
  const detail = String(Date.parse(addSeconds(now, SESSION_SECONDS)));
  return signToken(ctx.config.tokenKeys, 'desk_session', { subject: slackUserId.toLowerCase(), detail });
}

/** Who is at the dashboard, asked at every request: without a role, the session is over at once. */
export async function readDeskSession(
  ctx: Context,
  token: string,
): Promise<{ member: StaffMember; until: string } | null> {
  const claim = verifyToken(ctx.config.tokenKeys, 'desk_session', token);
  if (!claim || !isOpen(ctx, claim.detail)) return null;
  const member = await activeStaff(ctx, claim.subject);
  return member && { member, until: new Date(Number(claim.detail)).toISOString() };
}

function isOpen(ctx: Context, detail: string): boolean {
  return Number(detail.split('-')[0]) > Date.parse(ctx.now());
}

/** Slack's ids are in capitals, and a token's subject in small letters. */
async function activeStaff(ctx: Context, subject: string): Promise<StaffMember | null> {
  const member = await findStaff(ctx.db, subject.toUpperCase());
  return member?.state === 'active' ? member : null;
}
