import { AppError } from '../../domain/errors.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import type { FeedAnswer, PageFeeds } from '../ports.ts';

export type FeedAtAddress = { url: string; answer: Extract<FeedAnswer, { kind: 'document' }> };

/** A feed a page offers, as a person chooses between them. */
export type FeedCandidate = {
  url: string;
  title: string;
  itemCount: number;
  newest: { title: string; publishedAt: string | null } | null;
};

/** A page offers several feeds; a person has to choose one. */
export class FeedChoiceError extends AppError {
  readonly candidates: FeedCandidate[];

  constructor(candidates: FeedCandidate[]) {
    const message = `That page has ${candidates.length} feeds. Choose one of them. Nothing was added.`;
    super('invalid', message, { fields: { url: message } });
    this.name = 'FeedChoiceError';
    this.candidates = candidates;
  }
}

const MOST_FETCHES = 8;
const AT_ONCE = 2;
/** No fetch starts later: Workers end what runs on after an answer at 30 s. */
const LONGEST_SECONDS = 8;

/**
 * Reads the feeds a page may have, at most eight addresses and two at a time: those it announces, in its order; where none
 * of these is a feed, the usual addresses of its site. Addresses with the same content count once.
 */
export async function discoverFeeds(ctx: Context, page: PageFeeds): Promise<FeedAtAddress[]> {
  const announced = [...new Set(page.announced)].slice(0, MOST_FETCHES);
  const deadline = addSeconds(ctx.now(), LONGEST_SECONDS);
  const found = await readAll(ctx, announced, deadline);
  if (found.length > 0) return found;
  const usual = page.usual.filter((url) => !announced.includes(url)).slice(0, MOST_FETCHES - announced.length);
  return readAll(ctx, usual, deadline);
}

async function readAll(ctx: Context, urls: readonly string[], deadline: string): Promise<FeedAtAddress[]> {
  const answers: (FeedAnswer | null)[] = urls.map(() => null);
  let next = 0;
  async function worker(): Promise<void> {
    while (next < urls.length && ctx.now() < deadline) {
      const index = next;
      next += 1;
      const url = urls[index] ?? '';
      const validators = { etag: null, lastModified: null };
      answers[index] = await ctx.feeds.read({ url, validators, timeZone: ctx.config.timeZone });
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seen = new Set<string>();
  return urls.flatMap((url, index) => {
    const answer = answers[index];
    if (answer?.kind !== 'document' || seen.has(answer.bodyHash)) return [];
    seen.add(answer.bodyHash);
    return [{ url, answer }];
  });
}

/** What a person needs to know of a feed to choose it. */
export function candidateOf({ url, answer: { document } }: FeedAtAddress): FeedCandidate {
  const newest = newestItem(document.items);
  return {
    url,
    title: document.title || new URL(url).host,
    itemCount: document.items.length,
    newest: newest ? { title: newest.title, publishedAt: newest.publishedAt } : null,
  };
}

/** The item with the latest date; the first one where none has a date; null of nothing. */
function newestItem<T extends { publishedAt: string | null }>(items: readonly T[]): T | null {
  return items.reduce<T | null>(
    (best, item) => (best === null || (item.publishedAt ?? '') > (best.publishedAt ?? '') ? item : best),
    null,
  );
}
