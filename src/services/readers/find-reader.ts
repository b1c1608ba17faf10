import { listConsent } from '../../db/readers/consents.ts';
import {
  findReaderById,
  findReaderByKey,
  listSentTo,
  type Reader,
  type SentMailing,
} from '../../db/readers/reader-list.ts';
import { readEmailAddress } from '../../domain/email-address.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';

const MAILINGS_LOOKED_AT = 20;

/** All that staff may see of one person. */
export type ReaderFile = {
  reader: Reader;
  consent: Awaited<ReturnType<typeof listConsent>>;
  /** The last newsletters that held them, newest first. */
  sent: SentMailing[];
};

/** Finds a reader by public id or by address, as typed. Throws AppError('invalid') for no address and ('not_found'). */
export async function findReader(ctx: Context, by: { publicId: string } | { email: string }): Promise<ReaderFile> {
  const reader = await knownReader(ctx, by);
  const [consent, sent] = await Promise.all([
    listConsent(ctx.db, reader.id),
    listSentTo(ctx.db, reader.id, MAILINGS_LOOKED_AT),
  ]);
  return { reader, consent, sent };
}

/** The reader alone. Throws as findReader does. */
export async function knownReader(ctx: Context, by: { publicId: string } | { email: string }): Promise<Reader> {
  const found =
    'publicId' in by
      ? await findReaderById(ctx.db, by.publicId)
      : await findReaderByKey(ctx.db, typedEmail(by.email).key);
  if (!found) throw new AppError('not_found', 'There is no such reader. Nothing was done.');
  return found;
}

/** Reads an address as typed. Throws AppError('invalid') naming `email`. */
export function typedEmail(typed: string) {
  const email = readEmailAddress(typed.replace(/^<?mailto:/, '').replace(/>$/, ''));
  if (email) return email;
  const problem = 'Give one address, as in ana@example.org.';
  throw new AppError('invalid', `Please correct: email. ${problem} Nothing was done.`, { fields: { email: problem } });
}
