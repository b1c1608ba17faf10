import { createContext, handleRequest } from './app.ts';
import type { Database } from './db/database.ts';
import { AppError } from './domain/errors.ts';
import { type EdgeCache, throughEdgeCache } from './http/edge-cache.ts';
import { createLog } from './log.ts';
import type { Context } from './services/context.ts';
import type { TickLimits } from './tick.ts';
import { CRON_LIMITS, REQUEST_LIMITS } from './tick-limits.ts';

type Env = { DB: Database } & Record<string, unknown>;
type Execution = { waitUntil(work: Promise<unknown>): void };

const log = createLog();

/** The context of one invocation. A ring starts one tick behind the answer, however often it is rung. */
function contextOf(env: Env, execution: Execution): Context {
  const { DB, ...variables } = env;
  let isRung = false;
  const context: Context = createContext({
    variables,
    db: DB,
    log,
    ring: () => {
      if (isRung) return;
      isRung = true;
      execution.waitUntil(tickOnce(context, REQUEST_LIMITS));
    },
  });
  return context;
}

/** Does what is due; loaded here, since a reader's page needs none of it. */
async function tickOnce(context: Context, limits: TickLimits): Promise<void> {
  try {
    const { tick } = await import('./tick.ts');
    await tick(context, limits);
  } catch (error) {
    log.error('tick.crashed', error, { lane: 'all' });
  }
}

/** The cache of the place where this runs (https://developers.cloudflare.com/workers/runtime-apis/cache/). */
function edgeCache(): EdgeCache {
  return (caches as unknown as { default: EdgeCache }).default;
}

export default {
  async fetch(request: Request, env: Env, execution: Execution): Promise<Response> {
    try {
      const ctx = contextOf(env, execution);
      const waitUntil = (work: Promise<unknown>) => execution.waitUntil(work);
      const clientAddress = request.headers.get('cf-connecting-ip');
      return await throughEdgeCache(edgeCache(), {
        request,
        config: ctx.config,
        waitUntil,
        answer: (asked) => handleRequest(asked, { ctx, waitUntil, clientAddress }),
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.error('config.invalid', error);
      return new Response('This newsroom is not set up yet. Its log names what is missing.', {
        status: 503,
        headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Retry-After': '300' },
      });
    }
  },
  async scheduled(_controller: unknown, env: Env, execution: Execution): Promise<void> {
    await tickOnce(contextOf(env, execution), CRON_LIMITS);
  },
};
