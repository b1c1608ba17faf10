import type { EveryFeedCounts } from '../../db/feeds/every-feed.ts';
import type { EveryFeedAct } from '../../services/feeds/change-every-feed.ts';
import { type Message, message } from './block.ts';
import { type Button, buttonRow } from './buttons.ts';
import { counted } from './count.ts';

export const EVERY_FEED_ACTIONS = { pause: 'feeds.pause_all', resume: 'feeds.resume_all' } as const;

/** The button that pauses all, and the one that resumes what it paused, where there is something for them to do. */
export function everyFeedButtons({ active, pausedWithAll }: EveryFeedCounts): Button[] {
  const pause: Button = {
    actionId: EVERY_FEED_ACTIONS.pause,
    label: 'Pause all feeds',
    value: 'all',
    style: 'danger',
    confirm: {
      title: active === 1 ? 'Pause the one feed that is followed?' : `Pause all ${counted(active, 'feed')}?`,
      text: 'Nothing new comes in from any of them until somebody resumes them.',
      confirm: 'Pause all feeds',
      deny: 'Keep following them',
    },
  };
  const resume: Button = { actionId: EVERY_FEED_ACTIONS.resume, label: 'Resume all', value: 'all' };
  return [...(active > 0 ? [pause] : []), ...(pausedWithAll > 0 ? [resume] : [])];
}

/** What Pause all would do, with its button. */
export function pauseAllQuestion(counts: EveryFeedCounts): Message {
  const buttons = everyFeedButtons(counts);
  const text =
    counts.active === 0
      ? 'No feed is followed now, so there is nothing to pause.'
      : `${counted(counts.active, 'feed is', 'feeds are')} followed now. Nothing is paused yet. What comes in from them stops with the button; *Resume all* follows the same feeds again.`;
  return message(text, buttons.length > 0 ? [buttonRow(buttons)] : []);
}

/** What came of it: `count` feeds changed, and how things stand now. */
export function everyFeedReply(
  outcome: { act: EveryFeedAct; count: number; userId: string },
  counts: EveryFeedCounts,
): Message {
  const { act, count, userId } = outcome;
  const are = count === 1 ? 'is' : 'are';
  const done = {
    pause: `${counted(count, 'feed')} ${are} paused by <@${userId}>. *Resume all* follows exactly these again; feeds that were paused before stay paused.`,
    resume: `${counted(count, 'feed')} ${are} followed again, by <@${userId}>, and ${are} checked now.`,
  };
  const already = {
    pause: 'No feed is followed now. Nothing was paused.',
    resume: 'No feed is paused by *Pause all* now. Nothing was resumed. See `/newsdesk feeds`.',
  };
  const text = count > 0 ? done[act] : already[act];
  const buttons = everyFeedButtons(counts).filter(({ actionId }) => actionId === EVERY_FEED_ACTIONS.resume);
  return message(text, buttons.length > 0 ? [buttonRow(buttons)] : []);
}
