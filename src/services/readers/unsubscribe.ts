import { insertLeaveReason, type LeaveReason, leftByPage } from '../../db/readers/consents.ts';
import {
  findSubscriber,
  insertConsent,
  unsubscribe as leave,
  restoreSubscriber,
  type Subscriber,
} from '../../db/readers/subscribers.ts';
import { leaveTopics, listTopicChoices } from '../../db/readers/subscriptions.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { signToken, verifyToken } from '../tokens.ts';
import { CONSENT_VERSION } from './subscribe.ts';

const UNDO_SECONDS = 600;

/** The reader an unsubscribe link belongs to. `null`: the link is not genuine. `gone`: genuine, but the reader was erased. */
export async function readUnsubscribeLink(ctx: Context, token: string): Promise<Subscriber | 'gone' | null> {
  const claim = verifyToken(ctx.config.tokenKeys, 'unsubscribe', token);
  if (!claim) return null;
  return (await findSubscriber(ctx.db, claim.subject)) ?? 'gone';
}

/**
 * Takes a reader off all mailings, at once and for good until they confirm again. Doing it twice is the same as once. True
 * where this very request did it.
 */
export async function unsubscribe(
  ctx: Context,
  subscriber: Subscriber,
  page: 'one-click' | 'page' | 'staff',
): Promise<boolean> {
  const now = ctx.now();
  const [left] = await ctx.db.batch([
    leave(ctx.db, subscriber.id, now),
    insertConsent(ctx.db, { id: subscriber.id }, evidence('left', subscriber, page), now),
  ]);
  if (left?.meta.changes !== 1) return false;
  ctx.log.info('subscriber.left', { subscriber: subscriber.publicId, page });
  return true;
}

/**
 * Takes a reader off some topics; they keep all others. Whoever leaves every topic they get leaves altogether: without a chosen
 * topic others would come that they never asked for.
 */
export async function leaveSomeTopics(
  ctx: Context,
  subscriber: Subscriber,
  topicPublicIds: readonly string[],
): Promise<'some' | 'all'> {
  const received = await listReceivedTopics(ctx, subscriber);
  if (received.every(({ publicId }) => topicPublicIds.includes(publicId))) {
    await unsubscribe(ctx, subscriber, 'page');
    return 'all';
  }
  await ctx.db.batch([leaveTopics(ctx.db, subscriber.id, topicPublicIds, ctx.now())]);
  ctx.log.info('subscriber.left_topics', { subscriber: subscriber.publicId, topics: topicPublicIds.length });
  return 'some';
}

/** The topics a reader gets, to leave some of. */
export async function listReceivedTopics(ctx: Context, subscriber: Subscriber) {
  const topics = await listTopicChoices(ctx.db, subscriber.id);
  // Those by invitation are only listed where they are chosen, and speak for no other.
  const hasChosen = topics.some(({ choice, visibility }) => choice === 'chosen' && visibility === 'public');
  return topics.filter(
    ({ choice, visibility }) => visibility === 'invite_only' || (hasChosen ? choice === 'chosen' : choice !== 'left'),
  );
}

/** Keeps why a reader left; nothing where they did not. */
export async function noteLeaveReason(ctx: Context, subscriber: Subscriber, reason: LeaveReason): Promise<void> {
  await ctx.db.batch([insertLeaveReason(ctx.db, subscriber.id, reason)]);
}

/**
 * A token by which the page that took the opt-out can take it back for ten minutes; null when there is none
 * to undo, or it was one click in a mail program: whoever holds a forwarded mail must not bring its reader back.
 */
export async function restoreToken(ctx: Context, publicId: string): Promise<string | null> {
  const subscriber = await findSubscriber(ctx.db, publicId);
  if (subscriber?.state !== 'unsubscribed' || subscriber.leftAt === null) return null;
  if (subscriber.leftAt < addSeconds(ctx.now(), -UNDO_SECONDS)) return null;
  if (!(await leftByPage(ctx.db, subscriber.id, subscriber.leftAt))) return null;
  const leftAt = String(Date.parse(subscriber.leftAt));
  return signToken(ctx.config.tokenKeys, 'restore', { subject: publicId, detail: leftAt });
}

/** What became of an undo: back on the list, by this press or before; over, as for a later opt-out; dead for no genuine token. */
export type Restored = { kind: 'back' | 'over'; subscriber: Subscriber } | { kind: 'dead' };

/** Takes back the opt-out that a restore token names, within ten minutes of it. Pressing twice is the same as once. */
export async function restore(ctx: Context, token: string): Promise<Restored> {
  const claim = verifyToken(ctx.config.tokenKeys, 'restore', token);
  const before = claim ? await findSubscriber(ctx.db, claim.subject) : null;
  if (!claim || !before) return { kind: 'dead' };
  const now = ctx.now();
  const leftAt = new Date(Number(claim.detail)).toISOString();
  if (leftAt >= addSeconds(now, -UNDO_SECONDS)) {
    await ctx.db.batch([
      restoreSubscriber(ctx.db, before.id, leftAt),
      insertConsent(ctx.db, { id: before.id }, evidence('restored', before, 'undo'), now),
    ]);
  }
  const subscriber = await findSubscriber(ctx.db, claim.subject);
  if (!subscriber) return { kind: 'dead' };
  return { kind: subscriber.state === 'active' ? 'back' : 'over', subscriber };
}

function evidence(act: 'left' | 'restored', subscriber: Subscriber, page: string) {
  return {
    act,
    textVersion: CONSENT_VERSION,
    locale: subscriber.locale,
    page,
    addressHash: null,
    onlyIfChanged: true,
  } as const;
}
