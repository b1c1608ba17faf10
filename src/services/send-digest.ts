import type { Article } from '../db/articles.ts';
import { insertAudit } from '../db/audit.ts';
import {
  approveMailing,
  findMailing,
  findOpenDigest,
  type Mailing,
  moveMailing,
  wasAnythingSent,
} from '../db/mailings.ts';
import { countActive } from '../db/subscribers.ts';
import { AppError } from '../domain/errors.ts';
import { addSeconds } from '../domain/time.ts';
import { composeDigest } from './compose-digest.ts';
import type { Context } from './context.ts';

/** Above this many readers, as for the first send ever, the number has to be typed. */
const COUNT_GUARD_ABOVE = 5_000;

export type SendDigestInput = {
  by: string;
  /** Slack channel in which staff follow the send; null: none. */
  reportChannel: string | null;
  /** The number of readers as staff typed it, where they did. */
  typedCount: number | null;
};

export type SendDigestResult =
  | { kind: 'holding'; mailing: Mailing; articles: Article[]; readers: number }
  /** Nothing is approved yet: the number of readers must be typed first. */
  | { kind: 'type_the_number'; readers: number };

/**
 * Composes a digest of what is new and approves it; it leaves when its hold is over, unless undone.
 * Two people or two clicks at once make one digest: the second is told of the first by AppError('conflict').
 */
export async function sendDigest(ctx: Context, input: SendDigestInput): Promise<SendDigestResult> {
  const open = await findOpenDigest(ctx.db);
  if (open && open.state !== 'draft') {
    throw new AppError(
      'conflict',
      'A digest is already on its way. Nothing was sent a second time. See `/newsdesk digest status`.',
    );
  }
  if (open) await ctx.db.batch([moveMailing(ctx.db, open.id, 'cancelled', ctx.now())]);
  const { active: readers } = await countActive(ctx.db);
  if (readers === 0) throw new AppError('conflict', 'Nobody has signed up yet. Nothing was sent.');
  if (await needsTypedCount(ctx, input.typedCount, readers)) return { kind: 'type_the_number', readers };
  const { mailing, articles } = await composeDigest(ctx, input.by);
  const now = ctx.now();
  const holdUntil = addSeconds(now, ctx.config.holdSeconds);
  await ctx.db.batch([
    approveMailing(ctx.db, {
      id: mailing.id,
      contentHash: mailing.contentHash,
      by: input.by,
      now,
      holdUntil,
      reportChannel: input.reportChannel,
    }),
    insertAudit(ctx.db, {
      at: now,
      actor: input.by,
      act: 'mailing.approved',
      subject: `mailing:${mailing.publicId}`,
      detail: { readers },
    }),
  ]);
  const approved = await findMailing(ctx.db, mailing.publicId);
  if (approved?.state !== 'holding')
    throw new AppError('conflict', 'Somebody else sent a digest at the same moment. Nothing was sent a second time.');
  ctx.log.info('mailing.approved', { mailing: mailing.publicId, readers });
  ctx.ring();
  return { kind: 'holding', mailing: approved, articles, readers };
}

async function needsTypedCount(ctx: Context, typed: number | null, readers: number): Promise<boolean> {
  if (!ctx.config.hasCountGuard || typed === readers) return false;
  return readers > COUNT_GUARD_ABOVE || !(await wasAnythingSent(ctx.db));
}

/** Takes a mailing back while its hold lasts. False when it was too late or it was taken back before. */
export async function undoMailing(ctx: Context, publicId: string, by: string): Promise<boolean> {
  const mailing = await findMailing(ctx.db, publicId);
  if (mailing?.state !== 'holding') return false;
  const now = ctx.now();
  const [moved] = await ctx.db.batch([
    moveMailing(ctx.db, mailing.id, 'cancelled', now),
    insertAudit(ctx.db, { at: now, actor: by, act: 'mailing.undone', subject: `mailing:${publicId}` }),
  ]);
  const isUndone = moved?.meta.changes === 1;
  if (isUndone) ctx.log.info('mailing.undone', { mailing: publicId });
  return isUndone;
}
