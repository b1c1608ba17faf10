/** Longer addresses break in some programs and are a sign of something smuggled in. */
const MAX_URL_LENGTH = 2000;

/**
 * An address from outside as it may stand in a link or picture, normalised by the URL parser: absolute http(s), without
 * user name or password, at most 2,000 characters. Null for anything else.
 */
export function webUrl(value: string | null | undefined): string | null {
  const url = value ? URL.parse(value) : null;
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!url || !isWeb || url.username !== '' || url.password !== '' || url.href.length > MAX_URL_LENGTH) return null;
  return url.href;
}
