import { insertAudit } from '../../db/desk/audit.ts';
import { findReaderByKey, type Reader } from '../../db/readers/reader-list.ts';
import { findSuppression, liftHash, liftReader, type SuppressionReason } from '../../db/readers/suppressions.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';
import { addressHash, addressHashIfAny } from './address-hash.ts';
import { knownReader, typedEmail } from './find-reader.ts';

/** An address that gets no mail and of which only the hash is kept. */
export type SuppressedHash = { hash: string; reason: SuppressionReason; since: string };

/** Whose block is meant: a reader by public id, anybody by address as typed, or a hash as `findSuppressedHash` gave it. */
export type Lifted = { publicId: string } | { email: string } | { hash: string };

/** What is kept of an address that no reader has. Null for nothing. Throws AppError('invalid') for no address. */
export async function findSuppressedHash(ctx: Context, email: string): Promise<SuppressedHash | null> {
  const hash = (await addressHash(ctx))(typedEmail(email).key);
  const found = await findSuppression(ctx.db, hash);
  return found && { hash, ...found };
}

/**
 * Lifts the block that a bounce, a complaint or an import put on an address. Nobody is subscribed by it: a reader stands as
 * one who left, an address alone as one who left and was erased, so that only the person's own confirmation brings mail again.
 * Answers the reader, null where only a hash is kept. Throws AppError('not_found') for an unknown id and ('conflict') where
 * nothing is blocked, as for the second of two who press at once.
 */
export async function liftSuppression(ctx: Context, whose: Lifted, by: string): Promise<Reader | null> {
  const reader = await readerOf(ctx, whose);
  const hash = await hashOf(ctx, whose, reader);
  const now = ctx.now();
  const audit = (subject: string) =>
    insertAudit(ctx.db, { at: now, actor: by, act: 'reader.suppression_lifted', subject });
  const hashSteps = hash === null ? [] : [liftHash(ctx.db, hash)];
  const results = await ctx.db.batch(
    reader
      ? [...hashSteps, ...liftReader(ctx.db, reader.id, now), audit(`reader:${reader.publicId}`)]
      : [...hashSteps, ...(hash === null ? [] : [audit('reader:erased')])],
  );
  if (results.at(-1)?.meta.changes !== 1)
    throw new AppError('conflict', 'Nothing blocks this address. Nothing was changed.');
  return reader && knownReader(ctx, { publicId: reader.publicId });
}

async function readerOf(ctx: Context, whose: Lifted): Promise<Reader | null> {
  if ('publicId' in whose) return knownReader(ctx, whose);
  return 'email' in whose ? findReaderByKey(ctx.db, typedEmail(whose.email).key) : null;
}

/** A reader's own row is what counts, so theirs may be lifted where no hash can be had. */
async function hashOf(ctx: Context, whose: Lifted, reader: Reader | null): Promise<string | null> {
  if ('hash' in whose) return whose.hash;
  const hash = reader ? await addressHashIfAny(ctx) : await addressHash(ctx);
  const email = reader?.email ?? ('email' in whose ? whose.email : '');
  return hash?.(typedEmail(email).key) ?? null;
}
