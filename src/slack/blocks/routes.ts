import type { FullRoute } from '../../db/announcements/route-settings.ts';
import type { RouteChange } from '../../services/announcements/change-route.ts';
import { routeWhat } from '../../services/announcements/tell-paused-routes.ts';
import { plain } from '../mrkdwn.ts';
import { type KnownBlock, type Message, message, paragraph } from './block.ts';
import { type Button, buttonRow } from './buttons.ts';
import { counted } from './count.ts';
import { pausedWords } from './desk-notes.ts';
import { mentionOf } from './person.ts';
import { undoRowFor } from './undo.ts';
import { WEEKDAYS } from './weekdays.ts';

export const ROUTE_ACTIONS = {
  edit: 'route.edit',
  pause: 'route.pause',
  resume: 'route.resume',
  remove: 'route.remove',
  add: 'route.add',
  page: 'route.page',
} as const;

/** When a channel hears of new articles. */
export function rhythmWords(route: Pick<FullRoute, 'mode' | 'atTime' | 'weekday' | 'minimumCount'>): string {
  if (route.mode === 'each') return 'each article by itself';
  const day = route.mode === 'weekly' ? `every ${WEEKDAYS[route.weekday - 1] ?? 'Monday'}` : 'every day';
  const least = route.minimumCount > 1 ? `, from ${route.minimumCount} articles on` : '';
  return `a Channel summary ${day} at ${route.atTime}${least}`;
}

/** So that a page of ten routes stays below the 13,000 characters that a message holds. */
const SHOWN_WORDS = 3;

function filterWords({ filters }: FullRoute): string[] {
  const list = (words: readonly string[]) => {
    const shown = words.slice(0, SHOWN_WORDS).map((word) => plain(word, 20));
    return words.length > shown.length
      ? `${shown.join(', ')} and ${words.length - shown.length} more`
      : shown.join(', ');
  };
  return [
    filters.includeWords?.length ? `only with ${list(filters.includeWords)}` : '',
    filters.excludeWords?.length ? `not with ${list(filters.excludeWords)}` : '',
    filters.kinds?.length ? `kinds: ${list(filters.kinds.map((kind) => kind.replaceAll('_', ' ')))}` : '',
    filters.languages?.length ? `languages: ${list(filters.languages)}` : '',
    filters.includeCategories?.length ? `categories: ${list(filters.includeCategories)}` : '',
    filters.excludeCategories?.length ? `no categories ${list(filters.excludeCategories)}` : '',
    filters.topicIds?.length ? counted(filters.topicIds.length, 'topic') : '',
  ].filter(Boolean);
}

const THREAD_WORDS = {
  off: '',
  thread: 'in threads by day',
  broadcast: 'in threads by day and in the channel',
} as const;

/** One route in one line: what goes where, how, and whether it rests. */
export function routeLine(route: FullRoute): string {
  const facts = [
    rhythmWords(route),
    route.needsApproval && route.mode === 'each' ? 'after approval' : '',
    route.isCompact ? 'compact' : route.showsImages ? '' : 'without pictures',
    route.mode === 'each' ? THREAD_WORDS[route.threads] : '',
    ...filterWords(route),
  ].filter(Boolean);
  const state = route.state === 'paused' ? ` (*${pausedWords(route.pausedReason)}*)` : '';
  const adder = mentionOf(route.addedBy);
  const by = adder ? ` Added by ${adder}.` : '';
  return `#${route.id} *${plain(routeWhat(route), 100)}* → <#${route.channelId}>${state}: ${facts.join(' · ')}.${by}`;
}

/** Routes with what can be done about each. */
export function routeListBlocks(page: { routes: readonly FullRoute[]; after: number; nextAfter: number | null }) {
  const rows = page.routes.flatMap((route): KnownBlock[] => {
    const button = (act: keyof typeof ROUTE_ACTIONS, label: string): Button => ({
      actionId: `${ROUTE_ACTIONS[act]}:${route.id}`,
      label,
      value: `${route.publicId} ${page.after}`,
    });
    const rest = route.state === 'active' ? button('pause', 'Pause') : button('resume', 'Resume');
    return [paragraph(routeLine(route)), buttonRow([button('edit', 'Edit…'), rest, button('remove', 'Remove')])];
  });
  const more: Button[] =
    page.nextAfter === null ? [] : [{ actionId: ROUTE_ACTIONS.page, label: 'Next', value: String(page.nextAfter) }];
  return [...rows, buttonRow([{ actionId: ROUTE_ACTIONS.add, label: 'Add a channel…', value: 'add' }, ...more])];
}

const OUTCOME = {
  added: 'is connected.',
  edited: 'is changed.',
  paused: 'rests. What comes in meanwhile is not announced there.',
  resumed: 'goes on. What waited for it, up to a week old, follows.',
  removed: 'is removed. Other channels keep theirs.',
  undone: 'is as it was before.',
} as const;

/** What came of a change to a route, with Undo. */
export function routeChangeReply(act: keyof typeof OUTCOME, change: RouteChange): Message {
  const name = `*${plain(routeWhat(change.route), 150)}* → <#${change.route.channelId}>`;
  const text = change.changedAt ? `${name} ${OUTCOME[act]}` : `${name} is so already. Nothing was changed.`;
  if (!change.changedAt) return message(text);
  return message(text, [undoRowFor(`route:${change.route.publicId}`, change.changedAt)]);
}
