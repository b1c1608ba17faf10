import { createPageSource } from '../src/feeds/page/page-source.ts';
import type { PageSource } from '../src/services/ports.ts';
import type { Refused, Row } from './import-row.ts';
import { handFetch } from './read-sitemap.ts';

/** Reads pages of the old site; one source serves them all. */
export function createPageReader(sitemapUrl: string): PageSource {
  return createPageSource({ ...handFetch(sitemapUrl), now: () => new Date() });
}

/** The row of an old page; refused where it cannot be read, or names no headline or date. */
export async function readOldPage(
  source: PageSource,
  known: Row,
  options: { timeZone: string; kind: string },
): Promise<Row | Refused> {
  const url = known.url ?? '';
  const answer = await source.read({ url, timeZone: options.timeZone });
  if (answer.kind === 'failed') return { place: url, reason: answer.message };
  const { page } = answer;
  if (!page.headline) return { place: url, reason: 'The page names no headline.' };
  if (!page.publishedAt) return { place: url, reason: 'The page names no date.' };
  return {
    ...known,
    title: page.headline.slice(0, 300),
    publishedAt: page.publishedAt,
    language: page.language,
    kind: options.kind,
    extract: page.extract || null,
    image: page.image?.url ?? null,
    outlet: options.kind === 'coverage' ? page.outlet : null,
  };
}
