import * as z from 'zod';
import { listTopics, type Topic } from '../../db/articles/topics.ts';
import { noteAct } from '../../db/desk/audit.ts';
import type { Reader } from '../../db/readers/reader-list.ts';
import { findSubscriber, type Subscriber } from '../../db/readers/subscribers.ts';
import { refusedAs } from '../../domain/email-policy.ts';
import { AppError } from '../../domain/errors.ts';
import { FREQUENCIES } from '../../domain/frequency.ts';
import { LOCALES } from '../../domain/locale.ts';
import { plainLine } from '../../domain/plain-text.ts';
import type { Context } from '../context.ts';
import { eraseSubscriber } from './erase-subscriber.ts';
import { exportSubscriber } from './export-subscriber.ts';
import { knownReader, typedEmail } from './find-reader.ts';
import { inviteReader } from './invitation.ts';
import { findSuppressedHash } from './lift-suppression.ts';
import { subscribe } from './subscribe.ts';
import { unsubscribe } from './unsubscribe.ts';

const line = z
  .string()
  .max(300, 'Give at most 300 characters.')
  .transform(plainLine)
  .pipe(z.string().max(200, 'Give at most 200 characters.'));

/** Somebody whom staff add; the person confirms before any newsletter comes. */
export const NewReaderShape = z.strictObject({
  email: z.string('Give an address.').max(320, 'Give at most 320 characters.'),
  name: line.default(''),
  company: line.nullish(),
  occupation: line.nullish(),
  locale: z.enum(LOCALES).default('en'),
  frequency: z.enum(FREQUENCIES).default('weekly'),
  /** Public topics by slug; none is every one. */
  topics: z.array(z.string().max(80)).max(50).default([]),
  /** Topics by invitation, by slug. */
  invitedTo: z.array(z.string().max(80)).max(50).default([]),
});
export type NewReader = z.infer<typeof NewReaderShape>;

/**
 * What came of a request for a confirmation. sent: it is on its way. limited: one went out in the last ten minutes, or three
 * today. invited: they are a reader, and were asked whether they want the topics by invitation. active: they are a reader, and
 * get those topics, already. closed: the address bounced or complained, and gets nothing.
 */
export type Confirmation = { outcome: 'sent' | 'limited' | 'invited' | 'active' | 'closed'; reader: Reader | null };

/** Adds a person, who gets a confirmation mail; a reader is asked about the topics by invitation alone. Throws AppError('invalid') naming `email`. */
export async function addReader(ctx: Context, wish: NewReader, by: string): Promise<Confirmation> {
  const email = typedEmail(wish.email);
  if (refusedAs(email, ctx.settings.signup)) {
    const fields = { email: 'The rules of your sign-up form refuse this kind of mailbox.' };
    throw new AppError('invalid', 'Please correct: email. Nothing was done.', { fields });
  }
  await checkTopics(ctx, wish);
  const before = await knownReader(ctx, { email: email.address }).catch(nobody);
  const known = before && (await findSubscriber(ctx.db, before.publicId));
  const hasLeft = known
    ? known.state === 'unsubscribed'
    : (await findSuppressedHash(ctx, email.address))?.reason === 'opt_out';
  if (hasLeft) {
    throw new AppError('conflict', 'This person left and can only come back by the form themselves. Nothing was sent.');
  }
  if (known?.state === 'active') {
    const outcome = wish.invitedTo.length > 0 ? await inviteReader(ctx, known, wish.invitedTo) : 'active';
    if (outcome === 'invited') await note(ctx, { act: 'reader.invited', publicId: known.publicId, by });
    return { outcome, reader: before };
  }
  return askToConfirm(ctx, { wish: { ...wish, email: email.address }, known, by });
}

/** A topic that is not there would leave the person with none, which is every one. Throws AppError('invalid') naming the field. */
async function checkTopics(ctx: Context, { invitedTo, topics }: NewReader): Promise<void> {
  const known = await listTopics(ctx.db);
  const isKnown = (name: string, visibility: Topic['visibility']) =>
    known.some((topic) => topic.visibility === visibility && (topic.slug === name || topic.publicId === name));
  const fields: Record<string, string> = {};
  const missing = topics.find((name) => !isKnown(name, 'public'));
  if (missing !== undefined) fields.topics = `There is no public topic “${missing}”. Name topics by their slug.`;
  const closed = invitedTo.find((name) => !isKnown(name, 'invite_only'));
  if (closed !== undefined) fields.invitedTo = `“${closed}” is not there, or needs no invitation.`;
  const names = Object.keys(fields);
  if (names.length === 0) return;
  throw new AppError('invalid', `Please correct: ${names.join(', ')}. Nothing was sent.`, { fields });
}

/** Sends a person who has yet to confirm another confirmation. Throws AppError('not_found') and ('conflict'). */
export async function resendConfirmation(ctx: Context, publicId: string, by: string): Promise<Confirmation> {
  const reader = await knownReader(ctx, { publicId });
  const known = await findSubscriber(ctx.db, publicId);
  if (known?.state !== 'pending') {
    throw new AppError('conflict', `This person is ${reader.state}, so there is nothing to confirm. Nothing was sent.`);
  }
  return askToConfirm(ctx, { wish: { ...reader, topics: [], invitedTo: [] }, known, by });
}

async function askToConfirm(
  ctx: Context,
  { by, known, wish }: { wish: NewReader; known: Subscriber | null; by: string },
): Promise<Confirmation> {
  const email = typedEmail(wish.email);
  await subscribe(ctx, {
    ...wish,
    email,
    company: wish.company || null,
    occupation: wish.occupation || null,
    source: 'staff',
    page: 'staff',
    clientAddress: null,
    isByStaff: true,
  });
  const reader = await knownReader(ctx, { email: email.address }).catch(nobody);
  const now = reader && (await findSubscriber(ctx.db, reader.publicId));
  if (!reader || !now) return { outcome: known ? 'limited' : 'closed', reader: null };
  if (now.state === 'suppressed') return { outcome: 'closed', reader };
  if (now.confirmRequest === (known?.confirmRequest ?? 0)) return { outcome: 'limited', reader };
  await note(ctx, { act: known ? 'reader.asked_again' : 'reader.added', publicId: reader.publicId, by });
  return { outcome: 'sent', reader };
}

/** Takes a reader off every newsletter, for somebody who asked staff to. Throws AppError('not_found'). */
export async function unsubscribeReader(ctx: Context, publicId: string, by: string): Promise<Reader> {
  await knownReader(ctx, { publicId });
  const subscriber = await findSubscriber(ctx.db, publicId);
  if (subscriber?.state === 'pending') {
    throw new AppError(
      'conflict',
      'This person never confirmed, so they get nothing. Erase them instead. Nothing was changed.',
    );
  }
  if (subscriber && (await unsubscribe(ctx, subscriber, 'staff')))
    await note(ctx, { act: 'reader.left', publicId, by });
  return knownReader(ctx, { publicId });
}

/** Erases a person for good. Throws AppError('not_found'). */
export async function eraseReader(ctx: Context, publicId: string, by: string): Promise<void> {
  const subscriber = await findSubscriber(ctx.db, (await knownReader(ctx, { publicId })).publicId);
  if (!subscriber) return;
  await eraseSubscriber(ctx, subscriber, 'staff');
  await note(ctx, { act: 'reader.erased', publicId, by });
}

/** All that is kept of a person, to hand to them. Throws AppError('not_found'). */
export async function exportReader(ctx: Context, publicId: string, by: string): Promise<Record<string, unknown>> {
  const subscriber = await findSubscriber(ctx.db, (await knownReader(ctx, { publicId })).publicId);
  if (!subscriber) throw new AppError('not_found', 'There is no such reader. Nothing was done.');
  await note(ctx, { act: 'reader.exported', publicId, by });
  return exportSubscriber(ctx, subscriber);
}

/** Who did what to whom, by id; no address stands in the log. */
async function note(ctx: Context, { act, by, publicId }: { act: string; publicId: string; by: string }): Promise<void> {
  await noteAct(ctx.db, { at: ctx.now(), actor: by, act, subject: `reader:${publicId}` });
}

function nobody(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null;
  throw error;
}
