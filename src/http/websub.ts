import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { takePush, takesPushes } from '../services/feeds/websub-push.ts';
import { recordDenial, verifyIntent } from '../services/feeds/websub-verify.ts';
import type { HttpContext, HttpEnv } from './environment.ts';

/** A push is as large as the feed at most; larger feeds are not read either. */
const MOST_BYTES = 5 * 1024 * 1024;
const LONGEST_CHALLENGE = 1000;

/** What hubs call (W3C WebSub §5.3 and §7): they verify our requests by GET and push by POST. */
export const websubRoutes = new Hono<HttpEnv>()
  .get('/websub/:feedId', async (c) => {
    const { ctx } = c.var;
    const { challenge, isHubs, lease, mode, topic } = readQuery(c);
    // A HEAD comes here as well, and must change nothing.
    if (c.req.method !== 'GET' || !isHubs) return c.body(null, 404);
    const feedId = c.req.param('feedId');
    if (mode === 'denied') return c.body(null, (await recordDenial(ctx, feedId, topic)) ? 204 : 404);
    if (challenge === '' || challenge.length > LONGEST_CHALLENGE) return c.body(null, 404);
    const leaseSeconds = /^\d{1,10}$/.test(lease) ? Number(lease) : null;
    const isWanted = await verifyIntent(ctx, feedId, { mode, topic, leaseSeconds });
    return isWanted ? c.text(challenge, 200, { 'Cache-Control': 'no-store' }) : c.body(null, 404);
  })
  .post('/websub/:feedId', bodyLimit({ maxSize: MOST_BYTES, onError: (c) => c.body(null, 413) }), async (c) => {
    const { ctx } = c.var;
    const feedId = c.req.param('feedId');
    if (!(await takesPushes(ctx, feedId))) return c.body(null, 410);
    const body = new Uint8Array(await c.req.arrayBuffer());
    await takePush(ctx, feedId, { body, signature: c.req.header('x-hub-signature') ?? null });
    return c.body(null, 202);
  });

function readQuery(c: HttpContext) {
  const one = (name: string) => c.req.query(`hub.${name}`) ?? '';
  const mode = one('mode');
  const topic = one('topic');
  return { mode, topic, challenge: one('challenge'), lease: one('lease_seconds'), isHubs: mode !== '' && topic !== '' };
}
