import { getPath } from 'hono/utils/url';
import type { Context } from '../services/context.ts';
import { pathInside } from './shell.ts';

/**
 * The path by which a request finds its route. Under a base address with a path of its own ("https://example.com/news") that
 * path is taken off, whether or not a proxy in front has done so.
 */
export function routePath(request: Request, ctx: Pick<Context, 'config'> | undefined): string {
  const path = getPath(request);
  return ctx ? pathInside(path, ctx.config.brand.baseUrl) : path;
}
