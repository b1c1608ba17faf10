import { createHmac } from 'node:crypto';

/** A webhook signing secret as Resend gives it out. */
export const WEBHOOK_SECRET = `whsec_${Buffer.from('a webhook secret of the tests only').toString('base64')}`;

/**
 * Signs a body as Svix does for Resend: HMAC-SHA256 over id, time and body under the base64 part of the secret
 * (https://docs.svix.com/receiving/verifying-payloads/how-manual).
 */
export function signedHeaders(
  body: string,
  { id = 'msg_1', secret = WEBHOOK_SECRET, at = Date.now() }: { id?: string; secret?: string; at?: number } = {},
): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000));
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': `v1,${mac}` };
}
