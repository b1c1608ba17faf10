import { listInviteOnlyTopicIds } from '../../db/articles/topics.ts';
import { frequenciesOf } from '../../db/mailings/audiences.ts';
import type { Recipient } from '../../db/mailings/batches.ts';
import { listHadBy } from '../../db/mailings/had-stories.ts';
import { findMailingById, type Mailing } from '../../db/mailings/mailings.ts';
import { listShownArticles } from '../../db/mailings/shown-articles.ts';
import { dueArticles } from '../../domain/due-articles.ts';
import { articlesFor, type MailableArticle } from '../../domain/variant.ts';
import type { Context } from '../context.ts';
import { asStarted } from '../mailings/as-started.ts';

/** What of a frozen recipient decides what they are mailed. */
export type ReaderChoice = { locale: Recipient[4]; topics: Recipient[5]; frequency: Recipient[7] };

/** The ids of the articles one reader gets by a mailing, in order; none: no mail. */
export type ArticleRule = (reader: ReaderChoice) => number[];

/** Prepares the rule of a mailing that carries these articles. */
export async function articleRule(
  ctx: Context,
  mailing: Mailing,
  articles: readonly MailableArticle[],
): Promise<ArticleRule> {
  const options = await ruleOptionsOf(ctx, mailing);
  if (mailing.audience.recipientsOf === undefined) {
    const hadBy = await listHadBy(ctx.db, mailing.id);
    return ruleOf({ articles, frequencies: frequenciesOf(mailing.audience), hadBy }, options);
  }
  const original = await findMailingById(ctx.db, mailing.audience.recipientsOf);
  if (!original) return () => [];
  const mailed = await listShownArticles(ctx.db, original.id);
  const had = await articleRule(ctx, original, mailed);
  const corrected = new Set(articles.map((article) => article.translationGroup));
  return (reader) => {
    const ids = had(reader);
    const isConcerned = mailed.some(({ id, translationGroup }) => ids.includes(id) && corrected.has(translationGroup));
    return isConcerned ? articlesFor(articles, reader, options) : [];
  };
}

export type RuleOptions = Parameters<typeof articlesFor>[2];

/** What the rule for articles needs to know of the newsroom, as it stands now. */
export async function ruleOptions(ctx: Context): Promise<RuleOptions> {
  const inviteOnlyTopicIds = new Set(await listInviteOnlyTopicIds(ctx.db));
  return { fallback: ctx.config.locales[0] ?? 'en', inviteOnlyTopicIds };
}

/** The same for a mailing: as things stood when it started. */
export async function ruleOptionsOf(base: Context, mailing: Mailing): Promise<RuleOptions> {
  const { ctx, inviteOnlyTopicIds } = await asStarted(base, mailing);
  return { fallback: ctx.config.locales[0] ?? 'en', inviteOnlyTopicIds: new Set(inviteOnlyTopicIds) };
}

/** The rule for articles that readers of some frequencies are due, less what they had. */
export function ruleOf(
  due: { articles: readonly MailableArticle[] } & Parameters<typeof dueArticles>[2],
  options: RuleOptions,
): ArticleRule {
  return ({ frequency, locale, topics }) => {
    const owed = dueArticles(due.articles, { frequency: frequency ?? null, topics, at: topics?.at ?? [] }, due);
    return articlesFor(owed, { locale, topics }, options);
  };
}
