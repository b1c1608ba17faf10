import type { Context } from './context.ts';
import { signToken } from './tokens.ts';

type Linker = Pick<Context, 'config'>;

/** Address of an article on the newsroom. */
export function articleLink(ctx: Linker, slug: string): string {
  return `${ctx.config.brand.baseUrl}/articles/${slug}`;
}

export function confirmLink(ctx: Linker, publicId: string, request: number): string {
  const token = signToken(ctx.config.tokenKeys, 'confirm', { subject: publicId, detail: String(request) });
  return `${ctx.config.brand.baseUrl}/confirm?t=${token}`;
}

/** Works for ever, and for one-click POST (RFC 8058) as well as for the page. */
export function unsubscribeLink(ctx: Linker, publicId: string, keyId?: string): string {
  const token = signToken(ctx.config.tokenKeys, 'unsubscribe', { subject: publicId, detail: 'all' }, keyId);
  return `${ctx.config.brand.baseUrl}/unsubscribe?t=${token}`;
}

export function preferencesLink(ctx: Linker, publicId: string, keyId?: string): string {
  const token = signToken(ctx.config.tokenKeys, 'preferences', { subject: publicId, detail: '' }, keyId);
  return `${ctx.config.brand.baseUrl}/preferences?t=${token}`;
}
