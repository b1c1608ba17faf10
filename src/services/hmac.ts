import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;
/** A UTF-16 code unit takes up to three bytes of UTF-8. */
const MOST_BYTES = 3;
/** Bytes of text that the room kept for it holds: nearly every text that is signed. */
const KEPT_BYTES = 512;

/**
 * HMAC-SHA-256 (RFC 2104) of many short texts under one key of at most 64 bytes, as 43 letters of base64url: two calls for
 * a digest and no memory of its own, where node:crypto sets up a stream for each text. The text is taken as UTF-8.
 * @throws Error for a longer key, which would have to be hashed first
 */
export function createMac(key: Uint8Array): (text: string) => string {
  if (key.length > BLOCK_BYTES) throw new Error('This key is longer than a block of SHA-256.');
  const inner = Buffer.alloc(BLOCK_BYTES + KEPT_BYTES, 0x36);
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, 0x5c);
  for (const [index, byte] of key.entries()) {
    inner[index] = byte ^ 0x36;
    outer[index] = byte ^ 0x5c;
  }
  return (text) => {
    outer.write(hash('sha256', keyed(inner, text), 'binary'), BLOCK_BYTES, 'binary');
    return hash('sha256', outer, 'base64url');
  };
}

/** The text behind the first block of `inner`. */
function keyed(inner: Buffer, text: string): Buffer {
  if (text.length * MOST_BYTES > KEPT_BYTES) return Buffer.concat([inner.subarray(0, BLOCK_BYTES), Buffer.from(text)]);
  return inner.subarray(0, BLOCK_BYTES + inner.write(text, BLOCK_BYTES));
}
