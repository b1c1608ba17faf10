import { hkdfSync } from 'node:crypto';
import type { SigningKey } from '../config.ts';

const IV_BYTES = 12;

/** AES-256-GCM under a key of its own derived from the ring's (HKDF-SHA-256, RFC 5869). */
async function keyFor(key: SigningKey, purpose: string): Promise<CryptoKey> {
  const bytes = hkdfSync('sha256', Buffer.from(key.secret, 'base64'), 'newsdesk', `seal:${purpose}`, 32);
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

function parametersOf(iv: Uint8Array<ArrayBuffer>, keyId: string, purpose: string) {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(`${keyId}:${purpose}`) };
}

/** Encrypts a secret for keeping, under the newest key: "kid.iv.ciphertext". `purpose` must be named again to open it. */
export async function seal(keys: readonly SigningKey[], purpose: string, secret: string): Promise<string> {
  const [key] = keys;
  if (!key) throw new Error('TOKEN_SECRET holds no key.');
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const parameters = parametersOf(iv, key.id, purpose);
  const sealed = await crypto.subtle.encrypt(parameters, await keyFor(key, purpose), new TextEncoder().encode(secret));
  return `${key.id}.${Buffer.from(iv).toString('base64url')}.${Buffer.from(sealed).toString('base64url')}`;
}

/** Opens what `seal` gave, by any key of the ring. `isStale`: sealed under an older key. Null where no key opens it. */
export async function unseal(
  keys: readonly SigningKey[],
  purpose: string,
  sealed: string,
): Promise<{ secret: string; isStale: boolean } | null> {
  const [keyId = '', iv = '', text = ''] = sealed.split('.');
  const key = keys.find((candidate) => candidate.id === keyId);
  if (!key) return null;
  try {
    const parameters = parametersOf(new Uint8Array(Buffer.from(iv, 'base64url')), keyId, purpose);
    const bytes = new Uint8Array(Buffer.from(text, 'base64url'));
    const opened = await crypto.subtle.decrypt(parameters, await keyFor(key, purpose), bytes);
    return { secret: new TextDecoder().decode(opened), isStale: keys[0]?.id !== keyId };
  } catch {
    // Changed bytes or another key under the same name: nothing that could be used.
    return null;
  }
}
