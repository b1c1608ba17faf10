import { Hono } from 'hono';
import { addSeconds } from '../domain/time.ts';
import { lastTick } from '../services/note-tick.ts';
import type { HttpEnv } from './environment.ts';

const STALE_SECONDS = 300;

/** Whether the database answers and background work is fresh: 200, else 503. */
export const healthRoutes = new Hono<HttpEnv>().get('/health', async (c) => {
  const { ctx } = c.var;
  const tickedAt = await lastTick(ctx);
  const isFresh = tickedAt !== null && tickedAt > addSeconds(ctx.now(), -STALE_SECONDS);
  if (!isFresh) ctx.ring();
  return c.json({ status: isFresh ? 'ok' : 'stale', tickedAt }, isFresh ? 200 : 503, { 'Cache-Control': 'no-store' });
});
