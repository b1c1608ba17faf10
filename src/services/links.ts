import { webUrl } from '../domain/web-url.ts';
import type { Context } from './context.ts';
import { signToken } from './tokens.ts';

type Linker = Pick<Context, 'config'>;

/** Address of an article on the newsroom, in ASCII: letters of other scripts are percent-encoded (RFC 3986 §2.1). */
export function articleLink(ctx: Linker, slug: string): string {
  return `${ctx.config.brand.baseUrl}/articles/${encodeURIComponent(slug)}`;
}

/**
 * Where the links to an article lead that count a visit first: to its page here, and to its outlet's. They name the mailing
 * and the article, and nothing of a reader.
 */
export function countedLinks(
  { config }: Linker,
  mailingPublicId: string,
  { publicId, url }: { publicId: string; url: string | null },
): { url: string; sourceUrl: string | null } {
  const link = `${config.brand.baseUrl}/r/${mailingPublicId}/${publicId}`;
  return { url: link, sourceUrl: webUrl(url) && `${link}?to=source` };
}

/** Leads to the button that confirms a sign-up. `request` counts a reader's requests: only mailed ones work. */
export function confirmLink(ctx: Linker, publicId: string, request: number): string {
  const token = signToken(ctx.config.tokenKeys, 'confirm', { subject: publicId, detail: String(request) });
  return `${ctx.config.brand.baseUrl}/confirm?t=${token}`;
}

/** Behind "I did not ask for this" of that confirmation. */
export function notMeLink(ctx: Linker, publicId: string, request: number): string {
  return confirmLink(ctx, publicId, request).replace('/confirm?', '/confirm/not-me?');
}

/** Works for ever, and for one-click POST (RFC 8058) as well as for the page. */
export function unsubscribeLink(ctx: Linker, publicId: string, keyId?: string): string {
  const token = signToken(ctx.config.tokenKeys, 'unsubscribe', { subject: publicId, detail: 'all' }, keyId);
  return `${ctx.config.brand.baseUrl}/unsubscribe?t=${token}`;
}

/** Opens what a reader chose; works for ever. */
export function preferencesLink(ctx: Linker, publicId: string, keyId?: string): string {
  const token = signToken(ctx.config.tokenKeys, 'preferences', { subject: publicId, detail: '' }, keyId);
  return `${ctx.config.brand.baseUrl}/preferences?t=${token}`;
}

/** Opens a reader's details until `until`. */
export function detailsLink(ctx: Linker, publicId: string, until: string): string {
  const token = signToken(ctx.config.tokenKeys, 'details', { subject: publicId, detail: String(Date.parse(until)) });
  return `${ctx.config.brand.baseUrl}/preferences/details?t=${token}`;
}

/** Accepts an invitation to topics, by public id, until `until` (whole seconds). At most five ids fit a token. */
export function invitationLink(ctx: Linker, publicId: string, topics: readonly string[], until: string): string {
  const detail = [Math.floor(Date.parse(until) / 1000).toString(36), ...topics].join('-');
  const token = signToken(ctx.config.tokenKeys, 'invite', { subject: publicId, detail });
  return `${ctx.config.brand.baseUrl}/confirm?t=${token}`;
}

/** Confirms a change of address at the new one. */
export function addressLink(ctx: Linker, changePublicId: string): string {
  const token = signToken(ctx.config.tokenKeys, 'address', { subject: changePublicId, detail: '' });
  return `${ctx.config.brand.baseUrl}/preferences/address?t=${token}`;
}
