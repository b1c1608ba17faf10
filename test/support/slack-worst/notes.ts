import { ANNOUNCEMENT_STATES } from '../../../src/db/announcements/announcements.ts';
import type { ContactMessage } from '../../../src/db/desk/contact-messages.ts';
import type { SlackNote } from '../../../src/services/ports.ts';
import { AT, cardOf, draftOf, progressOf, several } from './given.ts';
import type { Worst } from './worst.ts';

const MAILING_STATES = ['draft', 'holding', 'sending', 'paused', 'finished', 'cancelled'] as const;
const REFUSALS = ['is_archived', 'channel_not_found', 'not_in_channel', 'restricted_action', 'anything_else'];

export function contactsOf({ maybe, text }: Worst): ContactMessage[] {
  const contact = {
    ...{ id: 1, publicId: 'c1', role: 'press' as const, topic: maybe(text), locale: 'en' as const, name: text },
    ...{ email: `${text.slice(0, 200)}@example.org`, outlet: maybe(text), deadline: maybe(text), body: text },
    ...{ sentTo: maybe(text), claimedBy: maybe('slack:UANA'), doneBy: maybe('slack:UBEN'), createdAt: AT },
  };
  return (['open', 'claimed', 'done'] as const).map((state) => ({ ...contact, state }));
}

function reportOf({ maybe, text, ...worst }: Worst): Extract<SlackNote, { kind: 'mailing_report' }>['report'] {
  const count = 9_007_199_254_740_991;
  return {
    ...{ publicId: 'm1', number: 1, subject: text, state: 'finished', startedAt: maybe(AT), finishedAt: maybe(AT) },
    ...{ approvedBy: 'slack:UANA', due: maybe(count), submitted: worst.many, refused: count, unknownBatches: count },
    ...{ delayed: count, failed: count, suppressed: count, bounced: count, complained: count, left: count },
    articles: several({ maybe, text, ...worst }, () => ({ title: text, url: worst.url, followed: maybe(count) })),
    pageUrl: `https://news.example.com/reports/${'t'.repeat(400)}`,
  };
}

/** Everything that Newsdesk says by itself, in every state. */
export function notesOf(worst: Worst): SlackNote[] {
  const { many, text } = worst;
  const card = cardOf(worst);
  return [
    ...deskNotes(worst),
    { kind: 'article', card },
    { kind: 'article', card: { ...card, extract: '', image: null } },
    { kind: 'unknown_post', announcementId: 'a1', channelId: 'CNEWS', card },
    ...MAILING_STATES.map((state) => ({ kind: 'mailing' as const, mailing: progressOf(worst, state) })),
    { kind: 'mailing_paused', mailing: progressOf(worst, 'paused') },
    { kind: 'mailing_trouble', mailing: progressOf(worst, 'finished'), reason: '40 of 200 mails (20.00 %) came back.' },
    { kind: 'unknown_batches', mailing: progressOf(worst, 'finished') },
    ...[true, false].map((isAutomatic) => ({
      kind: 'draft_mailing' as const,
      draft: draftOf(worst, { isAutomatic, isScheduled: isAutomatic }),
    })),
    { kind: 'mailing_report', report: reportOf(worst) },
    {
      kind: 'monthly_report',
      month: {
        ...{ month: '2026-02', mailings: many, submitted: many, refused: many, bounced: many, complained: many },
        ...{ left: many, named: several(worst, (number) => ({ number, subject: text, submitted: many }), 10) },
      },
    },
    { kind: 'flood', flood: { publicId: 'f1', feedTitle: text, count: many, titles: several(worst, () => text, 5) } },
    ...[true, false].map((isGone) => ({
      kind: 'feed_failing' as const,
      feed: { publicId: 'f1', number: 1, title: text, failingSince: AT, error: text, isGone },
    })),
    { kind: 'feed_recovered', title: text, failedSince: AT, feedId: 'f1' },
    ...contactsOf(worst).map((contact) => ({ kind: 'contact' as const, contact })),
    { kind: 'signup_flood', perHour: many, until: AT },
    { kind: 'work_stuck', problems: several(worst, () => 'A batch of mails has waited for an hour.', 10) },
    { kind: 'work_recovered', stuckSince: AT },
    { kind: 'work_stood_still', from: AT, until: AT },
    { kind: 'work_trial' },
    { kind: 'signup_check_misset' },
  ];
}

function deskNotes(worst: Worst): SlackNote[] {
  const { many, maybe, text } = worst;
  const approval = {
    ...{ publicId: 'a1', articleId: 'x1', channelId: 'CNEWS', card: cardOf(worst), author: 'slack:UEVE' },
    ...{ decidedBy: maybe('slack:UANA'), decidedAt: maybe(AT), reason: maybe(text), postedAt: maybe(AT) },
    ...{ postTs: maybe('1772438400.000100'), threadTs: maybe('1772438300.000100') },
  };
  return [
    ...ANNOUNCEMENT_STATES.map((state) => ({ kind: 'approval' as const, approval: { ...approval, state } })),
    { kind: 'approvals_waiting', count: many, titles: several(worst, () => text, 5) },
    {
      ...{ kind: 'sent_back', publicId: 'a1', title: text, articleId: 'x1', channelId: 'CNEWS' },
      ...{ by: 'slack:UANA', reason: text },
    },
    ...REFUSALS.map((reason) => ({
      kind: 'route_paused' as const,
      route: { publicId: 'r1', number: 1, channelId: 'CNEWS', what: text, reason, waiting: many },
    })),
    { kind: 'route_intro', by: 'slack:UANA', what: text, rhythm: 'New articles show up here.' },
    ...[true, false].map((isCompact) => ({
      kind: 'summary' as const,
      summary: {
        ...{ isWeekly: many > 3, isCompact, localDate: '2026-03-02', moreCount: many },
        cards: several(worst, () => cardOf(worst), 20),
      },
    })),
    { kind: 'unknown_summary', publicId: 's1', channelId: 'CNEWS', localDate: '2026-03-02' },
    { kind: 'slow_down', waiting: many, lastAt: AT },
  ];
}
