import { Hono } from 'hono';
import type { HttpEnv } from '../../src/http/environment.ts';
import { readerRoutes } from '../../src/http/reader-routes.ts';
import { addRoutes } from '../../src/http/routes.ts';
import { staffRoutes } from '../../src/http/staff-routes.ts';

/** Every route the program answers, as "METHOD /path", from the program itself: middleware is left out. */
export function routesOfApp(): string[] {
  const app = addRoutes(new Hono<HttpEnv>(), async () => new Response(null));
  return [
    ...new Set(
      [...app.routes, ...readerRoutes.routes, ...staffRoutes.routes]
        .filter(({ method }) => method !== 'ALL')
        .map(({ method, path }) => `${method} ${path}`),
    ),
  ];
}
