import { cancelConfirmations } from '../../db/mailings/messages.ts';
import { eraseNeverConfirmed } from '../../db/readers/erasures.ts';
import { quietMailbox } from '../../db/readers/rate-counts.ts';
import { endConfirmation, findSubscriber, type Subscriber } from '../../db/readers/subscribers.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { verifyToken } from '../tokens.ts';
import { mailboxKey } from './signup-limits.ts';

const QUIET_SECONDS = 180 * 86_400;
const ALWAYS = '9999';

/**
 * What a confirmation's "I did not ask for this" stands for: open (a press ends the request), done (there is none any more),
 * active (somebody confirmed: they can leave), dead (forged).
 */
export type NotMeLink = { kind: 'open' | 'active'; subscriber: Subscriber } | { kind: 'done' } | { kind: 'dead' };

/** Reads such a link, which carries the token of the confirmation; changes nothing. Works for as long as the request is kept. */
export async function readNotMeLink(ctx: Context, token: string): Promise<NotMeLink> {
  const claim = verifyToken(ctx.config.tokenKeys, 'confirm', token);
  if (!claim) return { kind: 'dead' };
  const subscriber = await findSubscriber(ctx.db, claim.subject);
  if (subscriber?.state === 'active') return { kind: 'active', subscriber };
  const isAsked = subscriber?.state === 'unsubscribed' && subscriber.confirmExpiresAt !== null;
  return subscriber && (isAsked || subscriber.state === 'pending') ? { kind: 'open', subscriber } : { kind: 'done' };
}

/**
 * Ends a sign-up that its mailbox did not ask for: who never was a reader is forgotten, who left stays out, and no form
 * has us write to this mailbox for half a year. Once more it changes nothing.
 */
export async function refuseSignUp(ctx: Context, token: string): Promise<NotMeLink> {
  const link = await readNotMeLink(ctx, token);
  if (link.kind !== 'open') return link;
  const { id, email, emailKey, publicId } = link.subscriber;
  const now = ctx.now();
  const quiet = { key: mailboxKey(ctx, { address: email, key: emailKey }, 'stranger'), id };
  await ctx.db.batch([
    quietMailbox(ctx.db, quiet, addSeconds(now, QUIET_SECONDS)),
    cancelConfirmations(ctx.db, id),
    endConfirmation(ctx.db, id),
    ...eraseNeverConfirmed(ctx.db, [id], ALWAYS),
  ]);
  ctx.log.info('subscriber.not_me', { subscriber: publicId });
  return { kind: 'done' };
}
