import { Hono } from 'hono';
import { readImageLink } from '../services/articles/image-links.ts';
import type { HttpEnv } from './environment.ts';

const YEAR = 31_536_000;

/** Pictures of articles, handed on from their publishers under addresses that only we can sign. */
export const imageRoutes = new Hono<HttpEnv>().get('/images/:width/:name', async (c) => {
  const { ctx } = c.var;
  const { name, width } = c.req.param();
  const wanted = readImageLink(ctx, { width, name, signature: c.req.query('s') ?? '' });
  const found = wanted && (await ctx.images.fetch(wanted.url, wanted.width));
  // Even a file that a browser took for a document could do nothing.
  c.header('Content-Security-Policy', "default-src 'none'; sandbox");
  if (!found) {
    c.header('Cache-Control', wanted ? 'public, max-age=300' : 'no-store');
    return c.text('There is no picture at this address.', 404);
  }
  c.header('Cache-Control', `public, max-age=${YEAR}, immutable`);
  c.header('Content-Type', found.type);
  c.header('Cross-Origin-Resource-Policy', 'cross-origin');
  return c.body(found.bytes);
});
