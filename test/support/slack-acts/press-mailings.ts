import { addReader } from '../../services/mailing-world.ts';
import { fill, type Step, sql } from '../slack-desk.ts';
import type { ActCase } from './act-case.ts';

/** "One" is for the next newsletter. */
export const forMail = sql(`UPDATE article SET email_mode = 'next_digest'`);
export const drafted: Step[] = [forMail, 'type digest new', fill({ 'subject-en': 'The week' }), 'type digest'];
/** What approving a newsletter to one reader does, by button or form. */
export const approved = {
  does: [
    'mailing state=holding',
    'mailing approved_hash',
    'mailing approved_by',
    'mailing approved_at',
    'mailing hold_until',
    'mailing max_id=1',
    'mailing report_channel=CREVIEW1',
    '+audit mailing.approved',
  ],
  sends: ['post CREVIEW1 mailing', 'mail li@example.org'],
};
const busy = {
  kind: 'refused',
  code: 'rate_limit_exceeded',
  message: 'Wait.',
  stop: false,
  retryAfterSeconds: 30,
} as const;
export const held: Step[] = [forMail, 'type digest send'];
/** A newsletter to two readers that is under way, and the message in which it is followed. */
export const running: Step[] = [
  ({ ctx }) => addReader(ctx, 'mo'),
  ({ world }) => {
    world.onSend = (_, took) => (world.now < '2026-03-02T08:02:00' ? busy : took());
    return undefined;
  },
  ...held,
  'pass 61',
  'pass 1',
];
const eve = 'eve@example.org';
const found: Step[] = [`type subscribers add ${eve} Eve`, 'pass 3600', `type subscribers find ${eve}`];
const active: Step[] = [sql(`UPDATE subscriber SET email = 'li@example.org'`), 'type subscribers find li@example.org'];
const blocked: Step[] = [
  sql(`UPDATE subscriber SET email = 'li@example.org', state = 'suppressed'`),
  'type subscribers find li@example.org',
];
/** A list of readers was given as a file. */
export const imported: Step = ({ workspace }) => {
  workspace.files.set('F1', { text: 'Email\nana@example.org\nbea@example.org' });
  return undefined;
};
export const instant = sql(`UPDATE subscriber SET frequency = 'instant'`);
const importedAlready: Step[] = [
  imported,
  'type subscribers import',
  fill({ file: 'F1', consentSource: 'Old site', consentAt: '2024-05-01' }),
  'submit',
];
/** A newsletter that is through. */
export const sent: Step[] = [...held, 'pass 61', 'pass 60'];
/** The provider never said whether it took a batch, and a day is over. */
const unanswered: Step[] = [
  ({ world }) => {
    world.onSend = () => ({ kind: 'unanswered', code: 'timeout', message: '', retryAfterSeconds: null });
    return undefined;
  },
  ...held,
  'pass 61',
  'pass 82860',
  'pass 60',
  ({ world }) => {
    world.onSend = null;
    return undefined;
  },
];
export const scheduled: Step[] = ['type digest schedule weekly', 'submit', 'type digest schedule'];

/** Buttons about newsletters, their schedules, and readers. */
export const MAILING_ACTS: Readonly<Record<string, ActCase>> = {
  'mailing.pause': {
    given: running,
    does: ['mailing state=paused', 'mailing pause_reason=Paused by hand.', '+audit mailing.paused'],
  },
  'mailing.resume': {
    given: [...running, 'press mailing.pause'],
    does: ['mailing state=sending', 'mailing pause_reason=null', 'mailing watched_from', '+audit mailing.resumed'],
    sends: ['edit CREVIEW1 mailing', 'mail li@example.org', 'mail mo@example.org'],
  },
  'mailing.cancel': {
    given: [...running, 'press mailing.pause'],
    does: [
      'mailing state=cancelled',
      'mailing pause_reason=Cancelled by hand.',
      'mailing finished_at',
      '+audit mailing.cancelled',
    ],
    sends: ['edit CREVIEW1 mailing'],
  },
  'mailing.undo': {
    given: held,
    does: ['mailing state=cancelled', '+audit mailing.undone'],
    sends: ['post CREVIEW1 mailing'],
  },
  'reader.erase': {
    given: found,
    does: [
      'subscriber email=',
      'subscriber email_key=erased/xxxxxxxxxxx4',
      'subscriber name=',
      'subscriber state=erased',
      'subscriber source=',
      'subscriber confirm_expires_at',
      '+consent erased',
      '+audit reader.erased',
      '+erasure',
    ],
  },
  'reader.export': {
    given: found,
    does: ['+audit reader.exported'],
    again: ['+audit reader.exported'],
    says: /eve@example\.org/,
  },
  'reader.lift': {
    given: blocked,
    does: ['subscriber state=unsubscribed', '+consent lifted', '+audit reader.suppression_lifted'],
    says: /nothing was sent/,
  },
  'reader.resend': {
    given: found,
    does: [
      'subscriber confirm_request=2',
      'subscriber confirm_expires_at',
      '+consent requested',
      '+message todo',
      '+audit reader.asked_again',
    ],
    sends: ['mail eve@example.org'],
  },
  'reader.unsubscribe': {
    given: active,
    does: ['subscriber state=unsubscribed', 'subscriber left_at', '+consent left', '+audit reader.left'],
  },
  'import.undo': {
    given: importedAlready,
    does: [
      'subscriber email=',
      'subscriber email_key=erased/xxxxxxxxxxx8',
      'subscriber state=erased',
      'subscriber source=',
      'subscriber import_id=null',
      '-subscriber',
      '-consent ×2',
      '+audit import.removed',
      'import state=undone',
    ],
  },
  'batches.sent': {
    given: unanswered,
    does: [
      'mailing submitted_count=1',
      'mailing asked_unknown=0',
      '+batch submitted',
      '-batch',
      '+audit batches.taken_as_sent',
    ],
    sends: [],
  },
  'batches.send_again': {
    given: unanswered,
    does: [
      'mailing state=sending',
      'mailing finished_at',
      'mailing asked_unknown=0',
      '+batch todo',
      '-batch',
      '+audit batches.sent_again',
    ],
    sends: ['mail li@example.org'],
  },
  'digest.new': { given: [forMail, 'type digest'], does: [], opens: 'digest.form' },
  'digest.schedules': { given: [...scheduled, 'type digest'], does: [], says: /Every week/ },
  'draft.approve': {
    given: drafted,
    ...approved,
  },
  'draft.stop': { given: drafted, does: ['mailing state=cancelled', '+audit mailing.stopped'], sends: [] },
  'draft.edit': { given: drafted, does: [], opens: 'digest.form' },
  // A link: the browser opens it, and Slack wants no more than its acknowledgement.
  'draft.preview': { given: drafted, does: [], says: /^/ },
  'draft.test': { given: drafted, does: [], opens: 'digest.test' },
  'schedule.add': { given: [...scheduled], does: [], opens: 'digest.schedule' },
  'schedule.edit': { given: scheduled, does: [], opens: 'digest.schedule' },
  'schedule.pause': { given: scheduled, does: ['schedule state=paused', '+audit schedule.paused'] },
  'schedule.resume': {
    given: [...scheduled, 'press schedule.pause'],
    does: ['schedule state=active', '+audit schedule.resumed'],
  },
  'schedule.skip': { given: scheduled, does: ['schedule next_date=2026-03-16', '+audit schedule.skipped'] },
  'schedule.remove': { given: scheduled, does: ['schedule state=removed', '+audit schedule.removed'] },
  'schedule.undo': {
    given: [...scheduled, 'press schedule.remove'],
    does: ['+schedule active', '+audit schedule.created'],
  },
};
