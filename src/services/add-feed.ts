import { insertAudit } from '../db/audit.ts';
import type { Statement } from '../db/database.ts';
import { restartRemovedFeed } from '../db/feed-states.ts';
import { type Feed, findFeedByUrl, insertFeed } from '../db/feeds.ts';
import { insertRoute } from '../db/routes.ts';
import { AppError } from '../domain/errors.ts';
import type { FeedDocument } from '../domain/feed-item.ts';
import type { Context } from './context.ts';
import {
  candidateOf,
  discoverFeeds,
  type FeedAtAddress,
  type FeedCandidate,
  FeedChoiceError,
} from './discover-feeds.ts';

export type AddFeedInput = {
  url: string;
  /** Slack channel that announces its articles; null: newsroom only. */
  channelId: string | null;
  startWith: Feed['startWith'];
  kind: string;
  textRight: Feed['textRight'];
  imageRight: Feed['imageRight'];
  needsApproval: boolean;
  /** Shortest time between two polls. */
  pollFloorSeconds: number;
  addedBy: string;
};

/** What was added. `itemCount` and `newest` are the feed's present items, the silent baseline. */
export type AddFeedResult = {
  feed: Feed;
  isNew: boolean;
  itemCount: number;
  newest: FeedCandidate['newest'];
};

/**
 * Subscribes to a feed and has it polled at once. The address of a page gets the feed of that page. It is read first, so
 * that an address that is no feed is refused with what it is. A feed that is already there keeps its settings and gets the
 * channel as well; one that was removed begins anew.
 * Throws AppError('invalid') naming `url`, as FeedChoiceError where the page has several feeds.
 */
export async function addFeed(ctx: Context, input: AddFeedInput): Promise<AddFeedResult> {
  const found = await readFeed(ctx, input.url);
  const known = await findFeedByUrl(ctx.db, found.url);
  const { document } = found.answer;
  await ctx.db.batch(statements(ctx, { ...input, url: found.url }, document));
  const feed = await findFeedByUrl(ctx.db, found.url);
  if (!feed) throw new AppError('internal', 'The feed was not stored. Nothing was announced. Try again.');
  const isNew = known === null || known.state === 'removed';
  ctx.log.info('feed.added', { feed: feed.publicId, isNew });
  ctx.ring();
  const { itemCount, newest } = candidateOf(found);
  return { feed, isNew, itemCount, newest };
}

/** The feed at an address, or the one feed of the page there. */
async function readFeed(ctx: Context, url: string): Promise<FeedAtAddress> {
  const answer = await ctx.feeds.read({
    url,
    validators: { etag: null, lastModified: null },
    timeZone: ctx.config.timeZone,
  });
  if (answer.kind === 'document') return { url, answer };
  if (answer.kind === 'unchanged') throw refusal('The server answered "not modified" to a first request.');
  if (!answer.page) throw refusal(answer.message);
  const found = await discoverFeeds(ctx, answer.page);
  const [first] = found;
  if (!first) throw refusal('That page has no feed I can find. Try the address of its RSS or Atom feed.');
  if (found.length > 1) throw new FeedChoiceError(found.map(candidateOf));
  return first;
}

function refusal(message: string): AppError {
  return new AppError('invalid', message, { fields: { url: message } });
}

function statements(ctx: Context, input: AddFeedInput, document: FeedDocument): Statement[] {
  const now = ctx.now();
  const { addedBy, imageRight, kind, needsApproval, pollFloorSeconds, startWith, textRight, url } = input;
  const feed = {
    publicId: ctx.ids.publicId(),
    url,
    title: document.title || new URL(url).host,
    siteUrl: document.link,
    timeZone: ctx.config.timeZone,
    ...{ addedBy, imageRight, kind, pollFloorSeconds, startWith, textRight },
  };
  const route = { publicId: ctx.ids.publicId(), feedUrl: url, needsApproval, addedBy };
  return [
    restartRemovedFeed(ctx.db, { url, startWith }),
    insertFeed(ctx.db, feed, now),
    ...(input.channelId ? [insertRoute(ctx.db, { ...route, channelId: input.channelId }, now)] : []),
    insertAudit(ctx.db, { at: now, actor: addedBy, act: 'feed.added', subject: `feed:${url}` }),
  ];
}
