import type { ArticlePlace, NewsFilter } from '../db/articles/newsroom-articles.ts';
import type { PublicTopic } from '../db/articles/topics.ts';
import { kindLabel } from '../domain/kind.ts';
import { searchTerms } from '../domain/search-words.ts';
import { type Facets, yearStart } from '../services/articles/newsroom-pages.ts';
import type { HttpContext } from './environment.ts';
import type { FilterChoice, FilterView, PageShell } from './pages/view.ts';

/** What a list's address asks for. `isPossible` is false where nothing can fit: an unknown topic, a question without words. */
export type NewsQuery = { choice: FilterChoice; filter: NewsFilter; before: ArticlePlace | null; isPossible: boolean };

/** Place of an article in the list, for the address of the next page: its time and id. */
function readPlace(text: string | undefined): ArticlePlace | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(\d{1,15})$/.exec(text ?? '');
  return match?.[1] && match[2] ? { publishedAt: match[1], id: Number(match[2]) } : null;
}

/** The value of `before` that leads to what is older than this article. */
export function writePlace({ publishedAt, id }: ArticlePlace): string {
  return `${publishedAt}_${id}`;
}

/** Reads `kind`, `topic`, `year`, `q` and `before`. `topic` is set where the page itself is about one. */
export function readNewsQuery(
  c: HttpContext,
  { facets, topic }: { facets: Facets; topic: PublicTopic | null },
): NewsQuery {
  const kind = /^[a-z_]{2,30}$/.exec(c.req.query('kind') ?? '')?.[0] ?? null;
  const slug = topic ? null : /^[a-z0-9-]{1,200}$/.exec(c.req.query('topic') ?? '')?.[0] || null;
  const year = Number(/^(19|20)\d\d$/.exec(c.req.query('year') ?? '')?.[0] ?? 0) || null;
  const question = (c.req.query('q') ?? '')
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, 200);
  const chosen = topic ?? facets.topics.find((known) => known.slug === slug) ?? null;
  const words = searchTerms(question);
  const zone = c.var.ctx.config.timeZone;
  return {
    choice: { kind, topic: slug, year, question },
    filter: {
      kind,
      topicId: chosen?.id ?? null,
      from: year === null ? null : yearStart(year, zone),
      to: year === null ? null : yearStart(year + 1, zone),
      language: null,
      preferred: null,
      words,
    },
    before: readPlace(c.req.query('before')),
    isPossible: (slug === null || chosen !== null) && (question === '' || words.length > 0),
  };
}

/** What the form above a list offers. */
export function filterView(
  shell: PageShell,
  { choice, facets, path }: { choice: FilterChoice; facets: Facets; path: string },
): FilterView {
  return {
    path,
    kinds: facets.kinds.map((value) => ({ value, label: kindLabel(value, shell.locale) })),
    topics: facets.topics,
    years: facets.years,
    chosen: choice,
  };
}

/** The address of the next page of a list, inside the newsroom. */
export function nextPath(path: string, choice: FilterChoice, last: ArticlePlace): string {
  const asked = new URLSearchParams();
  if (choice.question) asked.set('q', choice.question);
  if (choice.kind) asked.set('kind', choice.kind);
  if (choice.topic) asked.set('topic', choice.topic);
  if (choice.year) asked.set('year', String(choice.year));
  asked.set('before', writePlace(last));
  return `${path}?${asked}`;
}
