import { listHeldArticles } from '../../db/articles/held-articles.ts';
import {
  claimQuestion,
  type Flood,
  listFloodedFeeds,
  listFloodsToAsk,
  openFlood,
  unclaimQuestion,
} from '../../db/feeds/floods.ts';
import type { Context } from '../context.ts';
import { tellStaff } from '../desk/tell-staff.ts';
import type { FloodQuestion } from '../ports.ts';

const SHOWN_TITLES = 5;

/** What staff are asked about a flood, with its newest titles. */
export async function floodQuestion(ctx: Context, flood: Flood): Promise<FloodQuestion> {
  const articles = await listHeldArticles(ctx.db, flood.id, SHOWN_TITLES);
  return {
    publicId: flood.publicId,
    feedTitle: flood.feedTitle,
    count: flood.articleCount,
    titles: articles.map((article) => article.title),
  };
}

/**
 * Makes one flood of what ingest has newly held of a feed, and asks staff about it once. The claim comes before the post:
 * a question that is lost in between still stands in `/newsdesk queue`.
 */
export async function askAboutFloods(ctx: Context): Promise<void> {
  for (const { feedId } of await listFloodedFeeds(ctx.db)) {
    await ctx.db.batch(openFlood(ctx.db, { publicId: ctx.ids.publicId(), feedId }, ctx.now()));
    ctx.log.warn('flood.held', { feedId });
  }
  for (const flood of await listFloodsToAsk(ctx.db)) {
    const telling = await tellStaff(ctx, {
      feedId: flood.feedId,
      note: { kind: 'flood', flood: await floodQuestion(ctx, flood) },
      claim: () => claimQuestion(ctx.db, flood.id, ctx.now()),
    });
    if (telling === 'wait') await unclaimQuestion(ctx.db, flood.id);
  }
}
