import type { NamedFeed } from '../../db/feeds/feed-states.ts';
import { addSeconds } from '../../domain/time.ts';
import { type FeedChange, RESTORE_SECONDS } from '../../services/feeds/change-feed.ts';
import { localTime, plain, shortLink } from '../mrkdwn.ts';
import { type KnownBlock, type Message, message, paragraph, paragraphs } from './block.ts';
import { type Button, buttonRow } from './buttons.ts';
import { personOf } from './person.ts';

export const FEED_LIST_ACTIONS = {
  check: 'feeds.check',
  pause: 'feeds.pause',
  resume: 'feeds.resume',
  edit: 'feeds.edit',
  remove: 'feeds.remove',
  page: 'feeds.page',
} as const;
export const FEED_UNDO_ACTION = 'feed.undo';
export const FEED_EDIT_UNDO_ACTION = 'feed.undo_edit';

/** A feed with the channels that announce its articles. */
type ShownFeed = NamedFeed & { channels: readonly string[] };

/** `after` and `nextAfter` are the numbers of the feeds behind which this page and the next begin. */
export type FeedPage = { feeds: readonly ShownFeed[]; after: number; nextAfter: number | null };

const STATE_WORDS = { active: '', paused: ' (paused)', gone: ' (gone)', removed: ' (removed)' } as const;

/** Channels that a line names; more are counted. */
const CHANNELS_NAMED = 3;

function whereWords({ addedBy, channels }: ShownFeed): string {
  const named = channels.slice(0, CHANNELS_NAMED).map((id) => `<#${id}>`);
  const more = channels.length > named.length ? [`${channels.length - named.length} more`] : [];
  const where = channels.length > 0 ? [...named, ...more].join(', ') : 'the newsroom only';
  return `→ ${where}. Added by ${personOf(addedBy)}.`;
}

function feedLine(feed: ShownFeed): string {
  const since = feed.failingSince ?? feed.lastPolledAt;
  const health = feed.lastError
    ? `:warning: ${plain(feed.lastError, 200)}${since ? ` Failing since ${localTime(since)}.` : ''} Nothing is lost.`
    : `last checked ${feed.lastPolledAt ? localTime(feed.lastPolledAt) : 'never'}, last new ${feed.lastNewAt ? localTime(feed.lastNewAt) : 'never'}`;
  return `#${feed.id} *${shortLink(feed.url, feed.title, 100)}*${STATE_WORDS[feed.state]}: ${health}\n${whereWords(feed)}`;
}

function feedButtons(feed: NamedFeed, after: number): KnownBlock {
  const button = (act: keyof typeof FEED_LIST_ACTIONS, label: string): Button => ({
    actionId: `${FEED_LIST_ACTIONS[act]}:${feed.id}`,
    label,
    value: `${feed.publicId} ${after}`,
  });
  const first =
    feed.state === 'active' ? [button('check', 'Check now'), button('pause', 'Pause')] : [button('resume', 'Resume')];
  const edit = { actionId: `${FEED_LIST_ACTIONS.edit}:${feed.id}`, label: 'Edit…', value: feed.publicId };
  return buttonRow([...first, edit, button('remove', 'Remove')]);
}

/** Feeds with their health, each with what can be done about it; `forAll` are the buttons about all of them. */
export function feedListBlocks(page: FeedPage, forAll: readonly Button[]): KnownBlock[] {
  const more: Button[] =
    page.nextAfter === null
      ? []
      : [{ actionId: FEED_LIST_ACTIONS.page, label: 'Next feeds', value: String(page.nextAfter) }];
  return [
    ...page.feeds.flatMap((feed) => [paragraph(feedLine(feed)), feedButtons(feed, page.after)]),
    ...(more.length + forAll.length > 0 ? [buttonRow([...more, ...forAll])] : []),
  ];
}

/** Removed feeds that can still be restored, in as few paragraphs as hold them. */
export function removedFeedsBlocks(removed: readonly NamedFeed[]): KnownBlock[] {
  if (removed.length === 0) return [];
  const lines = removed.map((feed) => {
    const until = feed.removedAt
      ? ` until ${localTime(addSeconds(feed.removedAt, RESTORE_SECONDS), '{date_long}')}`
      : '';
    return `• #${feed.id} ${plain(feed.title, 80)}: \`/newsdesk feeds resume ${feed.id}\` restores it${until}`;
  });
  return paragraphs(['*Removed*', ...lines]);
}

/** What is said of a feed that somebody has checked. */
export function checkingText(title: string): string {
  return `Checking *${plain(title, 150)}* now. New articles show up within a minute.`;
}

const OUTCOME = {
  pause: { done: 'is paused: it is not asked for new articles.', already: 'was paused already.' },
  resume: { done: 'is followed again.', already: 'is followed already.' },
  remove: {
    done: 'is removed: nothing new comes in from it. Its articles stay in the newsroom, and for 30 days it can be restored.',
    already: 'was removed already.',
  },
} as const;

/** What came of pausing, resuming or removing a feed, with Undo. */
export function feedChangeReply(act: keyof typeof OUTCOME, change: FeedChange): Message {
  const text = `*${plain(change.feed.title, 150)}* ${change.changedAt ? OUTCOME[act].done : OUTCOME[act].already}`;
  if (!change.changedAt) return message(text);
  const value = `${change.feed.publicId} ${change.changedAt}`;
  return message(text, [buttonRow([{ actionId: FEED_UNDO_ACTION, label: 'Undo', value }])]);
}
