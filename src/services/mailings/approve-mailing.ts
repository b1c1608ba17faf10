import { listMailingArticles } from '../../db/articles/articles.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { approveMailing as approveStatements, rehashDraft, stopWaiting, wasTested } from '../../db/mailings/drafts.ts';
import { findMailing, type Mailing, wasAnythingSent } from '../../db/mailings/mailings.ts';
import { AppError } from '../../domain/errors.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { previewAudience } from './audience-preview.ts';
import { mailingContentHash } from './compose-digest.ts';
import { requireRecipients } from './correction.ts';

export type Approval = {
  publicId: string;
  /** The content hash of what the approver saw. */
  seenHash: string;
  by: string;
  /** Slack channel in which staff follow the send; null: none. */
  reportChannel: string | null;
  /** The number of readers as staff typed it, where they did. */
  typedCount: number | null;
};

export type ApprovalResult =
  | { kind: 'holding'; mailing: Mailing; readers: number }
  /** Nothing is approved yet: the number of readers must be typed first. */
  | { kind: 'type_the_number'; readers: number }
  /** Nothing is approved yet: a test mail of it as it is now must be sent first. */
  | { kind: 'send_a_test'; readers: number };

const GONE = 'There is no such newsletter. Nothing was changed.';

/**
 * Approves a draft as the approver saw it; it leaves when its hold is over and its time has come. A second approval, by
 * whomever, is told of the first. Throws AppError: not_found; conflict where it was approved, edited or sent meanwhile.
 */
export async function approveMailing(ctx: Context, input: Approval): Promise<ApprovalResult> {
  const mailing = await findMailing(ctx.db, input.publicId);
  if (!mailing) throw new AppError('not_found', GONE);
  if (mailing.state !== 'draft') throw notADraft(mailing);
  const articles = await listMailingArticles(ctx.db, mailing.id);
  const contentHash = mailingContentHash(mailing, articles);
  if (contentHash !== input.seenHash) {
    await ctx.db.batch([rehashDraft(ctx.db, mailing.publicId, contentHash)]);
    throw new AppError(
      'conflict',
      'It was changed since you saw it. Nothing was approved. Look at it as it is now, and approve that.',
    );
  }
  if (mailing.correctsMailingId !== null) await requireRecipients(ctx, mailing.correctsMailingId);
  const { total: readers } = await previewAudience(ctx, mailing);
  if (readers === 0) throw new AppError('conflict', 'Nobody is due this newsletter. Nothing was approved or sent.');
  const guard = await askFirst(ctx, { contentHash, readers, typed: input.typedCount });
  if (guard) return { kind: guard, readers };
  await approveNow(ctx, { ...input, mailing, contentHash, readers });
  const approved = await findMailing(ctx.db, mailing.publicId);
  if (approved?.state !== 'holding') throw notADraft(approved ?? mailing);
  return { kind: 'holding', mailing: approved, readers };
}

/** Approves without asking back; false where somebody was faster or nobody is due it. */
export async function approveNow(
  ctx: Context,
  input: {
    mailing: Mailing;
    contentHash: string;
    by: string;
    reportChannel: string | null;
    readers: number | null;
    holdSeconds?: number;
  },
): Promise<boolean> {
  const now = ctx.now();
  const { by, contentHash, mailing, reportChannel } = input;
  const [note, approve] = approveStatements(ctx.db, {
    publicId: mailing.publicId,
    contentHash,
    by,
    now,
    holdUntil: addSeconds(now, input.holdSeconds ?? ctx.config.holdSeconds),
    reportChannel,
    readers: input.readers,
  });
  const subject = `mailing:${mailing.publicId}`;
  const detail = { readers: input.readers };
  const [, moved] = await ctx.db.batch([
    note,
    approve,
    insertAudit(ctx.db, { at: now, actor: by, act: 'mailing.approved', subject, detail }),
  ]);
  const isApproved = moved?.meta.changes === 1;
  if (isApproved) ctx.log.info('mailing.approved', { mailing: mailing.publicId, readers: input.readers });
  if (isApproved) ctx.ring();
  return isApproved;
}

function notADraft({ state }: Mailing): AppError {
  const said =
    state === 'cancelled'
      ? 'It was stopped. Nothing was sent.'
      : state === 'draft'
        ? 'Its readers had all of it by another newsletter, or it was changed at the same moment. Nothing was sent a second time.'
        : 'It is approved already. Nothing was sent a second time. See `/newsdesk digest status`.';
  return new AppError('conflict', said);
}

/** What an approval of a draft as it is now would ask for first, and how many readers are due it. */
export async function whatIsAsked(
  ctx: Context,
  mailing: Mailing,
): Promise<{ guard: 'type_the_number' | 'send_a_test' | null; readers: number }> {
  const { total: readers } = await previewAudience(ctx, mailing);
  const { contentHash } = mailing;
  return { guard: await askFirst(ctx, { contentHash, readers, typed: null }), readers };
}

/** What has to be done before a first or very large send, if anything. */
async function askFirst(
  ctx: Context,
  { contentHash, readers, typed }: { contentHash: string; readers: number; typed: number | null },
): Promise<'type_the_number' | 'send_a_test' | null> {
  if (!ctx.config.hasCountGuard) return null;
  if (readers <= ctx.settings.sending.guardAbove && (await wasAnythingSent(ctx.db))) return null;
  if (!(await wasTested(ctx.db, contentHash))) return 'send_a_test';
  return typed === readers ? null : 'type_the_number';
}

/** Stops a draft, or a mailing whose hold still runs. False where it was too late or it was stopped before. */
export async function stopMailing(ctx: Context, publicId: string, by: string): Promise<boolean> {
  const mailing = await findMailing(ctx.db, publicId);
  if (mailing?.state !== 'draft' && mailing?.state !== 'holding') return false;
  const now = ctx.now();
  const act = mailing.state === 'draft' ? 'mailing.stopped' : 'mailing.undone';
  const [moved] = await ctx.db.batch([
    stopWaiting(ctx.db, { id: mailing.id, from: ['draft', 'holding'], reason: null }),
    insertAudit(ctx.db, { at: now, actor: by, act, subject: `mailing:${publicId}` }),
  ]);
  const isStopped = moved?.meta.changes === 1;
  if (isStopped) ctx.log.info(act, { mailing: publicId });
  return isStopped;
}
