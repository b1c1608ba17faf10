import type { ArticleCard } from '../../services/ports.ts';
import { escapeMrkdwn, link, localTime, plain } from '../mrkdwn.ts';
import type { KnownBlock } from './block.ts';

/** Slack fetches at most 3,000 characters of an address. */
const URL_LIMIT = 3_000;

/** The announcement of an article: headline, extract, picture, source and time. */
export function articleBlocks(card: ArticleCard): KnownBlock[] {
  const headline = `*${link(card.url, card.title)}*`;
  const extract = card.extract ? `\n${plain(card.extract, 600)}` : '';
  const facts = [plain(card.kindLabel, 60), `*${plain(card.source, 120)}*`, localTime(card.publishedAt, '{date_long}')];
  if (card.updatedAt) facts.push(`updated ${localTime(card.updatedAt)}`);
  return [
    { type: 'section', text: { type: 'mrkdwn', text: `${headline}${extract}`, verbatim: true } },
    ...(card.image && card.image.url.length <= URL_LIMIT
      ? [
          {
            type: 'image' as const,
            image_url: card.image.url,
            alt_text: card.image.alt.slice(0, 1_900) || card.title.slice(0, 1_900),
          },
        ]
      : []),
    { type: 'context', elements: [{ type: 'mrkdwn', text: facts.join('  ·  '), verbatim: true }] },
  ];
}

/** The same in words, for notifications and screen readers. */
export function articleText(card: ArticleCard): string {
  return escapeMrkdwn(
    [card.title, card.extract, `${card.kindLabel}, ${card.source}`, card.url].filter(Boolean).join('\n'),
  ).slice(0, 3_900);
}
