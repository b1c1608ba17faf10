import {
  countRecipientsOf,
  groupReaders,
  highestReaderId,
  type ReaderGroup,
} from '../../db/mailings/audience-counts.ts';
import { type Audience, frequenciesOf } from '../../db/mailings/audiences.ts';
import { listHadBy } from '../../db/mailings/had-stories.ts';
import type { Mailing } from '../../db/mailings/mailings.ts';
import { listShownArticles } from '../../db/mailings/shown-articles.ts';
import { countByState } from '../../db/readers/subscribers.ts';
import type { Frequency } from '../../domain/frequency.ts';
import { type Locale, nearestLocale } from '../../domain/locale.ts';
import type { MailableArticle } from '../../domain/variant.ts';
import { type ArticleRule, articleRule, ruleOf, ruleOptions } from '../articles/article-rule.ts';
import type { Context } from '../context.ts';

/** Readers looked at in one statement. */
const SLICE = 100_000;

/** Why readers on the list are not mailed; each reader counts once, for the first reason that holds. */
export type LeftOut = {
  /** They asked for no mail until a day that has not come. */
  paused: number;
  otherFrequency: number;
  otherLanguage: number;
  /** They have not chosen the topics the mailing is for, or none of its articles is of theirs. */
  otherTopic: number;
  otherCompany: number;
  otherOccupation: number;
  /** Their frequency had all of its stories by an earlier mailing. */
  hadAll: number;
  suppressed: number;
  unsubscribed: number;
  unconfirmed: number;
};

export type AudiencePreview = {
  /** Readers who are mailed if it leaves now. */
  total: number;
  groups: { locale: Locale; frequency: Frequency; readers: number }[];
  /** Of `total`, those for whom no article is in their own language. */
  inOtherLanguageOnly: number;
  leftOut: LeftOut;
};

type Wanted = {
  audience: Audience;
  news: readonly { article: MailableArticle; hadBy: readonly Frequency[] }[];
  maxId: number | null;
};

/** Who gets a mailing and who does not, and why: some counts over all readers, none of it by reader. */
export async function previewAudience(ctx: Context, mailing: Mailing): Promise<AudiencePreview> {
  const articles = await listShownArticles(ctx.db, mailing.id);
  if (mailing.audience.recipientsOf !== undefined) return previewCorrection(ctx, mailing, articles);
  const hadBy = await listHadBy(ctx.db, mailing.id);
  const news = articles.map((article) => ({ article, hadBy: hadBy.get(article.id) ?? [] }));
  return countAudience(ctx, { audience: mailing.audience, news, maxId: mailing.maxId });
}

/** As previewAudience, for a mailing that is not composed yet. */
export async function countAudience(ctx: Context, { audience, maxId, news }: Wanted): Promise<AudiencePreview> {
  const articles = news.map(({ article }) => article);
  const options = await ruleOptions(ctx);
  const frequencies = frequenciesOf(audience);
  const had = new Map(news.map(({ article, hadBy }) => [article.id, hadBy]));
  const rule = ruleOf({ articles, frequencies, hadBy: had }, options);
  const ruleBefore = ruleOf({ articles, frequencies, hadBy: new Map() }, options);
  const preview = await emptyPreview(ctx);
  const topicIds = [...new Set([...articles.flatMap((article) => article.topicIds), ...(audience.topics ?? [])])];
  const last = maxId ?? (await highestReaderId(ctx.db));
  for (let from = 0; from < last; from += SLICE) {
    const range = [from, Math.min(from + SLICE, last)] as const;
    for (const group of await groupReaders(ctx.db, { audience, topicIds, now: ctx.now(), range })) {
      const reason = reasonFor(group, { rule, ruleBefore });
      if (reason) preview.leftOut[reason] += group.count;
      else addReaders(preview, group, { rule, articles });
    }
  }
  return preview;
}

const OUTSIDE: Record<NonNullable<ReaderGroup['outside']>, keyof LeftOut> = {
  frequencies: 'otherFrequency',
  locales: 'otherLanguage',
  topics: 'otherTopic',
  companies: 'otherCompany',
  occupations: 'otherOccupation',
};

function reasonFor(
  group: ReaderGroup,
  { rule, ruleBefore }: { rule: ArticleRule; ruleBefore: ArticleRule },
): keyof LeftOut | null {
  if (group.isPaused) return 'paused';
  if (group.outside !== null) return OUTSIDE[group.outside];
  if (rule(group).length > 0) return null;
  return ruleBefore(group).length > 0 ? 'hadAll' : 'otherTopic';
}

function addReaders(
  preview: AudiencePreview,
  group: Pick<ReaderGroup, 'locale' | 'frequency' | 'topics' | 'count'>,
  { articles, rule }: { articles: readonly MailableArticle[]; rule: ArticleRule },
): void {
  const { count, frequency, locale } = group;
  preview.total += count;
  const known = preview.groups.find((each) => each.locale === locale && each.frequency === frequency);
  if (known) known.readers += count;
  else preview.groups.push({ locale, frequency, readers: count });
  const ids = rule(group);
  const isOwn = articles.some(({ id, language }) => ids.includes(id) && nearestLocale(language) === locale);
  if (!isOwn) preview.inOtherLanguageOnly += count;
}

async function emptyPreview(ctx: Context): Promise<AudiencePreview> {
  const states = await countByState(ctx.db);
  return {
    total: 0,
    groups: [],
    inOtherLanguageOnly: 0,
    leftOut: {
      paused: 0,
      otherFrequency: 0,
      otherLanguage: 0,
      otherTopic: 0,
      otherCompany: 0,
      otherOccupation: 0,
      hadAll: 0,
      suppressed: states.get('suppressed') ?? 0,
      unsubscribed: states.get('unsubscribed') ?? 0,
      unconfirmed: states.get('pending') ?? 0,
    },
  };
}

/** A correction goes to whoever was mailed the story; here those left out are of these alone. */
async function previewCorrection(
  ctx: Context,
  mailing: Mailing,
  articles: readonly MailableArticle[],
): Promise<AudiencePreview> {
  const preview = await emptyPreview(ctx);
  preview.leftOut = { ...preview.leftOut, suppressed: 0, unsubscribed: 0, unconfirmed: 0 };
  const rule = await articleRule(ctx, mailing, articles);
  for (const group of await countRecipientsOf(ctx.db, mailing.audience.recipientsOf ?? 0, ctx.now())) {
    if (rule(group).length === 0) preview.leftOut.otherTopic += group.count;
    else if (!group.isActive) preview.leftOut.unsubscribed += group.count;
    else if (group.isPaused) preview.leftOut.paused += group.count;
    else addReaders(preview, { ...group, frequency: group.frequency ?? 'weekly' }, { rule, articles });
  }
  return preview;
}
