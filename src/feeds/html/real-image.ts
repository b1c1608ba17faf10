import { resolveUrl } from '../normalise/urls.ts';
import type { RawImage } from '../raw-feed.ts';
import { walkHtml } from './walk.ts';

/** Counting pixels, smileys and share buttons that stand in articles as images. */
const BEACON = new RegExp(
  [
    '^https?://(?:[^/]*\\.)?(?:feedburner\\.com/~|feedsportal\\.com|pixel\\.wp\\.com|stats\\.wordpress\\.com|doubleclick\\.net)',
    '^https?://(?:[^/]*\\.)?(?:google-analytics\\.com|scorecardresearch\\.com|quantserve\\.com|feeds\\.wordpress\\.com)',
    '^https?://(?:[^/]*\\.)?(?:googleusercontent\\.com/tracker|medium\\.com/_/stat|pheedo\\.com|rss\\.buysellads\\.com)',
    '^https?://s\\.w\\.org/images/core/emoji|/wp-includes/images/smilies/|/feedburner\\.com/',
    '/(?:1x1|pixel|spacer|blank|clear|transparent|tracking)\\.(?:gif|png)(?:[?#]|$)',
  ].join('|'),
  'i',
);
/** Where pages that load pictures late keep the true address; `src` is a stand-in there. */
const LATE_SOURCES = ['data-src', 'data-original', 'data-lazy-src', 'data-hi-res-src', 'data-orig-file'];
const SMALLEST_SIDE = 3;

function isTiny(size: string | undefined): boolean {
  const pixels = Number.parseInt(size ?? '', 10);
  return pixels >= 0 && pixels < SMALLEST_SIDE;
}

function firstOfSrcset(srcset: string | undefined): string | undefined {
  return srcset?.trim().split(/[\s,]/, 1)[0];
}

/** The absolute address of the picture an `img` tag shows, or null where it shows none: data:, 1×1 or a known beacon. */
export function realImageUrl(attributes: ReadonlyMap<string, string>, base: string | null): string | null {
  if (isTiny(attributes.get('width')) || isTiny(attributes.get('height'))) return null;
  const late = LATE_SOURCES.map((name) => attributes.get(name)).filter((value) => value !== undefined);
  const srcset = firstOfSrcset(attributes.get('srcset') ?? attributes.get('data-srcset'));
  for (const candidate of [...late, attributes.get('src'), srcset]) {
    if (!candidate || /^\s*data:/i.test(candidate)) continue;
    const url = resolveUrl(candidate, base);
    if (url && !BEACON.test(url)) return url;
  }
  return null;
}

/** A size as an attribute states it, in whole pixels; null where it states none above zero. */
export function pixels(text: string | undefined): number | null {
  const value = Number.parseInt(text ?? '', 10);
  return value > 0 ? value : null;
}

/** The first picture in an article's HTML that is one, with its alt text and the caption of its figure. */
export function firstImage(html: string, base: string | null): RawImage | null {
  if (!/<img\b/i.test(html)) return null;
  let image: RawImage | null = null;
  let inFigure = false;
  let caption: string | null = null;
  walkHtml(html, (stop) => ({
    text: (text) => {
      if (caption !== null && caption.length < 1000) caption += text;
    },
    tag: (name, attributes) => {
      if (name === 'figure') inFigure = true;
      if (name === 'figcaption' && image) caption = '';
      if (name !== 'img' || image) return;
      const url = realImageUrl(attributes, base);
      if (!url) return;
      const [width, height] = [pixels(attributes.get('width')), pixels(attributes.get('height'))];
      image = { url, alt: attributes.get('alt') ?? null, caption: null, credit: null, width, height, base };
      if (!inFigure) stop();
    },
    endTag: (name) => {
      if (name === 'figure') inFigure = false;
      if (image && (name === 'figcaption' || name === 'figure')) stop();
    },
  }));
  return image && { ...(image as RawImage), caption };
}
