import { hash } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;

/**
 * HMAC-SHA-256 (RFC 2104) of many short texts under one key of at most 64 bytes: two calls for a digest, where node:crypto
 * sets up a stream for each text. The text is taken as UTF-8.
 * @throws Error for a longer key, which would have to be hashed first
 */
export function createMac(key: Uint8Array): (text: string) => Buffer {
  if (key.length > BLOCK_BYTES) throw new Error('This key is longer than a block of SHA-256.');
  const inner = Buffer.alloc(BLOCK_BYTES, 0x36);
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, 0x5c);
  for (const [index, byte] of key.entries()) {
    inner[index] = byte ^ 0x36;
    outer[index] = byte ^ 0x5c;
  }
  return (text) => {
    outer.set(hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer'), BLOCK_BYTES);
    return hash('sha256', outer, 'buffer');
  };
}
