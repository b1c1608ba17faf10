import type { FailingFeed, SlackNote } from '../../services/ports.ts';
import { localTime, plain } from '../mrkdwn.ts';
import { type KnownBlock, paragraph } from './block.ts';
import { buttonRow } from './buttons.ts';

export const FEED_ALERT_ACTIONS = { check: 'feed_alert.check', pause: 'feed_alert.pause' } as const;

type Recovered = Extract<SlackNote, { kind: 'feed_recovered' }>;

/** Tells staff of a feed that does not answer, with what they can do. */
export function failingBlocks(feed: FailingFeed): KnownBlock[] {
  if (feed.isGone) return [paragraph(failingText(feed))];
  return [
    paragraph(failingText(feed)),
    buttonRow([
      { actionId: FEED_ALERT_ACTIONS.check, label: 'Check now', value: feed.publicId },
      { actionId: FEED_ALERT_ACTIONS.pause, label: 'Pause', value: feed.publicId },
    ]),
  ];
}

/** What is said of a feed that does not answer, in mrkdwn. */
export function failingText(feed: FailingFeed): string {
  const name = `*${plain(feed.title, 150)}*`;
  const error = plain(feed.error, 300);
  return feed.isGone
    ? `${name} is gone: ${error} I've stopped asking; its articles stay in the newsroom. \`/newsdesk feeds resume ${feed.number}\` tries again, \`/newsdesk feeds remove ${feed.number}\` takes it off the list.`
    : `${name} hasn't answered since ${localTime(feed.failingSince)}: ${error} Nothing is lost: I'll post what's new when it is back.`;
}

/** What is said of a feed that answers again, in mrkdwn. */
export function recoveredText(note: Recovered): string {
  return `*${plain(note.title, 150)}* answers again. It had failed since ${localTime(note.failedSince)}.`;
}
