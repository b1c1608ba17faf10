import { createHmac } from 'node:crypto';
import type { Context } from '../context.ts';

/** A signed event of no known kind, as the provider would send one; null without the signing secret. */
export type WebhookProbe = { url: string; headers: Record<string, string>; body: string };

/**
 * What to post to the newsroom's own webhook to see that events arrive there unchanged and are checked by the right secret.
 * It changes nothing: events of unknown kinds are dropped. Signed as Svix does (https://docs.svix.com/receiving/verifying-payloads/how-manual).
 */
export function webhookProbe(ctx: Context): WebhookProbe | null {
  const secret = ctx.config.resend.webhookSecret;
  if (!secret) return null;
  const id = `msg_${ctx.ids.publicId()}`;
  const timestamp = String(Math.floor(Date.parse(ctx.now()) / 1000));
  const body = JSON.stringify({ type: 'newsdesk.probe', created_at: ctx.now(), data: {} });
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    url: `${ctx.config.brand.baseUrl}/webhooks/resend`,
    headers: {
      'content-type': 'application/json',
      'svix-id': id,
      'svix-timestamp': timestamp,
      'svix-signature': `v1,${signature}`,
    },
    body,
  };
}
