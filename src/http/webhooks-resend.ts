import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { takeEvent } from '../services/mailings/take-event.ts';
import type { HttpEnv } from './environment.ts';

/** An event about one mail takes a few kilobytes. */
const MOST_BYTES = 256 * 1024;
const NO_STORE = { 'Cache-Control': 'no-store' };

/**
 * Where Resend reports what became of mails. Any answer but 2xx makes it repeat the event for a day, so only what it could
 * mend gets one: a wrong signature, or a newsroom without its signing secret.
 */
export const resendWebhookRoutes = new Hono<HttpEnv>().post(
  '/webhooks/resend',
  bodyLimit({ maxSize: MOST_BYTES, onError: (c) => c.json({ error: 'This is too large for an event.' }, 413) }),
  async (c) => {
    const { ctx } = c.var;
    if (!ctx.mailEvents.isReady) {
      return c.json({ error: 'RESEND_WEBHOOK_SECRET is not set, so no event can be checked.' }, 503, NO_STORE);
    }
    const id = c.req.header('svix-id') ?? '';
    const payload = await ctx.mailEvents.read({
      id,
      timestamp: c.req.header('svix-timestamp') ?? '',
      signature: c.req.header('svix-signature') ?? '',
      body: await c.req.text(),
    });
    if (payload === null || !/^[\w.-]{1,100}$/.test(id)) {
      ctx.log.warn('event.refused');
      return c.json({ error: 'The signature does not fit, or the event is too old.' }, 401, NO_STORE);
    }
    await takeEvent(ctx, id, payload);
    return c.body(null, 204);
  },
);
