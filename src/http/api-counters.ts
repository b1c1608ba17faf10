import { Hono } from 'hono';
import { countEverything, MOST_COUNTED } from '../services/operate/count-everything.ts';
import type { HttpEnv } from './environment.ts';

/** Numbers for dashboards; the route above it checks the token. Nothing in them tells of one reader. */
export const counterApiRoutes = new Hono<HttpEnv>().get('/api/v1/counters', async (c) => {
  const { ctx } = c.var;
  const counters = await countEverything(ctx);
  return c.json({ at: ctx.now(), newest: MOST_COUNTED, ...counters });
});
