import { insertAudit } from '../../db/desk/audit.ts';
import {
  type ContactMessage,
  type ContactState,
  findContactMessage,
  listContactsToTell,
  moveContact,
  swapContactTold,
} from '../../db/desk/contact-messages.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';

/** Tells staff of each new question once, in the review channel. Without one, the office's mail has to do. */
export async function tellContacts(ctx: Context): Promise<void> {
  const channel = ctx.config.reviewChannel;
  if (channel === null) return;
  for (const contact of await listContactsToTell(ctx.db)) await tell(ctx, channel, contact);
}

async function tell(ctx: Context, channel: string, contact: ContactMessage): Promise<void> {
  const { id } = contact;
  const now = ctx.now();
  if (!(await swapContactTold(ctx.db, { id, from: null, to: now }))) return;
  const outcome = await ctx.announcer.post(channel, { kind: 'contact', contact });
  if (outcome.kind === 'posted') return;
  // Asked to wait: another tick tells. Any other refusal would come again, and the office has its mail.
  if (outcome.kind === 'refused' && outcome.retryAfterSeconds !== null)
    await swapContactTold(ctx.db, { id, from: now, to: null });
  ctx.log.warn('staff.not_told', { note: 'contact', code: outcome.code });
}

/**
 * Claims a question or marks it done; the first to press has it. `contact` is as it stands after. Throws
 * AppError('not_found').
 */
export async function decideContact(
  ctx: Context,
  input: { publicId: string; to: Exclude<ContactState, 'open'>; by: string },
): Promise<{ isDecided: boolean; contact: ContactMessage }> {
  const now = ctx.now();
  const { by, publicId, to } = input;
  const [moved] = await ctx.db.batch([
    moveContact(ctx.db, publicId, { to, by, now }),
    insertAudit(ctx.db, { at: now, actor: by, act: `contact.${to}`, subject: `contact:${publicId}` }),
  ]);
  const isDecided = moved?.meta.changes === 1;
  const contact = await findContactMessage(ctx.db, input.publicId);
  if (!contact) throw new AppError('not_found', 'This question is no longer kept. Nothing was done.');
  return { isDecided, contact };
}
