import { findProvenReaders, listConsent } from '../../db/readers/consents.ts';
import type { SubscriberState } from '../../db/readers/subscribers.ts';
import type { Context } from '../context.ts';
import { addressHash } from './address-hash.ts';
import { typedEmail } from './find-reader.ts';

/** What one reader agreed to; `reader` is their public id, who may have been erased. */
export type Evidence = { reader: string; state: SubscriberState; consent: Awaited<ReturnType<typeof listConsent>> };

/**
 * The proof of what an address agreed to, and when it ended: of its reader, of readers who were erased, and of whoever moved away
 * from it. The erased are found by the hash of the address, which only this newsroom can make. Throws AppError('invalid') for no
 * address and ('unavailable') where no hash can be had.
 */
export async function findEvidence(ctx: Context, email: string): Promise<Evidence[]> {
  const { key } = typedEmail(email);
  const hash = (await addressHash(ctx))(key);
  const readers = await findProvenReaders(ctx.db, { emailKey: key, emailHash: hash });
  return Promise.all(
    readers.map(async ({ id, publicId, state }) => ({
      reader: publicId,
      state,
      consent: await listConsent(ctx.db, id),
    })),
  );
}
