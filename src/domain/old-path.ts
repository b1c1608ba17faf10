/** Longer paths are no address anybody linked to. */
const LONGEST = 1000;

/**
 * The path of an address, or a path by itself, in the one form in which old paths are stored and looked up: percent
 * signs as the URL parser writes them, "." and ".." resolved, no slash at the end, the query kept ("?id=12" was the
 * address of many an old page), no fragment. Null where it is no path, is the front page, or is overlong.
 */
export function oldPath(text: string): string | null {
  const written = text.trim();
  const isPath = /^\/(?![/\\])/.test(written);
  const url = isPath || /^https?:\/\//i.test(written) ? URL.parse(written, 'https://old.example') : null;
  if (!url) return null;
  const path = `${url.pathname.replace(/\/+$/, '')}${url.search}`;
  return path === '' || path.length > LONGEST ? null : path;
}

/** A stored path without its query, for a request that carries one the old site never used; null without a query. */
export function withoutQuery(path: string): string | null {
  const [bare = ''] = path.split('?', 1);
  return bare === path || bare === '' ? null : bare;
}
