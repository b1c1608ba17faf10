import { Hono } from 'hono';
import type { HttpApp, HttpContext, HttpEnv, RequestVariables } from './environment.ts';

/** What a request brings along: its variables, its path inside the newsroom, and what to say where nothing is. */
type Passed = { variables: RequestVariables; path: string; notFound: () => Response | Promise<Response> };

/** Routes that answer requests handed on by `passOn`. */
export type LateApp = Hono<HttpEnv & { Bindings: Passed }>;

/** Makes routes that are loaded on their own answer as if they stood among those that handed the request on. */
export function lateApp(routes: HttpApp): LateApp {
  const app: LateApp = new Hono({ getPath: (_request, options) => options?.env?.path ?? '/' });
  app.use(async (c, next) => {
    const { clientAddress, ctx, waitUntil } = c.env.variables;
    c.set('ctx', ctx);
    c.set('waitUntil', waitUntil);
    c.set('clientAddress', clientAddress);
    // As those do that hand on: set on a finished answer, a header would have it copied, body and all.
    c.header('X-Content-Type-Options', 'nosniff');
    await next();
  });
  app.route('/', routes as unknown as LateApp);
  app.notFound((c) => c.env.notFound());
  app.onError((error) => {
    throw error;
  });
  return app;
}

/** Answers by `app`; throws what its routes throw. */
export function passOn(c: HttpContext, app: LateApp): Response | Promise<Response> {
  return app.fetch(c.req.raw, { variables: c.var, path: c.req.path, notFound: () => c.notFound() });
}
