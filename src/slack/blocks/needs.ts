import type { Needs } from '../../db/desk/overview.ts';
import { counted } from './count.ts';

const LINES: Record<keyof Needs, { one: string; many: string; next: string }> = {
  floods: {
    one: 'feed brought unusually many articles',
    many: 'feeds brought unusually many articles',
    next: '`/newsdesk queue`',
  },
  unknownPosts: {
    one: 'post has no known outcome',
    many: 'posts have no known outcome',
    next: '`/newsdesk queue`',
  },
  drafts: {
    one: 'newsletter waits for approval',
    many: 'newsletters wait for approval',
    next: '`/newsdesk digest`',
  },
  unknownBatches: {
    one: 'batch of mails has no known outcome',
    many: 'batches of mails have no known outcome',
    next: '`/newsdesk digest status`',
  },
  pausedRoutes: { one: 'channel is paused', many: 'channels are paused', next: '`/newsdesk channels`' },
  questions: {
    one: 'question from the contact form waits for somebody',
    many: 'questions from the contact form wait for somebody',
    next: 'press *I will answer* in the review channel',
  },
};

/** What waits for a person, each kind in one line of mrkdwn with where it is decided. */
export function needsLines(needs: Partial<Needs>): string[] {
  return Object.entries(LINES).flatMap(([kind, { many, next, one }]) => {
    const count = needs[kind as keyof Needs] ?? 0;
    return count > 0 ? [`:warning: ${counted(count, one, many)}: ${next}`] : [];
  });
}
