import type { FailingFeed, FloodQuestion, SlackNote } from '../../services/ports.ts';
import { escapedWithin, localTime, plain } from '../mrkdwn.ts';
import { type KnownBlock, paragraph } from './block.ts';
import { type Button, buttonRow } from './buttons.ts';

export const FLOOD_ACTIONS = {
  announce: 'flood.announce',
  publish: 'flood.publish',
  drop: 'flood.drop',
} as const;
export const ALERT_CHECK_ACTION = 'feed_alert.check';
export const ALERT_PAUSE_ACTION = 'feed_alert.pause';

type Recovered = Extract<SlackNote, { kind: 'feed_recovered' }>;

function floodSentence({ feedTitle, count }: FloodQuestion): string {
  const articles = count === 1 ? '1 new article' : `${count} new articles`;
  return `*${plain(feedTitle, 150)}* brought ${articles} at once. I've held ${count === 1 ? 'it' : 'them'}: nothing was published, announced or mailed.`;
}

/** Asks staff what to do with articles that are held. `suffix` tells the buttons of several questions in one message apart. */
export function floodBlocks(flood: FloodQuestion, suffix = ''): KnownBlock[] {
  const titles = flood.titles.map((title) => `• ${plain(title, 120)}`);
  const more = flood.count > flood.titles.length ? `\n• and ${flood.count - flood.titles.length} more` : '';
  const button = (actionId: string, label: string): Button => ({
    actionId: actionId + suffix,
    label,
    value: flood.publicId,
  });
  return [
    paragraph(`${floodSentence(flood)}\n${titles.join('\n')}${more}`),
    buttonRow([
      button(FLOOD_ACTIONS.announce, 'Publish and announce'),
      button(FLOOD_ACTIONS.publish, 'Publish without announcing'),
      button(FLOOD_ACTIONS.drop, 'Drop them'),
    ]),
  ];
}

/** The same in one line, for notifications. */
export function floodText(flood: FloodQuestion): string {
  return `${floodSentence(flood)} ${escapedWithin(flood.titles.join(' · '), 3_000)}`;
}

/** Tells staff of a feed that does not answer, with what they can do. */
export function failingBlocks(feed: FailingFeed): KnownBlock[] {
  if (feed.isGone) return [paragraph(failingText(feed))];
  return [
    paragraph(failingText(feed)),
    buttonRow([
      { actionId: ALERT_CHECK_ACTION, label: 'Check now', value: feed.publicId },
      { actionId: ALERT_PAUSE_ACTION, label: 'Pause', value: feed.publicId },
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
