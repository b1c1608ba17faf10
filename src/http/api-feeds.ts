import { Hono } from 'hono';
import * as z from 'zod';
import { listTopicSlugs } from '../db/articles/topics.ts';
import { findNamedFeed, listFeedPage, type NamedFeed } from '../db/feeds/feed-states.ts';
import { topicIdsOf } from '../services/articles/topic-ids.ts';
import { addFeed } from '../services/feeds/add-feed.ts';
import { FeedChoiceError } from '../services/feeds/discover-feeds.ts';
import { checkedZone, editFeed, type FeedChanges } from '../services/feeds/edit-feed.ts';
import { withChannels } from '../services/feeds/feed-channels.ts';
import type { HttpEnv } from './environment.ts';
import { readJson } from './read-json.ts';
import { wrongQuery } from './wrong-query.ts';

const PAGE = 200;

export const AddFeedShape = z.object({
  url: z.string().url(),
  channel: z.string().min(2).nullish(),
  startWith: z.enum(['none', 'newest_1', 'newest_3']).default('none'),
  kind: z
    .string()
    .regex(/^[a-z_]{2,30}$/)
    .default('coverage'),
  textRight: z.enum(['link', 'extract', 'full']).default('extract'),
  imageRight: z.enum(['none', 'licensed', 'own']).default('none'),
  needsApproval: z.boolean().default(false),
  pollFloorSeconds: z.number().int().min(5).max(86_400).default(300),
  timeZone: z.string().max(60).optional(),
  topics: z.array(z.string().max(80)).max(20).default([]),
});

export const FeedChangesShape = z
  .strictObject({
    title: z.string().trim().min(1).max(300),
    kind: z.string().regex(/^[a-z_]{2,30}$/),
    textRight: z.enum(['link', 'extract', 'full']),
    imageRight: z.enum(['none', 'licensed', 'own']),
    timeZone: z.string().max(60),
    topics: z.array(z.string().max(80)).max(20),
    pollFloorSeconds: z.number().int().min(5).max(86_400),
  })
  .partial();

/** Feeds for scripts: the list in pages, and adding one by its own address or that of its site. */
export const feedApiRoutes = new Hono<HttpEnv>()
  .get('/api/v1/feeds', async (c) => {
    const { db } = c.var.ctx;
    const after = c.req.query('after');
    const last = after === undefined ? null : await findNamedFeed(db, after);
    if (after !== undefined && !last) throw wrongQuery('after', 'Give the id of a feed of this newsroom.');
    const found = await listFeedPage(db, { afterId: last?.id ?? 0, limit: PAGE + 1 });
    const page = found.slice(0, PAGE);
    const feeds = (await withChannels(c.var.ctx, page)).map(shownFeed);
    return c.json({ feeds, next: found.length > PAGE ? (page.at(-1)?.publicId ?? null) : null });
  })
  .post('/api/v1/feeds', async (c) => {
    const { channel, topics, timeZone, ...rest } = await readJson(c, AddFeedShape);
    try {
      const wish = {
        ...rest,
        ...(timeZone === undefined ? {} : { timeZone: checkedZone(timeZone) }),
        topicIds: await topicIdsOf(c.var.ctx, topics),
        channelId: channel ?? null,
        addedBy: 'api',
      };
      const { feed, isNew, itemCount, newest } = await addFeed(c.var.ctx, wish);
      const { publicId: id, title, url } = feed;
      return c.json({ id, title, url, isNew, itemCount, newest }, isNew ? 201 : 200);
    } catch (error) {
      if (!(error instanceof FeedChoiceError)) throw error;
      const { candidates, code, fields, message } = error;
      return c.json({ error: { code, message, fields, candidates } }, 422);
    }
  })
  .patch('/api/v1/feeds/:id', async (c) => {
    const changes = withoutAbsent(await readJson(c, FeedChangesShape));
    const { feed, editedAt } = await editFeed(c.var.ctx, { publicId: c.req.param('id'), changes, by: 'api' });
    const { publicId, topicIds, ...settings } = feed;
    const slugs = await listTopicSlugs(c.var.ctx.db, topicIds);
    const topics = topicIds.flatMap((id) => slugs.get(id) ?? []);
    return c.json({ id: publicId, ...settings, topics, isChanged: editedAt !== null });
  });

/** Only what was given: a field that is absent keeps its value. */
function withoutAbsent(data: z.infer<typeof FeedChangesShape>): FeedChanges {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}

function shownFeed(feed: NamedFeed & { channels: string[] }) {
  const { channels, lastError, lastNewAt, lastPolledAt, failingSince, publicId, siteUrl, state, title, url } = feed;
  return { id: publicId, title, url, siteUrl, state, channels, lastPolledAt, lastNewAt, failingSince, lastError };
}
