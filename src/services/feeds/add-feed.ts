import { insertRoute } from '../../db/announcements/routes.ts';
import type { Statement } from '../../db/database.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { restartRemovedFeed } from '../../db/feeds/feed-states.ts';
import { type Feed, findFeedByUrl, insertFeed } from '../../db/feeds/feeds.ts';
import { AppError } from '../../domain/errors.ts';
import type { FeedDocument } from '../../domain/feed-item.ts';
import type { Context } from '../context.ts';
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
  /** In place of the feed's own title. */
  title?: string;
  /** IANA zone of dates that name none; the newsroom's where absent. */
  timeZone?: string;
  topicIds?: readonly number[];
  /** How its channel gets its articles; each one at once, with pictures, where absent. */
  route?: Pick<
    Parameters<typeof insertRoute>[1],
    'mode' | 'showsImages' | 'isCompact' | 'filters' | 'atTime' | 'weekday' | 'minimumCount'
  >;
  /** Follow it even where it does not answer now. */
  isTaken?: boolean;
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
  const found = await readFeed(ctx, input.url, input).catch((error: unknown) => {
    if (!input.isTaken || !(error instanceof UnreadFeedError)) throw error;
    return unreadFeed(input.url);
  });
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

/** A feed that did not answer, although its address may be right: somebody may want it all the same. */
export class UnreadFeedError extends AppError {
  constructor(message: string) {
    super('invalid', message, { fields: { url: message } });
    this.name = 'UnreadFeedError';
  }
}

/** What is known of a feed that does not answer: nothing but its address. */
function unreadFeed(url: string): FeedAtAddress {
  const document = { title: '', link: null, language: null, hubUrl: null, selfUrl: null, hintSeconds: null, items: [] };
  const validators = { etag: null, lastModified: null };
  return {
    url,
    answer: { kind: 'document', document, validators, freshForSeconds: null, bodyHash: '', movedTo: null },
  };
}

/**
 * The feed at an address, or the one feed of the page there; nothing is stored. Throws AppError('invalid') naming `url`: as
 * FeedChoiceError where the page has several feeds, as UnreadFeedError where the server refuses or is silent.
 */
export async function readFeed(
  ctx: Context,
  url: string,
  { timeZone }: { timeZone?: string } = {},
): Promise<FeedAtAddress> {
  const answer = await ctx.feeds.read({
    url,
    validators: { etag: null, lastModified: null },
    timeZone: timeZone ?? ctx.config.timeZone,
  });
  if (answer.kind === 'document') return { url, answer };
  if (answer.kind === 'unchanged') throw refusal('The server answered "not modified" to a first request.');
  if (!answer.page) {
    const mayCome = answer.reason === 'refused' || answer.reason === 'unreachable';
    throw mayCome ? new UnreadFeedError(answer.message) : refusal(answer.message);
  }
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
    title: input.title || document.title || new URL(url).host,
    siteUrl: document.link,
    timeZone: input.timeZone ?? ctx.config.timeZone,
    topicIds: input.topicIds ?? [],
    ...{ addedBy, imageRight, kind, pollFloorSeconds, startWith, textRight },
  };
  const route = { publicId: ctx.ids.publicId(), feedUrl: url, needsApproval, addedBy, ...input.route };
  return [
    restartRemovedFeed(ctx.db, { url, startWith }),
    insertFeed(ctx.db, feed, now),
    ...(input.channelId ? [insertRoute(ctx.db, { ...route, channelId: input.channelId }, now)] : []),
    insertAudit(ctx.db, {
      at: now,
      actor: addedBy,
      act: 'feed.added',
      subject: `feed:${url}`,
      detail: { feed: feed.title },
    }),
  ];
}
