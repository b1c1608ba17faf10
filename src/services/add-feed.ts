import { insertAudit } from '../db/audit.ts';
import { type Feed, findFeedByUrl, insertFeed } from '../db/feeds.ts';
import { insertRoute } from '../db/routes.ts';
import { AppError } from '../domain/errors.ts';
import type { Context } from './context.ts';

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

/**
 * Subscribes to a feed and has it polled at once. The feed is read first, so that an address that is no feed is refused
 * with what it is. A feed that is already there keeps its settings and gets the channel as well.
 * Throws AppError('invalid') naming `url`.
 */
export async function addFeed(
  ctx: Context,
  input: AddFeedInput,
): Promise<{ feed: Feed; isNew: boolean; itemCount: number }> {
  const known = await findFeedByUrl(ctx.db, input.url);
  const answer = await ctx.feeds.read({
    url: input.url,
    validators: { etag: null, lastModified: null },
    timeZone: ctx.config.timeZone,
  });
  if (answer.kind !== 'document') {
    const message =
      answer.kind === 'failed' ? answer.message : 'The server answered "not modified" to a first request.';
    throw new AppError('invalid', message, { fields: { url: message } });
  }
  const now = ctx.now();
  const { document } = answer;
  await ctx.db.batch([
    insertFeed(
      ctx.db,
      {
        publicId: ctx.ids.publicId(),
        url: input.url,
        title: document.title || new URL(input.url).host,
        siteUrl: document.link,
        startWith: input.startWith,
        kind: input.kind,
        textRight: input.textRight,
        imageRight: input.imageRight,
        timeZone: ctx.config.timeZone,
        pollFloorSeconds: input.pollFloorSeconds,
        addedBy: input.addedBy,
      },
      now,
    ),
    ...(input.channelId
      ? [
          insertRoute(
            ctx.db,
            {
              publicId: ctx.ids.publicId(),
              channelId: input.channelId,
              feedUrl: input.url,
              needsApproval: input.needsApproval,
              addedBy: input.addedBy,
            },
            now,
          ),
        ]
      : []),
    insertAudit(ctx.db, { at: now, actor: input.addedBy, act: 'feed.added', subject: `feed:${input.url}` }),
  ]);
  const feed = await findFeedByUrl(ctx.db, input.url);
  if (!feed) throw new AppError('internal', 'The feed was not stored. Nothing was announced. Try again.');
  ctx.log.info('feed.added', { feed: feed.publicId, isNew: known === null });
  ctx.ring();
  return { feed, isNew: known === null, itemCount: document.items.length };
}
