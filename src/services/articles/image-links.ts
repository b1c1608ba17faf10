import type { Picture } from '../../domain/feed-item.ts';
import { webUrl } from '../../domain/web-url.ts';
import type { Context } from '../context.ts';
import { signText, verifyText } from '../tokens.ts';

type Linker = Pick<Context, 'config' | 'settings'>;

/** Widths in pixels that are handed out; few, so that caches hold few copies. */
export type ImageWidth = 480 | 960 | 1440;

/** What nearly every address begins with; mails hold many, so their names here leave it out. */
const USUAL = 'https://';

/**
 * Where pages and mails name a picture: here by an address that only we can sign, so that nothing but what stands in our
 * articles can be asked for through us, or at its publisher where staff chose so. An address never ends: mails are opened
 * years later, and every key of the ring verifies it.
 */
export function imageLink({ config, settings }: Linker, url: string, width: ImageWidth): string {
  const source = webUrl(url);
  const { baseUrl } = config.brand;
  if (settings.pages.images !== 'proxy' || !source || source.startsWith(`${baseUrl}/`)) return url;
  const name = source.startsWith(USUAL) ? source.slice(USUAL.length) : source;
  const path = `${width}/${Buffer.from(name).toString('base64url')}`;
  return `${baseUrl}/images/${path}?s=${signText(config.tokenKeys, 'image', path)}`;
}

/** What a signed address names; null for one that we did not make. */
export function readImageLink(
  ctx: Pick<Context, 'config'>,
  link: { width: string; name: string; signature: string },
): { url: string; width: number } | null {
  if (!/^\d{3,4}$/.test(link.width) || !/^[\w-]{4,4000}$/.test(link.name)) return null;
  if (!verifyText(ctx.config.tokenKeys, 'image', `${link.width}/${link.name}`, link.signature)) return null;
  const name = Buffer.from(link.name, 'base64url').toString();
  return { url: name.startsWith('http://') ? name : `${USUAL}${name}`, width: Number(link.width) };
}

/** A picture under the address that readers are given; null where that is none for a page or mail (see `webUrl`). */
export function linkedPicture(ctx: Linker, picture: Picture | null, width: ImageWidth): Picture | null {
  if (picture === null) return null;
  const url = imageLink(ctx, picture.url, width);
  return webUrl(url) === null ? null : { ...picture, url };
}

/** The same for the pictures inside a sanitised text, which writes every attribute in double quotes. */
export function linkPicturesOf(ctx: Linker, html: string): string {
  if (ctx.settings.pages.images !== 'proxy') return html;
  return html.replace(/(<img\b[^>]*?\ssrc=")([^"]*)"/g, (_tag, before: string, src: string) => {
    const link = imageLink(ctx, src.replaceAll('&amp;', '&'), 960);
    return `${before}${link.replaceAll('&', '&amp;')}"`;
  });
}
