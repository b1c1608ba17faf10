import type { FeedCandidate } from '../../services/feeds/discover-feeds.ts';
import { link, localTime, plain, shortLink } from '../mrkdwn.ts';
import { type KnownBlock, paragraph } from './block.ts';
import { buttonRow, paragraphWithButton } from './buttons.ts';
import { counted } from './count.ts';

export const ADD_FEED_ACTION = 'feed.add';
export const ANNOUNCE_NEWEST_ACTIONS = { 1: 'feed.announce_newest_1', 3: 'feed.announce_newest_3' } as const;

/** A button's value holds at most 2,000 characters. */
const LONGEST_VALUE = 2_000;

/** The newest item of a feed in words, its title cut; empty for a feed without items. */
export function newestWords(newest: FeedCandidate['newest']): string {
  if (!newest) return '';
  const date = newest.publishedAt ? `, ${localTime(newest.publishedAt, '{date_long}')}` : '';
  return `newest: “${plain(newest.title, 120)}”${date}`;
}

/** The feeds of a page, each with a button that adds it. */
export function feedChoiceBlocks(pageUrl: string, candidates: readonly FeedCandidate[]): KnownBlock[] {
  const rows = candidates.map((candidate, index) => {
    const count = counted(candidate.itemCount, 'article');
    const facts = [count, newestWords(candidate.newest)].filter(Boolean).join(', ');
    const text = `*${plain(candidate.title, 100)}*\n${shortLink(candidate.url, candidate.url, 150)}\n${facts}`;
    if (candidate.url.length > LONGEST_VALUE) return paragraph(text);
    const actionId = `${ADD_FEED_ACTION}:${index}`;
    return paragraphWithButton(text, { actionId, label: 'Add this feed', value: candidate.url });
  });
  return [paragraph(feedChoiceText(pageUrl, candidates)), ...rows];
}

/** The same in one line, for notifications. */
export function feedChoiceText(pageUrl: string, candidates: readonly FeedCandidate[]): string {
  return `${link(pageUrl, pageUrl, 150)} has ${candidates.length} feeds. Which one do you want here? Nothing was added yet.`;
}

/** Offers to announce the newest of what a feed brought before anybody followed it; nothing where it brought nothing. */
export function announceNewestRow(feedId: string, itemCount: number): KnownBlock[] {
  if (itemCount === 0) return [];
  const one = { actionId: ANNOUNCE_NEWEST_ACTIONS[1], label: 'Also announce the newest one', value: feedId };
  const three = { actionId: ANNOUNCE_NEWEST_ACTIONS[3], label: 'Also announce the newest three', value: feedId };
  return [buttonRow(itemCount > 1 ? [one, three] : [one])];
}
