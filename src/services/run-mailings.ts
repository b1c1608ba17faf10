import { listMailingArticles } from '../db/articles.ts';
import { countBatches, listDueIds, planSlice } from '../db/batches.ts';
import { findMailing, listOpenMailings, type Mailing, moveMailing } from '../db/mailings.ts';
import { createBuilder, type MailBuilder } from './build-mails.ts';
import { mailingContentHash } from './compose-digest.ts';
import type { Context } from './context.ts';
import { type SendTurn, sendBatches } from './send-batches.ts';

const SLICE = 10_000;
const BATCH_SIZE = 100;
/** A new slice is planned only when the last one is nearly used up, so that a list of millions is never planned at once. */
const PLAN_BELOW = 20;

/** Carries every approved mailing forward: start after the hold, plan, send, finish. Stops when the turn is over. */
export async function runMailings(ctx: Context, turn: SendTurn): Promise<void> {
  for (const mailing of await listOpenMailings(ctx.db, ctx.now())) {
    const started = mailing.state === 'holding' ? await startMailing(ctx, mailing) : mailing;
    if (started) await carryOn(ctx, started, turn);
  }
}

/** Ends the hold. What was approved must still be what would be sent, else the mailing is paused with the reason. */
async function startMailing(ctx: Context, mailing: Mailing): Promise<Mailing | null> {
  const now = ctx.now();
  const articles = await listMailingArticles(ctx.db, mailing.id);
  if (mailingContentHash(mailing, articles) !== mailing.approvedHash) {
    const reason =
      'An article changed after approval. Nothing was sent. Send the digest again to approve it as it is now.';
    await ctx.db.batch([moveMailing(ctx.db, mailing.id, 'cancelled', now, reason)]);
    ctx.log.warn('mailing.voided', { mailing: mailing.publicId });
    return null;
  }
  const [moved] = await ctx.db.batch([moveMailing(ctx.db, mailing.id, 'sending', now)]);
  if (moved?.meta.changes === 1) ctx.log.info('mailing.started', { mailing: mailing.publicId });
  return findMailing(ctx.db, mailing.publicId);
}

async function carryOn(ctx: Context, mailing: Mailing, turn: SendTurn): Promise<void> {
  let building: Promise<MailBuilder> | null = null;
  const builder = () => {
    building ??= createBuilder(ctx, mailing);
    return building;
  };
  let current = mailing;
  while (current.state === 'sending' && (await turn.mayGoOn())) {
    const sent = await sendBatches(ctx, current, { ...turn, builder });
    current = (await findMailing(ctx.db, mailing.publicId)) ?? current;
    if (current.state !== 'sending' || !(await turn.mayGoOn())) return;
    const { todo } = await countBatches(ctx.db, current.id);
    if (current.isPlanned === 0 && todo < PLAN_BELOW) {
      await planNext(ctx, current);
      current = (await findMailing(ctx.db, mailing.publicId)) ?? current;
    } else if (sent === 0) {
      if (todo === 0) await finish(ctx, current);
      return;
    }
  }
}

/** Cuts the next slice of readers into batches of up to 100, by id. */
async function planNext(ctx: Context, mailing: Mailing): Promise<void> {
  const ids = await listDueIds(ctx.db, mailing, SLICE);
  const ranges: [number, number][] = [];
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const last = ids[Math.min(start + BATCH_SIZE, ids.length) - 1] ?? 0;
    ranges.push([ids[start] ?? 0, last]);
  }
  await ctx.db.batch(planSlice(ctx.db, mailing, ranges));
}

async function finish(ctx: Context, mailing: Mailing): Promise<void> {
  const { unknown } = await countBatches(ctx.db, mailing.id);
  await ctx.db.batch([moveMailing(ctx.db, mailing.id, 'finished', ctx.now())]);
  ctx.log.info('mailing.finished', { mailing: mailing.publicId, submitted: mailing.submittedCount, unknown });
}
