import { listNews } from '../../db/mailings/had-stories.ts';
import type { Mailing } from '../../db/mailings/mailings.ts';
import { findScheduleById } from '../../db/mailings/schedules.ts';
import type { Locale } from '../../domain/locale.ts';
import { articlesFor, type MailableArticle } from '../../domain/variant.ts';
import { ruleOptionsOf } from '../articles/article-rule.ts';
import type { Context } from '../context.ts';
import { DIGEST_LIMIT } from './compose-digest.ts';

/** More than this nobody counts on in a mail. */
const MOST = 200;

/**
 * How many more articles stand in the newsroom than a digest had room for, for the readers of a variant: what is new to
 * them, each story once, of the topics that the variant carries. 0 where everything found room.
 */
export async function countFurther(
  ctx: Context,
  mailing: Mailing,
  variant: { locale: Locale; articles: readonly MailableArticle[] },
): Promise<number> {
  if (mailing.kind !== 'digest' || variant.articles.length < DIGEST_LIMIT) return 0;
  const schedule = mailing.scheduleId === null ? null : await findScheduleById(ctx.db, mailing.scheduleId);
  const news = await listNews(ctx.db, {
    now: mailing.approvedAt ?? ctx.now(),
    since: schedule?.since ?? '',
    audience: mailing.audience,
    limit: MOST,
  });
  const carried = new Set(variant.articles.map(({ translationGroup }) => translationGroup));
  const topics = { chosen: variant.articles.flatMap(({ topicIds }) => topicIds), left: [] };
  const further = news.flatMap(({ article }) => (carried.has(article.translationGroup) ? [] : [article]));
  return articlesFor(further, { locale: variant.locale, topics }, await ruleOptionsOf(ctx, mailing)).length;
}
