import type { Hono, Context as HonoContext } from 'hono';
import type { Context } from '../services/context.ts';

/** What every route finds on the request: our context, and a way to let work run on after the answer. */
export type RequestVariables = {
  ctx: Context;
  waitUntil: (work: Promise<unknown>) => void;
  /** The visitor's address as this platform can vouch for it; null where it cannot. */
  clientAddress: string | null;
};

export type HttpEnv = { Variables: RequestVariables };
export type HttpApp = Hono<HttpEnv>;
export type HttpContext = HonoContext<HttpEnv>;
