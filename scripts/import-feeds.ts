import type { NewsdeskApi } from './ask-newsdesk.ts';
import { type AddOutcome, addOneFeed, listAllFeeds } from './feeds-api.ts';
import { createProgress } from './progress.ts';
import type { OpmlFeed } from './read-opml.ts';

export type ImportOptions = {
  api: NewsdeskApi;
  /** Slack channel that announces the new articles of each; null: newsroom only. */
  channel: string | null;
  /** Says what would be done and does nothing. */
  isDryRun: boolean;
  say: (line: string) => void;
  /** Aborted: end after the feeds that are under way. */
  stop: AbortSignal;
};

const AT_ONCE = 4;

/**
 * Adds the feeds of a list, a few at a time, and says what came of each; one that fails does not stop the others. Answers
 * how many failed. Throws where Newsdesk itself does not answer.
 */
export async function importFeeds(feeds: readonly OpmlFeed[], options: ImportOptions): Promise<number> {
  const known = new Set((await listAllFeeds(options.api)).map((feed) => feed.url));
  if (options.isDryRun) return rehearse(feeds, known, options);
  const counts = { added: 0, known: 0, failed: 0 };
  try {
    await addAll(feeds, options, counts);
  } finally {
    const left = feeds.length - counts.added - counts.known - counts.failed;
    if (left > 0) options.say(`Stopped with ${left} of ${feeds.length} left. Run the same command again to go on.`);
    options.say(`${counts.added} added, ${counts.known} known already, ${counts.failed} failed.`);
  }
  return counts.failed;
}

/** Several workers side by side; one that throws ends by itself, and what it threw is thrown when all have ended. */
async function addAll(
  feeds: readonly OpmlFeed[],
  { api, channel, say, stop }: ImportOptions,
  counts: Record<AddOutcome['kind'], number>,
): Promise<void> {
  using progress = createProgress('Feeds', feeds.length, { print: say });
  let next = 0;
  let done = 0;
  async function worker(): Promise<void> {
    for (let feed = feeds[next]; feed && !stop.aborted; feed = feeds[next]) {
      next += 1;
      const outcome = await addOneFeed(api, feed.url, channel);
      done += 1;
      counts[outcome.kind] += 1;
      progress.step(1);
      progress.say(`[${done}/${feeds.length}] ${describe(feed, outcome)}`);
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

function describe(feed: OpmlFeed, outcome: AddOutcome): string {
  if (outcome.kind === 'failed') return `FAILED ${feed.title} (line ${feed.line}, ${feed.url}): ${outcome.message}`;
  if (outcome.kind === 'known') return `known  ${outcome.title}`;
  return `added  ${outcome.title} (${outcome.itemCount} ${outcome.itemCount === 1 ? 'article' : 'articles'}, none announced)`;
}

function rehearse(feeds: readonly OpmlFeed[], known: ReadonlySet<string>, options: ImportOptions): number {
  for (const feed of feeds)
    options.say(`${known.has(feed.url) ? 'known already' : 'would be added'}: ${feed.title} (${feed.url})`);
  const fresh = feeds.filter((feed) => !known.has(feed.url)).length;
  options.say(`${fresh} of ${feeds.length} feeds would be added. This was a dry run: nothing was done.`);
  return 0;
}
