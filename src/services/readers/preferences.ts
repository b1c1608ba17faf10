import { findSubscriber, type Subscriber, updatePreferences } from '../../db/readers/subscribers.ts';
import {
  chooseTopics,
  leaveTopics,
  listTopicChoices,
  setTopicFrequencies,
  type TopicChoiceOf,
} from '../../db/readers/subscriptions.ts';
import type { Frequency } from '../../domain/frequency.ts';
import type { Locale } from '../../domain/locale.ts';
import { addSeconds } from '../../domain/time.ts';
import { isTimeZone } from '../../domain/time-zone.ts';
import type { Context } from '../context.ts';
import { verifyToken } from '../tokens.ts';
import { unsubscribe } from './unsubscribe.ts';

const WEEK_SECONDS = 7 * 86_400;
/** For how many weeks a reader may stop the mails. */
export const PAUSE_WEEKS = [1, 2, 4, 8, 12] as const;

/** What a reader has chosen, as their page shows it. */
export type Preferences = {
  subscriber: Subscriber;
  topics: (TopicChoiceOf & { isChosen: boolean })[];
  /** Topics by invitation that they get. */
  invited: TopicChoiceOf[];
  /** Null unless a pause is on. */
  pausedUntil: string | null;
};

/** What a preferences link stands for: an active reader's choices, one who gets no mailings any more, or nobody. */
export type PreferencesLink =
  | { kind: 'open'; preferences: Preferences }
  | { kind: 'left'; subscriber: Subscriber | null }
  | { kind: 'dead' };

/** What a reader asks for. Null keeps what there is; no topic at all is every topic, future ones included. */
export type PreferencesWish = {
  frequency: Frequency | null;
  locale: Locale | null;
  /** IANA name; anything else keeps what there is. */
  timeZone?: string | null;
  topicPublicIds: string[];
  /** Topics by invitation that the reader saw: those not among `topicPublicIds` are left. */
  invitedPublicIds?: string[];
  /** By public id of the topic; null: as the rest. Only in effect where the topic is chosen. */
  topicFrequencies?: Record<string, Frequency | null>;
  /** `start` stops the mails for `pauseWeeks` (4). */
  pause: 'start' | 'end' | null;
  pauseWeeks?: number;
};

/** Reads a preferences link; changes nothing. */
export async function readPreferencesLink(ctx: Context, token: string): Promise<PreferencesLink> {
  const claim = verifyToken(ctx.config.tokenKeys, 'preferences', token);
  if (!claim) return { kind: 'dead' };
  const subscriber = await findSubscriber(ctx.db, claim.subject);
  if (subscriber?.state === 'pending') return { kind: 'dead' };
  if (subscriber?.state !== 'active') return { kind: 'left', subscriber };
  const choices = await listTopicChoices(ctx.db, subscriber.id);
  const topics = shownTopics(choices.filter(({ visibility }) => visibility === 'public'));
  const invited = choices.filter(({ visibility }) => visibility === 'invite_only');
  const isPaused = subscriber.pausedUntil !== null && subscriber.pausedUntil > ctx.now();
  return {
    kind: 'open',
    preferences: { subscriber, topics, invited, pausedUntil: isPaused ? subscriber.pausedUntil : null },
  };
}

/** Whoever chose no topic but left some gets all the others: those are shown as chosen. */
function shownTopics(topics: TopicChoiceOf[]): Preferences['topics'] {
  const isByLeaving = hasOnlyLeft(topics);
  return topics.map((topic) => ({
    ...topic,
    isChosen: isByLeaving ? topic.choice !== 'left' : topic.choice === 'chosen',
  }));
}

function hasOnlyLeft(topics: readonly TopicChoiceOf[]): boolean {
  return topics.some(({ choice }) => choice === 'left') && !topics.some(({ choice }) => choice === 'chosen');
}

/** Stores what a reader asks for, in one transaction; answers with what stands from then on. */
export async function savePreferences(ctx: Context, token: string, wish: PreferencesWish): Promise<PreferencesLink> {
  const link = await readPreferencesLink(ctx, token);
  if (link.kind !== 'open') return link;
  const now = ctx.now();
  const { invited, subscriber, topics, pausedUntil } = link.preferences;
  const left = invited
    .map(({ publicId }) => publicId)
    .filter((id) => wish.invitedPublicIds?.includes(id) && !wish.topicPublicIds.includes(id));
  const until = wish.pause === 'start' ? addSeconds(now, (wish.pauseWeeks ?? 4) * WEEK_SECONDS) : pausedUntil;
  await ctx.db.batch([
    updatePreferences(ctx.db, subscriber.id, {
      frequency: wish.frequency ?? subscriber.frequency,
      locale: wish.locale && ctx.config.locales.includes(wish.locale) ? wish.locale : subscriber.locale,
      timeZone: zoneOf(ctx, subscriber, wish.timeZone ?? null),
      pausedUntil: wish.pause === 'end' ? null : until,
    }),
    ...(keepsTopics(topics, wish.topicPublicIds) ? [] : chooseTopics(ctx.db, subscriber.id, wish.topicPublicIds, now)),
    ...(left.length > 0 ? [leaveTopics(ctx.db, subscriber.id, left, now)] : []),
    ...(wish.topicFrequencies ? [setTopicFrequencies(ctx.db, subscriber.id, wish.topicFrequencies)] : []),
  ]);
  ctx.log.info('subscriber.preferences_changed', { subscriber: subscriber.publicId });
  return readPreferencesLink(ctx, token);
}

/** Whoever never chose a zone is shown the newsroom's, and goes on with it: saving the page must not settle it for good. */
function zoneOf({ config }: Context, { timeZone }: Subscriber, wished: string | null): string | null {
  if (!wished || !isTimeZone(wished)) return timeZone;
  return timeZone === null && wished === config.timeZone ? null : wished;
}

/** A list made by leaving topics takes in future ones. Saving the page without touching it must not end that. */
function keepsTopics(topics: Preferences['topics'], wished: readonly string[]): boolean {
  return hasOnlyLeft(topics) && topics.every((topic) => topic.isChosen === wished.includes(topic.publicId));
}

/** Takes the reader off all mailings at once, with the evidence an unsubscribe link leaves. */
export async function leaveByPreferences(ctx: Context, token: string): Promise<PreferencesLink> {
  const link = await readPreferencesLink(ctx, token);
  if (link.kind !== 'open') return link;
  const { subscriber } = link.preferences;
  await unsubscribe(ctx, subscriber, 'page');
  return { kind: 'left', subscriber };
}
