import { sha256 } from '../hash.ts';
import type { EncodedMail } from '../ports.ts';

const digests = new WeakMap<readonly Uint8Array[], string>();

/** Hashed once, however many readers share the pieces. */
function digestOf(shared: readonly Uint8Array[]): string {
  const known = digests.get(shared);
  if (known !== undefined) return known;
  const fresh = sha256(shared.map((piece) => `${piece.length}:${sha256(piece)}`).join());
  digests.set(shared, fresh);
  return fresh;
}

/**
 * SHA-256, as 64 hex digits, over what a batch's body is joined from: each reader's own texts, and the SHA-256 of the
 * pieces that readers share. Equal digests mean equal bodies, as every text stands with its length and the pieces with
 * their hash; and a mail of 20 KB is not read again for each reader.
 */
export function batchDigest(mails: readonly EncodedMail[]): string {
  let all = '';
  for (const { own, shared } of mails) {
    all += `=${digestOf(shared)}`;
    for (const text of own) all += `${text.length}:${text}`;
    all += ';';
  }
  return sha256(all);
}
