import { insertAudit, insertFirstAudit } from '../../db/desk/audit.ts';
import { cancelMailing, listToResume, pauseMailing, resumeMailing } from '../../db/mailings/mailing-control.ts';
import { findMailing, type Mailing } from '../../db/mailings/mailings.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';
import { mailingProgress } from './mailing-progress.ts';

export type ControlAct = 'pause' | 'resume' | 'cancel';

const DONE = { pause: 'paused', resume: 'resumed', cancel: 'cancelled' } as const;

/**
 * Pauses, resumes or cancels a mailing for a person. Two at once, or twice the same, is one act: `isDone` is false for who
 * came second or too late, and the mailing tells how it stands. Requests that are under way at that moment still count.
 * Throws AppError('not_found').
 */
export async function controlMailing(
  ctx: Context,
  input: { publicId: string; act: ControlAct; by: string },
): Promise<{ mailing: Mailing; isDone: boolean }> {
  const { act, by, publicId } = input;
  const mailing = await findMailing(ctx.db, publicId);
  if (!mailing) throw new AppError('not_found', 'There is no such newsletter. Nothing was changed.');
  const now = ctx.now();
  const reason = act === 'pause' ? 'Paused by hand.' : 'Cancelled by hand.';
  const step = {
    pause: () => pauseMailing(ctx.db, { id: mailing.id, reason, resumeAt: null }),
    resume: () => resumeMailing(ctx.db, mailing.id, now),
    cancel: () => cancelMailing(ctx.db, mailing.id, reason, now),
  }[act]();
  const entry = { at: now, actor: by, act: `mailing.${DONE[act]}`, subject: `mailing:${publicId}` };
  const [moved] = await ctx.db.batch([step, insertAudit(ctx.db, entry)]);
  const isDone = moved?.meta.changes === 1;
  if (isDone) ctx.log.info(entry.act, { mailing: publicId });
  if (isDone) ctx.ring();
  return { mailing: (await findMailing(ctx.db, publicId)) ?? mailing, isDone };
}

/**
 * Pauses a mailing on Newsdesk's own account and tells staff in the review channel. `resumeAt` null: until somebody
 * resumes it. Returns false where it was not being sent any more.
 */
export async function pauseByItself(
  ctx: Context,
  mailing: Pick<Mailing, 'id' | 'publicId'>,
  { code, reason, resumeAt }: { code: string; reason: string; resumeAt: string | null },
): Promise<boolean> {
  const subject = `mailing:${mailing.publicId}`;
  const [moved] = await ctx.db.batch([
    pauseMailing(ctx.db, { id: mailing.id, reason, resumeAt }),
    insertAudit(ctx.db, { at: ctx.now(), actor: 'newsdesk', act: 'mailing.paused', subject, detail: { code } }),
  ]);
  if (moved?.meta.changes !== 1) return false;
  ctx.log.warn('mailing.paused', { mailing: mailing.publicId, code });
  const paused = await findMailing(ctx.db, mailing.publicId);
  const channel = ctx.config.reviewChannel ?? paused?.reportChannel;
  // One message at most: whoever misses it finds the mailing paused in the message that follows it.
  if (paused && channel)
    await ctx.announcer.post(channel, { kind: 'mailing_paused', mailing: await mailingProgress(ctx, paused) });
  return true;
}

/**
 * Tells staff once of a mailing that left whole before its trouble was reported, so that nothing of it can be paused. What
 * paused it before is known to them.
 */
export async function warnOfEnded(
  ctx: Context,
  mailing: Pick<Mailing, 'publicId'>,
  { code, reason }: { code: string; reason: string },
): Promise<void> {
  const act = 'mailing.warned_of';
  const entry = { at: ctx.now(), actor: 'newsdesk', act, subject: `mailing:${mailing.publicId}`, detail: { code } };
  const [added] = await ctx.db.batch([insertFirstAudit(ctx.db, entry, [act, 'mailing.paused'])]);
  const ended = added?.meta.changes === 1 ? await findMailing(ctx.db, mailing.publicId) : null;
  const channel = ctx.config.reviewChannel ?? ended?.reportChannel;
  if (!ended || !channel) return;
  await ctx.announcer.post(channel, { kind: 'mailing_trouble', mailing: await mailingProgress(ctx, ended), reason });
}

/** Lets paused mailings go on whose time has come. */
export async function resumeDue(ctx: Context): Promise<void> {
  const now = ctx.now();
  for (const { id, publicId } of await listToResume(ctx.db, now)) {
    const [moved] = await ctx.db.batch([
      resumeMailing(ctx.db, id, now),
      insertAudit(ctx.db, { at: now, actor: 'newsdesk', act: 'mailing.resumed', subject: `mailing:${publicId}` }),
    ]);
    if (moved?.meta.changes === 1) ctx.log.info('mailing.resumed', { mailing: publicId });
  }
}
