import { Hono } from 'hono';
import type { HttpEnv } from '../../src/http/environment.ts';
import { routePath } from '../../src/http/route-path.ts';
import { addRoutes } from '../../src/http/routes.ts';
import type { Context } from '../../src/services/context.ts';

/**
 * Asks every route of the program, on a context of the test; paths are inside the newsroom. `addressOf` gives the visitor's network
 * address, request by request.
 */
export function askApp(
  ctx: Context,
  addressOf: () => string = () => '192.0.2.1',
): (path: string, init?: RequestInit) => Promise<Response> {
  const withContext = new Hono<HttpEnv>({ getPath: (request) => routePath(request, ctx) }).use(async (c, next) => {
    c.set('ctx', ctx);
    c.set('waitUntil', () => {});
    c.set('clientAddress', addressOf());
    await next();
  });
  const app = addRoutes(withContext, async () => new Response(null, { status: 404 }));
  return async (path, init) => app.request(`${ctx.config.brand.baseUrl}${path}`, init);
}

/** A form as a browser posts it; a list is a name that stands several times. */
export function formPost(fields: Record<string, string | string[]>): RequestInit {
  const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return { method: 'POST', body: new URLSearchParams(pairs) };
}
