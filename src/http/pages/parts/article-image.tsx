import type { Picture } from '../../../domain/feed-item.ts';
import { webUrl } from '../../../domain/web-url.ts';
import type { PageShell } from '../view.ts';

type ArticleImageProps = {
  shell: PageShell;
  image: Picture | null;
  /** The first picture of a page is fetched at once, all others when they come near. */
  isFirst?: boolean;
  /** True where the headline beside it says the same, so that it is not read out. */
  isDecoration?: boolean;
  /** The box it fills, for layout before it arrives and where the source states no size. */
  box: { width: number; height: number };
};

/** A picture of an article, or nothing where there is none with an http(s) address. The publisher gets no referrer. */
export function ArticleImage({ shell, image, isFirst = false, isDecoration = false, box }: ArticleImageProps) {
  const src = webUrl(image?.url);
  if (!image || !src) return null;
  const size = sizeOf(image) ?? box;
  return (
    <img
      src={src}
      alt={isDecoration ? '' : (image.alt ?? '')}
      width={size.width}
      height={size.height}
      loading={isFirst ? 'eager' : 'lazy'}
      fetchpriority={isFirst ? 'high' : undefined}
      referrerpolicy={src.startsWith(`${shell.brand.baseUrl}/`) ? undefined : 'no-referrer'}
    />
  );
}

/** The size the source states, where it is a believable one. */
function sizeOf({ width, height }: Picture): { width: number; height: number } | null {
  return isPixels(width) && isPixels(height) ? { width, height } : null;
}

function isPixels(value: number | null): value is number {
  return value !== null && Number.isInteger(value) && value > 0 && value < 20_000;
}
