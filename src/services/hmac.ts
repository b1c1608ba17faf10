import { createHmac } from 'node:crypto';
import { addSha256Block, type Sha256State, startSha256 } from './sha256-block.ts';

const BLOCK_BYTES = 64;
const BLOCK_WORDS = BLOCK_BYTES / 4;
const DIGEST_WORDS = 8;
/** A block has room for this much beside the bit that ends a text and its length (FIPS 180-4 §5.1.1). */
const MOST_IN_ONE_BLOCK = BLOCK_BYTES - 9;

/**
 * HMAC-SHA-256 (RFC 2104) of many short texts under one key of at most 64 bytes. What the key alone decides is hashed once;
 * a text of ASCII that fits one block then takes two blocks. Any other goes to node:crypto. The text is taken as UTF-8.
 * @throws Error for a longer key, which would have to be hashed first
 */
export function createMac(key: Uint8Array): (text: string) => Buffer {
  if (key.length > BLOCK_BYTES) throw new Error('This key is longer than a block of SHA-256.');
  const inner = stateAfter(key, 0x36);
  const outer = stateAfter(key, 0x5c);
  const state = startSha256();
  const block = new Int32Array(BLOCK_WORDS);
  return (text) => {
    if (!fillWithText(block, text)) return createHmac('sha256', key).update(text).digest();
    state.set(inner);
    addSha256Block(state, block);
    fillWithDigest(block, state);
    state.set(outer);
    addSha256Block(state, block);
    return bytesOf(state);
  };
}

/** The state once the block is hashed that holds the key, each byte of it changed by `mask`. */
function stateAfter(key: Uint8Array, mask: number): Sha256State {
  const bytes = Buffer.alloc(BLOCK_BYTES, mask);
  for (const [index, byte] of key.entries()) bytes[index] = byte ^ mask;
  const state = startSha256();
  addSha256Block(
    state,
    Int32Array.from({ length: BLOCK_WORDS }, (_, n) => bytes.readInt32BE(n * 4)),
  );
  return state;
}

/** Writes the last block of the inner hash, whose first was the key. False where the text does not fit or is not ASCII. */
function fillWithText(block: Int32Array, text: string): boolean {
  const { length } = text;
  if (length > MOST_IN_ONE_BLOCK) return false;
  block.fill(0);
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return false;
    block[at >> 2] = (block[at >> 2] ?? 0) | (code << (24 - (at & 3) * 8));
  }
  block[length >> 2] = (block[length >> 2] ?? 0) | (0x80 << (24 - (length & 3) * 8));
  block[BLOCK_WORDS - 1] = (BLOCK_BYTES + length) * 8;
  return true;
}

/** Writes the last block of the outer hash, whose first was the key. */
function fillWithDigest(block: Int32Array, digest: Sha256State): void {
  block.fill(0);
  for (let n = 0; n < DIGEST_WORDS; n += 1) block[n] = digest[n] ?? 0;
  block[DIGEST_WORDS] = 0x80 << 24;
  block[BLOCK_WORDS - 1] = (BLOCK_BYTES + DIGEST_WORDS * 4) * 8;
}

function bytesOf(state: Sha256State): Buffer {
  const bytes = Buffer.allocUnsafe(DIGEST_WORDS * 4);
  for (let n = 0; n < DIGEST_WORDS; n += 1) bytes.writeInt32BE(state[n] ?? 0, n * 4);
  return bytes;
}
