import { findRedirectTarget } from '../db/articles/redirects.ts';
import { oldPath, withoutQuery } from '../domain/old-path.ts';
import { articleLink } from '../services/links.ts';
import type { HttpContext } from './environment.ts';
import { pathInside } from './shell.ts';

/**
 * Sends a reader who asks for the path where an imported article once stood on to the article (301), else null. A path
 * with a query that nobody knows counts without it.
 */
export async function redirectOldPath(c: HttpContext): Promise<Response | null> {
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return null;
  const url = new URL(c.req.url);
  const path = oldPath(pathInside(url.pathname, c.var.ctx.config.brand.baseUrl) + url.search);
  if (path === null) return null;
  const { ctx } = c.var;
  const bare = withoutQuery(path);
  const slug = await findRedirectTarget(ctx.db, bare === null ? [path] : [path, bare], ctx.now());
  if (slug === null) return null;
  c.header('Cache-Control', 'public, max-age=3600');
  return c.redirect(articleLink(ctx, slug), 301);
}
