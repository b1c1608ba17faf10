import { Hono } from 'hono';
import { etagOf, hasAlready } from '../conditional.ts';
import type { HttpEnv } from '../environment.ts';
import { EMBED_SCRIPT } from './embed-script.generated.ts';
import { embedTerms } from './embed-terms.ts';

const ETAG = etagOf(EMBED_SCRIPT);

/** The script for other people's pages, and what its form says. Neither holds anything personal, so any page may ask. */
export const embedRoutes = new Hono<HttpEnv>()
  .get('/embed.js', (c) => {
    const headers = {
      'Content-Type': 'text/javascript; charset=utf-8',
      // An hour, so that a mended script is everywhere the same day.
      'Cache-Control': 'public, max-age=3600',
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      ETag: ETAG,
    };
    if (hasAlready(c.req.raw.headers, { etag: ETAG, lastModified: null })) return c.body(null, 304, headers);
    return c.body(EMBED_SCRIPT, 200, headers);
  })
  .get('/embed.json', (c) =>
    c.json(embedTerms(c), 200, {
      'Cache-Control': 'public, max-age=300',
      'Access-Control-Allow-Origin': '*',
      Vary: 'Origin, Accept-Language',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    }),
  );
