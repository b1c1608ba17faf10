import { takeContactMessage } from '../../../src/services/desk/contact-message.ts';
import { type Step, sql } from '../slack-desk.ts';
import type { ActCase } from './act-case.ts';
import { bringTwo } from './press-articles.ts';

const asked: Step[] = [
  ({ ctx }) =>
    takeContactMessage(ctx, {
      ...{ role: 'press', topicId: null, locale: 'en', name: 'Jo', outlet: null, deadline: null, body: 'Why?' },
      ...{ email: { address: 'jo@example.org', key: 'jo@example.org' }, clientAddress: null },
    }),
  'pass 60',
];
/** Slack refused the channel, its route rests, and who added it was told. */
const refused: Step[] = [
  bringTwo,
  ({ world }) => {
    world.postOutcomes.push({ kind: 'refused', code: 'is_archived', retryAfterSeconds: null });
    return undefined;
  },
  'pass 3600',
  'pass 60',
];
const manyRoutes = sql(
  `INSERT INTO route (public_id, channel_id, mode, needs_approval, shows_images, state, added_by, created_at)
   SELECT 'many' || value, 'CMANY' || value, 'each', 0, 1, 'active', 'api', '2026-01-01T00:00:00.000Z'
   FROM json_each('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25]')`,
);

/** Buttons and menus of channels, topics, staff, settings, the log and questions from the site. */
export const DESK_ACTS: Readonly<Record<string, ActCase>> = {
  'command.run': { given: ['type statsu'], does: [], says: /Readers/ },
  'glance.queue': { given: ['type '], does: [], says: /Nothing waits/ },
  'glance.dashboard': { given: ['type '], does: [], says: /\/desk\?t=/ },
  'glance.add_feed': { given: ['type '], does: [], opens: 'feed.address' },
  'route.edit': { given: ['type channels'], does: [], opens: 'route' },
  'route.add': { given: ['type channels'], does: [], opens: 'route' },
  'route.pause': {
    given: ['type channels'],
    does: ['route state=paused', 'route summarised_until', 'route told_at', '+audit route.paused'],
  },
  'route.resume': {
    given: ['type channels', 'press route.pause'],
    does: ['route state=active', 'route summarised_until', 'route told_at', '+audit route.resumed'],
  },
  'route.remove': {
    given: ['type channels'],
    does: [
      'route state=removed',
      'route removed_at',
      'route summarised_until',
      'route told_at',
      '+audit route.removed',
    ],
  },
  'route.page': { given: [manyRoutes, 'type channels'], does: [], says: /CMANY/ },
  'route.try_again': {
    given: refused,
    does: [
      'route state=active',
      'route paused_reason=null',
      'route summarised_until',
      'route told_at',
      '+audit route.resumed',
    ],
    sends: ['post CNEWS article'],
  },
  'route.move': {
    given: refused,
    choice: 'COTHER',
    does: [
      'route channel_id=COTHER',
      'route state=active',
      'route paused_reason=null',
      'route summarised_until',
      'route told_at',
      'announcement channel_id=COTHER',
      '+audit route.moved',
    ],
    sends: ['post COTHER article'],
  },
  'staff.change': {
    given: ['type staff'],
    choice: 'UBEN viewer',
    does: ['staff role=viewer', 'staff added_by', '+audit staff.role_given'],
  },
  'topic.change': {
    given: ['type topics'],
    choice: 'science hide',
    does: ['topic visibility=invite_only', '+audit topic.hidden'],
  },
  'settings.edit': { given: ['type settings'], does: [], opens: 'settings' },
  'audit.undo': { given: ['type topics add Moon', 'type log'], does: ['topic state=removed', '+audit topic.undone'] },
  'audit.undo_own': {
    given: ['type staff add <@UVERA|vera> viewer', 'type log'],
    does: ['staff state=deactivated', '+audit staff.undone'],
  },
  'contact.claim': {
    given: asked,
    does: [
      '+audit contact.claimed',
      'contact_message state=claimed',
      'contact_message claimed_by',
      'contact_message claimed_at',
    ],
  },
  'contact.done': {
    given: asked,
    does: ['+audit contact.done', 'contact_message state=done', 'contact_message done_by', 'contact_message done_at'],
  },
};
