import type { ArticlePost } from '../../db/articles/article-posts.ts';
import { LANGUAGE_NAMES } from '../../domain/locale.ts';
import type { ArticleStanding } from '../../services/articles/article-standing.ts';
import { linesWithin, link, localTime, plain } from '../mrkdwn.ts';
import { type KnownBlock, paragraph, smallPrint } from './block.ts';
import { type Button, buttonRow } from './buttons.ts';

export const ARTICLE_ACTIONS = {
  announce: 'article.announce',
  newsletter: 'article.newsletter',
  edit: 'article.edit',
  withdraw: 'article.withdraw',
  alert: 'article.alert',
  page: 'article.page',
  undoWithdraw: 'article.undo_withdraw',
  undoEdit: 'article.undo_edit',
  undoAnnounce: 'article.undo_announce',
  unhide: 'post.unhide',
} as const;

/** A message holds 50 blocks and about 13,000 characters in them (https://github.com/slackapi/bolt-js/issues/2509). */
const SHOWN_CHANNELS = 5;

const LANGUAGE = new Map<string, string>(Object.entries(LANGUAGE_NAMES));

/** Where the link of an article leads, given its slug. */
type LinkOf = (slug: string) => string;

function siteWords({ article }: ArticleStanding, now: string): string {
  if (article.state === 'withdrawn') return 'withdrawn';
  if (article.state === 'held') return 'held, nobody sees it';
  if (article.state === 'draft') return 'draft';
  return article.embargoUntil && article.embargoUntil > now
    ? `from ${localTime(article.embargoUntil)}`
    : `since ${localTime(article.releasedAt ?? article.publishedAt, '{date_short}')}`;
}

function postWords({ channelId, state, postedAt, notBefore, wish }: ArticlePost, now: string): string {
  const where = `<#${channelId}>`;
  switch (state) {
    case 'posted':
      return `${where} ${postedAt ? localTime(postedAt, '{date_short} {time}') : ''}`.trim();
    case 'pending':
      return notBefore > now ? `${where} at ${localTime(notBefore)}` : `${where} soon`;
    case 'sending':
      return `${where} right now`;
    case 'awaiting_approval':
      return `${where} waits for approval`;
    case 'unknown':
      return `${where} perhaps: see \`/newsdesk queue\``;
    case 'failed':
      return `${where} failed`;
    case 'withdrawn':
      return wish ? `${where} is being taken away` : `${where} taken away`;
    case 'rejected':
      return `${where} rejected`;
    case 'skipped':
      return `${where} skipped`;
  }
}

function slackWords({ posts }: ArticleStanding, now: string): string {
  if (posts.length === 0) return 'not shared';
  const shown = posts.slice(0, SHOWN_CHANNELS).map((post) => postWords(post, now));
  return posts.length > shown.length ? `${shown.join(', ')} and ${posts.length - shown.length} more` : shown.join(', ');
}

const MODE = { alert: 'alert', next_digest: 'next newsletter', none: 'none' } as const;
const MAILING = { digest: 'newsletter', alert: 'alert', correction: 'correction' } as const;

function emailWords({ article, mailings }: ArticleStanding): string {
  const [last] = mailings;
  if (!last) return MODE[article.emailMode];
  const name = MAILING[last.kind];
  if (last.state === 'finished')
    return `${name} sent ${last.finishedAt ? localTime(last.finishedAt, '{date_short}') : ''}`;
  return `in the ${name} that is ${last.state === 'draft' ? 'being prepared' : last.state}`;
}

/** One line on where an article stands: Site · Slack · Email. */
export function standingLine(standing: ArticleStanding, now: string): string {
  return `Site: ${siteWords(standing, now)}  ·  Slack: ${slackWords(standing, now)}  ·  Email: ${emailWords(standing)}`;
}

function buttonsOf({ article, mailings, posts }: ArticleStanding, suffix: string): Button[] {
  const button = (act: keyof typeof ARTICLE_ACTIONS, label: string): Button => ({
    actionId: `${ARTICLE_ACTIONS[act]}${suffix}`,
    label,
    value: article.publicId,
  });
  const isAlerted = article.emailMode === 'alert' || mailings.some(({ kind }) => kind === 'alert');
  if (article.state !== 'published') return [button('edit', 'Edit…'), button('withdraw', 'Withdraw')];
  return [
    button('announce', posts.length > 0 ? 'Share again…' : 'Share in Slack…'),
    ...(article.emailMode === 'none' ? [button('newsletter', 'Add to newsletter')] : []),
    button('edit', 'Edit…'),
    button('withdraw', 'Withdraw'),
    ...(isAlerted ? [] : [button('alert', 'Alert readers…')]),
  ];
}

/** The card of one article for staff: where it and its twin stand, and what can be done. */
export function standingBlocks(standing: ArticleStanding, facts: { linkOf: LinkOf; now: string }): KnownBlock[] {
  const { article, twins } = standing;
  const language = (tag: string | null) => (tag ? `${LANGUAGE.get(tag) ?? plain(tag, 20)}: ` : '');
  const twinLines = twins.map(
    (twin) =>
      `${language(twin.article.language)}${link(facts.linkOf(twin.article.slug), twin.article.title, 120)}\n${standingLine(twin, facts.now)}`,
  );
  const lines = twinLines.length > 0 ? twinLines : ['_No twin in the other language._'];
  return [
    paragraph(
      `${language(article.language)}*${link(facts.linkOf(article.slug), article.title, 200)}*\n${standingLine(standing, facts.now)}`,
    ),
    smallPrint(linesWithin(lines, 2_900)),
    buttonRow(buttonsOf(standing, '')),
  ];
}

/** Articles in a list for staff, each with where it stands and its buttons. `next` is the offset of the next page. */
export function articleListBlocks(
  standings: readonly ArticleStanding[],
  facts: { linkOf: LinkOf; now: string; words: string; next: number | null },
): KnownBlock[] {
  const rows = standings.flatMap((standing) => [
    paragraph(
      `*${link(facts.linkOf(standing.article.slug), standing.article.title, 150)}*\n${localTime(standing.article.publishedAt, '{date_short}')}  ·  ${standingLine(standing, facts.now)}`,
    ),
    buttonRow(buttonsOf(standing, `:${standing.article.id}`)),
  ]);
  if (facts.next === null) return rows;
  const value = `${facts.next} ${facts.words}`.slice(0, 500);
  return [...rows, buttonRow([{ actionId: ARTICLE_ACTIONS.page, label: 'Older articles', value }])];
}
