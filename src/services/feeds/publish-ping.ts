import * as z from 'zod';
import { type FeedEntry, listFeedEntries } from '../../db/articles/feed-entries.ts';
import { listPublicTopics } from '../../db/articles/topics.ts';
import { readSettingText, swapSetting } from '../../db/settings.ts';
import { webUrl } from '../../domain/web-url.ts';
import type { Context } from '../context.ts';

const KEY = 'hub_told';
/** As many as a feed of ours holds. */
const NEWEST = 30;
const FILES = ['feed.xml', 'atom.xml', 'feed.json'] as const;

/** What the hub was last told of: for each article its content and topics. */
const ToldShape = z.record(z.string(), z.tuple([z.string(), z.array(z.number())]));
type Told = z.infer<typeof ToldShape>;

/**
 * Tells the hub in the settings when what our feeds hold has changed: an article is out, was edited or withdrawn. The
 * change is noted before the hub is told, so that it is told at most once, whoever else does the same or is killed; a hub
 * that does not answer reads our feeds when it likes.
 */
export async function tellHub(ctx: Context): Promise<void> {
  const hubUrl = webUrl(ctx.settings.pages.hubUrl);
  if (!hubUrl) return;
  const known = await readSettingText(ctx.db, KEY);
  const before = readTold(known);
  const articles = await listFeedEntries(ctx.db, { now: ctx.now(), limit: NEWEST });
  const after: Told = Object.fromEntries(articles.map((one) => [one.publicId, [stateOf(one), one.topicIds]]));
  const to = JSON.stringify(after);
  if (to === known) return;
  const swap = swapSetting(ctx.db, { key: KEY, from: known, to, now: ctx.now() });
  const [swapped] = await ctx.db.batch([swap]);
  if (swapped?.meta.changes !== 1) return;
  const answer = await ctx.hubs.publish(hubUrl, await feedsOf(ctx, changedTopics(before, after)));
  ctx.log.info('hub.told', { answer: answer.kind });
}

function readTold(text: string | null): Told {
  const parsed = ToldShape.safeParse(text === null ? {} : JSON.parse(text));
  return parsed.success ? parsed.data : {};
}

function stateOf({ contentHash, revision }: FeedEntry): string {
  return `${revision} ${contentHash}`;
}

/** Topics of every article that came, changed or went; each of their feeds is another one now. */
function changedTopics(before: Told, after: Told): Set<number> {
  const topics = new Set<number>();
  for (const id of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (JSON.stringify(before[id]) === JSON.stringify(after[id])) continue;
    for (const topicId of [...(before[id]?.[1] ?? []), ...(after[id]?.[1] ?? [])]) topics.add(topicId);
  }
  return topics;
}

async function feedsOf(ctx: Context, topicIds: ReadonlySet<number>): Promise<string[]> {
  const topics = topicIds.size > 0 ? await listPublicTopics(ctx.db) : [];
  const paths = ['', ...topics.filter(({ id }) => topicIds.has(id)).map(({ slug }) => `topics/${slug}/`)];
  return paths.flatMap((path) => FILES.map((file) => `${ctx.config.brand.baseUrl}/${path}${file}`));
}
