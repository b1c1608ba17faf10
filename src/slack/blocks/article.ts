import type { ArticleCard } from '../../services/ports.ts';
import { cut, escapedWithin, escapeMrkdwn, link, localTime, plain } from '../mrkdwn.ts';
import { type KnownBlock, mrkdwn, smallPrint } from './block.ts';

/** Slack fetches at most 3,000 characters of an address. */
const URL_LIMIT = 3_000;
/** Action id of the menu on a post. Its choices carry what to do and the announcement. */
export const POST_MENU_ACTION = 'post.menu';
const POST_MENU = { edit: 'edit', hide: 'hide', copy: 'copy' } as const;

/** The announcement of an article: headline, extract, picture, source, time and topics; staff have a menu on it. */
export function articleBlocks(card: ArticleCard): KnownBlock[] {
  const headline = `*${link(card.url, card.title)}*`;
  const extract = card.extract ? `\n${plain(card.extract, 600)}` : '';
  const facts = [plain(card.kindLabel, 60), `*${plain(card.source, 120)}*`, localTime(card.publishedAt, '{date_long}')];
  if (card.topics?.length) facts.push(plain(card.topics.join(', '), 150));
  if (card.updatedAt) facts.push(`updated ${localTime(card.updatedAt)}`);
  return [
    {
      type: 'section',
      text: mrkdwn(`${headline}${extract}`),
      ...(card.postId ? { accessory: postMenu(card.postId) } : {}),
    },
    ...(card.image && card.image.url.length <= URL_LIMIT
      ? [
          {
            type: 'image' as const,
            image_url: card.image.url,
            alt_text: cut(card.image.alt, 900) || cut(card.title, 900),
          },
        ]
      : []),
    smallPrint(facts.join('  ·  ')),
  ];
}

function postMenu(postId: string) {
  const choice = (act: keyof typeof POST_MENU, text: string) => ({
    text: { type: 'plain_text' as const, text },
    value: `${POST_MENU[act]} ${postId}`,
  });
  return {
    type: 'overflow' as const,
    action_id: POST_MENU_ACTION,
    options: [choice('edit', 'Edit text…'), choice('hide', 'Hide announcement'), choice('copy', 'Copy link')],
  };
}

/** The same in words, for notifications and screen readers: at most 4,000 characters, and no entity is split. */
export function articleText(card: ArticleCard): string {
  const address = escapeMrkdwn(card.url);
  const parts = [
    escapedWithin(card.title, 900),
    escapedWithin(card.extract, 1_700),
    escapedWithin(`${card.kindLabel}, ${card.source}`, 300),
    address.length <= 1_000 ? address : '',
  ];
  return parts.filter(Boolean).join('\n');
}
