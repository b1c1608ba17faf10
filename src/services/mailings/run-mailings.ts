import { listMailingArticles } from '../../db/articles/articles.ts';
import { countBatches, countTodo } from '../../db/mailings/batch-counts.ts';
import { reopenDraft, stopWaiting } from '../../db/mailings/drafts.ts';
import { noteDueCount } from '../../db/mailings/mailing-control.ts';
import { findDueZone, insertZones, listDueIdsOfZone, planZoneSlice } from '../../db/mailings/mailing-zones.ts';
import { findMailing, finishMailing, listOpenMailings, type Mailing } from '../../db/mailings/mailings.ts';
import { listDueIds, listRangesToCorrect, planSlice } from '../../db/mailings/plan-batches.ts';
import { keepShownArticles, startMailing as startStatement } from '../../db/mailings/shown-articles.ts';
import type { Context } from '../context.ts';
import { settingsToKeep } from './as-started.ts';
import { batchSize } from './batch-size.ts';
import { createBuilder, type MailBuilder } from './build-mails.ts';
import { mailingContentHash } from './compose-digest.ts';
import { askAboutBatches } from './decide-batches.ts';
import { zonesOf } from './schedule-zones.ts';
import { type SendTurn, sendBatches } from './send-batches.ts';
import { pauseForWithdrawn } from './watch-withdrawn.ts';

const SLICE = 10_000;
/** A new slice is planned only when the last one is nearly used up, so that a list of millions is never planned at once. */
const PLAN_BELOW = 20;

/**
 * Carries every approved mailing forward: start after the hold, plan, send, finish. Stops when the turn is over. One
 * mailing's trouble stays its own.
 */
export async function runMailings(ctx: Context, turn: SendTurn): Promise<void> {
  for (const mailing of await listOpenMailings(ctx.db, ctx.now())) {
    try {
      const started = mailing.state === 'holding' ? await startMailing(ctx, mailing) : mailing;
      if (started) await carryOn(ctx, started, turn);
    } catch (error) {
      ctx.log.error('mailing.crashed', error, { mailing: mailing.publicId });
    }
  }
}

/**
 * Ends the hold, and keeps what its mails show as it is at that moment, in one transaction: no edit from then on reaches
 * a reader by it. What was approved must still be what would be sent, else it does not leave: a digest by hand is cancelled
 * with the reason, and any other becomes a draft of which staff are asked again. An embargo holds it.
 */
async function startMailing(ctx: Context, mailing: Mailing): Promise<Mailing | null> {
  const now = ctx.now();
  const articles = await listMailingArticles(ctx.db, mailing.id);
  const contentHash = mailingContentHash(mailing, articles);
  if (contentHash !== mailing.approvedHash) {
    const isByHand = mailing.kind === 'digest' && mailing.scheduleId === null;
    const again = isByHand
      ? 'Send the digest again to approve it as it is now.'
      : 'It has to be approved as it is now.';
    const reason = `An article changed after approval. Nothing was sent. ${again}`;
    await ctx.db.batch([
      isByHand
        ? stopWaiting(ctx.db, { id: mailing.id, from: ['holding'], reason })
        : reopenDraft(ctx.db, mailing.id, contentHash, reason),
    ]);
    ctx.log.warn('mailing.voided', { mailing: mailing.publicId });
    return null;
  }
  if (articles.some(({ embargoUntil }) => embargoUntil !== null && embargoUntil > now)) return null;
  const zones = mailing.isZoned ? await zonesOf(ctx, mailing) : null;
  const settings = await settingsToKeep(ctx);
  const [moved] = await ctx.db.batch([
    startStatement(ctx.db, { id: mailing.id, approvedHash: contentHash, articles, settings, now }),
    ...(zones ? insertZones(ctx.db, mailing.id, zones) : []),
    keepShownArticles(ctx.db, mailing.id),
  ]);
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
  // At the start nothing can be claimed yet.
  if (current.state === 'sending' && current.cursor === 0 && !current.isPlanned && (await turn.mayGoOn())) {
    await noteDueCount(ctx.db, current);
    await planNext(ctx, current, await batchSize(ctx, await builder()));
    current = (await findMailing(ctx.db, mailing.publicId)) ?? current;
  }
  while (current.state === 'sending' && (await turn.mayGoOn())) {
    if (await pauseForWithdrawn(ctx, current)) return;
    const sent = await sendBatches(ctx, current, { ...turn, builder });
    current = (await findMailing(ctx.db, mailing.publicId)) ?? current;
    if (current.state !== 'sending' || !(await turn.mayGoOn())) return;
    const todo = await countTodo(ctx.db, current.id);
    if (!current.isPlanned && todo < PLAN_BELOW) {
      const isPlanned = await planNext(ctx, current, await batchSize(ctx, await builder()));
      if (!isPlanned && sent === 0) return;
      current = (await findMailing(ctx.db, mailing.publicId)) ?? current;
    } else if (todo === 0) {
      return finish(ctx, current);
    } else if (sent === 0) {
      return;
    }
  }
}

/** Plans the next slice of readers. False where none can be planned now: the others' clocks are not there yet. */
async function planNext(ctx: Context, mailing: Mailing, size: number): Promise<boolean> {
  if (mailing.audience.recipientsOf !== undefined) {
    const most = SLICE / 100;
    const ranges = await listRangesToCorrect(ctx.db, mailing, most);
    await ctx.db.batch(planSlice(ctx.db, mailing, { ranges, isLast: ranges.length < most }));
    return true;
  }
  if (!mailing.isZoned) {
    const ids = await listDueIds(ctx.db, mailing, SLICE);
    const isLast = ids.length < SLICE;
    const ranges = cut(ids, size, { from: mailing.cursor + 1, upTo: isLast ? mailing.maxId : null });
    await ctx.db.batch(planSlice(ctx.db, mailing, { ranges, isLast }));
    return true;
  }
  const zone = await findDueZone(ctx.db, mailing.id, ctx.now());
  if (!zone) return false;
  const ids = await listDueIdsOfZone(ctx.db, mailing, { zone, limit: SLICE });
  // Batches are told apart by where they begin, so each begins with a reader of its zone.
  const ranges = cut(ids, size, { from: null, upTo: ids.length < SLICE ? mailing.maxId : null });
  await ctx.db.batch(planZoneSlice(ctx.db, mailing, { zone, ranges }));
  return true;
}

/**
 * Ranges over ascending ids, each with up to `size` of them and up to where the next one begins, so that who confirms before
 * a range is frozen is in it. `from` and `upTo`: where the first begins and the last ends, null for the ids themselves.
 */
function cut(
  ids: readonly number[],
  size: number,
  { from, upTo }: { from: number | null; upTo: number | null },
): [number, number][] {
  const ranges: [number, number][] = [];
  for (let start = 0; start < ids.length; start += size) {
    const next = ids[start + size];
    const lo = start === 0 ? (from ?? ids[0]) : ids[start];
    ranges.push([lo ?? 0, next === undefined ? (upTo ?? ids.at(-1) ?? 0) : next - 1]);
  }
  return ranges;
}

async function finish(ctx: Context, mailing: Mailing): Promise<void> {
  const { unknown } = await countBatches(ctx.db, mailing.id);
  const [moved] = await ctx.db.batch([finishMailing(ctx.db, mailing.id, ctx.now())]);
  if (moved?.meta.changes !== 1) return;
  ctx.log.info('mailing.finished', { mailing: mailing.publicId, submitted: mailing.submittedCount, unknown });
  if (unknown > 0) await askAboutBatches(ctx);
}
