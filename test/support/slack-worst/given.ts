import type { FullRoute } from '../../../src/db/announcements/route-settings.ts';
import type { Article } from '../../../src/db/articles/articles.ts';
import type { NamedFeed } from '../../../src/db/feeds/feed-states.ts';
import type { ArticleStanding } from '../../../src/services/articles/article-standing.ts';
import type { DraftMailing } from '../../../src/services/mailings/draft-mailing.ts';
import type { ArticleCard, MailingProgress } from '../../../src/services/ports.ts';
import type { Worst } from './worst.ts';

export const AT = '2026-03-02T08:00:00.000Z';
const NUMBER = 9_007_199_254_740_991;

/** As many as there may be, at most `most` of them where the caller pages. */
export function several<T>({ many }: Worst, make: (index: number) => T, most = 100): T[] {
  return Array.from({ length: Math.min(many, most) }, (_, index) => make(index));
}

export function cardOf({ maybe, many, text, url }: Worst): ArticleCard {
  return {
    ...{ title: text, extract: text, kindLabel: text, source: text, publishedAt: AT, url },
    image: maybe({ url: url || 'https://press.example.org/a.png', alt: text }),
    updatedAt: maybe(AT),
    topics: Array<string>(many).fill(text),
    postId: 'xxxxxxxxxxxx',
  };
}

export function articleOf({ maybe, text, url }: Worst, id = 1): Article {
  return {
    ...{ id, publicId: `article${id}`, slug: `slug-${id}`, state: 'published', kind: text || 'x', title: text },
    ...{ extract: text, bodyHtml: maybe(text), author: maybe(text), outlet: maybe(text), url: maybe(url) },
    ...{ language: maybe('en'), translationGroup: 'g', image: null, textRight: 'extract', imageRight: 'none' },
    ...{ topicIds: [], emailMode: 'none', publishedAt: AT, sourceUpdatedAt: maybe(AT), embargoUntil: null },
    ...{ releasedAt: maybe(AT), contentHash: 'h', revision: 1, updatedAt: AT },
  };
}

const POST_STATES = ['posted', 'pending', 'sending', 'awaiting_approval', 'unknown', 'failed', 'withdrawn'] as const;

/** An article with its twin, in more channels than are named, and in a newsletter. */
export function standingOf(worst: Worst, id = 1): ArticleStanding {
  const { maybe } = worst;
  const posts = several(worst, (index) => ({
    ...{
      id: index,
      publicId: `p${index}`,
      articleId: id,
      channelId: 'CNEWS',
      showsImage: true,
      isCompact: true,
      notBefore: AT,
    },
    ...{ state: POST_STATES[index % POST_STATES.length] ?? 'posted', ts: maybe('1.1'), postedAt: maybe(AT) },
    ...{ decidedBy: maybe('slack:UANA'), decidedAt: maybe(AT), text: maybe(worst.text), wish: null },
  }));
  const mailings = [{ articleId: id, kind: 'digest' as const, state: 'finished', finishedAt: maybe(AT) }];
  const twin = { article: articleOf(worst, id + 1_000), posts, mailings: [], twins: [] };
  return { article: articleOf(worst, id), posts, mailings, twins: maybe([twin, twin]) ?? [] };
}

export function feedOf({ maybe, text, url }: Worst, id = 1): NamedFeed {
  return {
    ...{ id, publicId: `feed${id}`, url, title: text, siteUrl: maybe(url), state: 'active' },
    ...{ lastPolledAt: maybe(AT), lastNewAt: maybe(AT), lastError: id % 2 ? maybe(text) : null },
    ...{ failingSince: maybe(AT), alertedSince: maybe(AT), removedAt: maybe(AT), addedBy: 'slack:UANA' },
  };
}

export function routeOf(worst: Worst, id = 1): FullRoute {
  const { maybe, text } = worst;
  const words = several(worst, () => text.slice(0, 40) || 'x');
  return {
    ...{ id, publicId: `route${id}`, channelId: 'CNEWS', feedId: maybe(1), mode: 'weekly', needsApproval: true },
    ...{
      showsImages: false,
      isCompact: true,
      threads: 'broadcast',
      state: 'paused',
      atTime: '09:00',
      weekday: 7,
      minimumCount: 20,
      revision: 1,
      addedBy: 'slack:UANA',
    },
    ...{
      pausedReason: maybe('is_archived'),
      createdAt: AT,
      summarisedUntil: maybe(AT),
      rolledOverAt: maybe(AT),
      feedTitle: maybe(text),
    },
    filters: {
      ...{ includeWords: words, excludeWords: words, kinds: words, languages: words, includeCategories: words },
      ...{ excludeCategories: words, topicIds: several(worst, (index) => index) },
    },
  };
}

export function progressOf({ maybe, text }: Worst, state: MailingProgress['state']): MailingProgress {
  return {
    ...{ publicId: 'm1', subject: text, state, holdUntil: maybe(AT), submitted: NUMBER, refused: NUMBER },
    ...{
      unknownBatches: NUMBER,
      underWay: NUMBER,
      approvedBy: 'slack:UANA',
      pauseReason: maybe(text),
      resumeAt: maybe(AT),
    },
    ...{ due: maybe(NUMBER), perSecond: maybe(0.1), secondsLeft: maybe(NUMBER), bounced: NUMBER, complained: NUMBER },
  };
}

/** Titles are at most six, see describeDraft. */
export function draftOf(worst: Worst, facts: Partial<DraftMailing> = {}): DraftMailing {
  const { maybe, text } = worst;
  return {
    ...{ publicId: 'm1', kind: 'digest', subject: text, contentHash: 'h'.repeat(64), articleCount: NUMBER },
    ...{ titles: several(worst, () => text, 6), readers: NUMBER, sendAt: maybe(AT), isAutomatic: false },
    ...{ holdSeconds: NUMBER, from: text },
    groups: several(worst, () => ({ locale: 'zh-Hans', frequency: 'monthly', readers: NUMBER }), 8),
    ...{ isScheduled: false, previewUrl: `https://news.example.com/archive/${'t'.repeat(400)}`, reason: maybe(text) },
    ...facts,
  };
}
