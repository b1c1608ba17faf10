import { insertLinkMessage } from '../../db/mailings/messages.ts';
import { acceptTopics, type InvitedTopic, listInvitedTopics } from '../../db/readers/invitations.ts';
import { findSubscriber, insertConsent, type Subscriber } from '../../db/readers/subscribers.ts';
import { readEmailAddress } from '../../domain/email-address.ts';
import { AppError } from '../../domain/errors.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { pseudonym, verifyToken } from '../tokens.ts';
import { askForMail } from './signup-limits.ts';
import { CONSENT_VERSION } from './subscribe.ts';

const LIFE_SECONDS = 14 * 86_400;
/** What a link has room for. */
const MOST_TOPICS = 5;

/** What an invitation link stands for: open (a press accepts), done (the reader has the topics), or dead (over, or withdrawn). */
export type Invitation = { kind: 'open' | 'done'; subscriber: Subscriber; topics: InvitedTopic[] } | { kind: 'dead' };

/** The topics by invitation among these that an active reader does not get yet. */
export async function openInvitation(
  ctx: Context,
  subscriber: Pick<Subscriber, 'id'>,
  names: readonly string[],
): Promise<InvitedTopic[]> {
  const topics = await listInvitedTopics(ctx.db, subscriber.id, names);
  return topics.filter(({ isChosen }) => !isChosen);
}

/**
 * Asks an active reader by mail whether they want topics by invitation, by slug; they get nothing of them before they accept.
 * `active`: they get all of them already. `limited`: one mail went to them a moment ago, or three today. Throws
 * AppError('invalid') naming `invitedTo`.
 */
export async function inviteReader(
  ctx: Context,
  subscriber: Subscriber,
  slugs: readonly string[],
): Promise<'invited' | 'limited' | 'active'> {
  const known = await listInvitedTopics(ctx.db, subscriber.id, slugs);
  const problem =
    known.length < new Set(slugs).size
      ? 'One of these topics is not there, or needs no invitation.'
      : known.length > MOST_TOPICS
        ? `Invite to at most ${MOST_TOPICS} topics at once.`
        : null;
  if (problem) {
    throw new AppError('invalid', 'Please correct: invitedTo. Nothing was sent.', { fields: { invitedTo: problem } });
  }
  const invited = known.filter(({ isChosen }) => !isChosen).map(({ publicId }) => publicId);
  const mailbox = readEmailAddress(subscriber.email);
  if (invited.length === 0 || !mailbox) return 'active';
  const now = ctx.now();
  const { grant, statements } = askForMail(ctx, { mailbox, by: 'known', clientAddress: null, id: ctx.ids.publicId() });
  const until = addSeconds(now, LIFE_SECONDS);
  const results = await ctx.db.batch([
    ...statements,
    insertLinkMessage(ctx.db, subscriber.id, { grant, until, invited }, now),
  ]);
  ctx.ring();
  return results.at(-1)?.meta.changes === 1 ? 'invited' : 'limited';
}

/** Reads an invitation link; changes nothing. Null for a token of another kind. */
export async function readInvitation(ctx: Context, token: string): Promise<Invitation | null> {
  const claim = verifyToken(ctx.config.tokenKeys, 'invite', token);
  if (!claim) return null;
  const [until = '', ...publicIds] = claim.detail.split('-');
  const subscriber = await findSubscriber(ctx.db, claim.subject);
  if (subscriber?.state !== 'active' || Number.parseInt(until, 36) * 1000 <= Date.parse(ctx.now()))
    return { kind: 'dead' };
  const topics = await listInvitedTopics(ctx.db, subscriber.id, publicIds);
  if (topics.length === 0) return { kind: 'dead' };
  return { kind: topics.every(({ isChosen }) => isChosen) ? 'done' : 'open', subscriber, topics };
}

/** Accepts an invitation, with evidence; pressing twice is the same as once. Null for a token of another kind. */
export async function acceptInvitation(
  ctx: Context,
  token: string,
  clientAddress: string | null,
): Promise<Invitation | null> {
  const invitation = await readInvitation(ctx, token);
  if (invitation?.kind !== 'open') return invitation;
  const { subscriber, topics } = invitation;
  const now = ctx.now();
  await ctx.db.batch([
    acceptTopics(
      ctx.db,
      subscriber.id,
      topics.map(({ publicId }) => publicId),
      now,
    ),
    insertConsent(
      ctx.db,
      { id: subscriber.id },
      {
        act: 'changed',
        textVersion: CONSENT_VERSION,
        locale: subscriber.locale,
        page: 'invitation',
        addressHash: clientAddress ? pseudonym(ctx.config.tokenKeys, clientAddress) : null,
        detail: { invitedTo: topics.map(({ slug }) => slug).join(' ') },
        onlyIfChanged: true,
      },
      now,
    ),
  ]);
  ctx.log.info('subscriber.invitation_accepted', { subscriber: subscriber.publicId });
  return readInvitation(ctx, token);
}
