import { Hono } from 'hono';
import { checkHealth } from '../services/operate/check-health.ts';
import { isAdmin } from './admin-token.ts';
import type { HttpEnv } from './environment.ts';

/**
 * 200 only where the database answers, background work is fresh and nothing is stuck; else 503. Everybody gets the word,
 * `Authorization: Bearer ADMIN_TOKEN` the details. A stale newsroom is rung by being asked.
 */
export const healthRoutes = new Hono<HttpEnv>().get('/health', async (c) => {
  const { ctx } = c.var;
  const { behind, problems, status, tickedAt } = await checkHealth(ctx);
  if (status !== 'ok') ctx.ring();
  const detail = isAdmin(c) ? { problems, behind } : {};
  return c.json({ status, tickedAt, ...detail }, status === 'ok' ? 200 : 503, { 'Cache-Control': 'no-store' });
});
