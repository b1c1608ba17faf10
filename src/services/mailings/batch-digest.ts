import { sha256 } from '../hash.ts';
import type { EncodedMail } from '../ports.ts';

const digests = new WeakMap<Uint8Array, string>();

/** Hashed once, however many readers share the bytes. */
function digestOf(bytes: Uint8Array): string {
  const known = digests.get(bytes);
  if (known !== undefined) return known;
  const fresh = sha256(bytes);
  digests.set(bytes, fresh);
  return fresh;
}

/**
 * SHA-256, as 64 hex digits, over what a batch's body is joined from: each reader's own texts, and the SHA-256 of the
 * pieces that readers share. Equal digests mean equal bodies, as every text stands with its length and every piece with
 * its hash; and a mail of 20 KB is not read again for each reader.
 */
export function batchDigest(mails: readonly EncodedMail[]): string {
  let all = '';
  for (const mail of mails) {
    for (const piece of mail) all += typeof piece === 'string' ? `${piece.length}:${piece}` : `=${digestOf(piece)}`;
    all += ';';
  }
  return sha256(all);
}
