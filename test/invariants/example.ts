import type { Context } from '../../src/services/context.ts';

/** A request that makes a route do its most. Paths are inside the newsroom. */
export type Example = {
  path: string | ((ctx: Context) => string);
  init?: RequestInit | ((ctx: Context) => RequestInit);
  /** What it answers; 200 where absent; null: any refusal. */
  status?: number | null;
  /** The most statements it may run, the tick that it rings not counted. */
  statements: number;
  /** It rings no tick, so that D1's whole 1,000 are its own. */
  isAlone?: true;
  /** The most requests it may make to others. */
  subrequests?: number;
  /** A GET that is made to change something: tables that it may write. None of them holds what a reader chose. */
  writes?: readonly string[];
};

/** A request with the admin token. */
export const asAdmin =
  (method = 'GET', body?: unknown) =>
  (ctx: Context): RequestInit => ({
    method,
    headers: { authorization: `Bearer ${ctx.config.adminToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
