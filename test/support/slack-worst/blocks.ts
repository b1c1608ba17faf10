import { SUPPRESSION_REASONS } from '../../../src/db/readers/suppressions.ts';
import * as approval from '../../../src/slack/blocks/approval.ts';
import * as article from '../../../src/slack/blocks/article.ts';
import * as standing from '../../../src/slack/blocks/article-standing.ts';
import * as audience from '../../../src/slack/blocks/audience.ts';
import * as block from '../../../src/slack/blocks/block.ts';
import * as buttons from '../../../src/slack/blocks/buttons.ts';
import * as contact from '../../../src/slack/blocks/contact.ts';
import * as count from '../../../src/slack/blocks/count.ts';
import * as desk from '../../../src/slack/blocks/desk-notes.ts';
import * as draft from '../../../src/slack/blocks/draft.ts';
import * as everyFeed from '../../../src/slack/blocks/every-feed.ts';
import * as feedAlert from '../../../src/slack/blocks/feed-alert.ts';
import * as choice from '../../../src/slack/blocks/feed-choice.ts';
import * as feeds from '../../../src/slack/blocks/feed-list.ts';
import * as flood from '../../../src/slack/blocks/flood.ts';
import * as imports from '../../../src/slack/blocks/import.ts';
import { issueTitle } from '../../../src/slack/blocks/issue.ts';
import * as mailing from '../../../src/slack/blocks/mailing.ts';
import * as mailingNotes from '../../../src/slack/blocks/mailing-notes.ts';
import { needsLines } from '../../../src/slack/blocks/needs.ts';
import { noRoleText } from '../../../src/slack/blocks/no-role.ts';
import { noteMessage } from '../../../src/slack/blocks/note.ts';
import * as person from '../../../src/slack/blocks/person.ts';
import { putInText } from '../../../src/slack/blocks/put-in.ts';
import * as reader from '../../../src/slack/blocks/reader.ts';
import * as routes from '../../../src/slack/blocks/routes.ts';
import * as schedule from '../../../src/slack/blocks/schedule.ts';
import { signupFloodText } from '../../../src/slack/blocks/signup-flood.ts';
import { undoRowFor } from '../../../src/slack/blocks/undo.ts';
import * as unknown from '../../../src/slack/blocks/unknown-post.ts';
import { waitingBlocks } from '../../../src/slack/blocks/waiting.ts';
import { workText } from '../../../src/slack/blocks/work.ts';
import { plain } from '../../../src/slack/mrkdwn.ts';
import { testConfig } from './config.ts';
import { AT, cardOf, draftOf, feedOf, progressOf, routeOf, several, standingOf } from './given.ts';
import { contactsOf, notesOf } from './notes.ts';
import type { Drawn, Worst } from './worst.ts';

type Kind = ReturnType<typeof notesOf>[number]['kind'];
type Note<K extends Kind> = Extract<ReturnType<typeof notesOf>[number], { kind: K }>;

function notes<K extends Kind>(worst: Worst, ...kinds: K[]): Note<K>[] {
  return notesOf(worst).filter((note): note is Note<K> => kinds.includes(note.kind as K));
}

const facts = { linkOf: (slug: string) => `https://news.example.com/articles/${slug}`, now: AT };
const MAILING_NOTES = [
  'mailing_paused',
  'unknown_batches',
  'mailing_report',
  'monthly_report',
  'draft_mailing',
] as const;
const DESK_NOTES = [
  ...(['approval', 'approvals_waiting', 'sent_back', 'route_paused', 'route_intro', 'summary'] as const),
  ...(['unknown_summary', 'slow_down'] as const),
];
const COUNT = 9_007_199_254_740_991;
const ALL = { active: COUNT, pausedWithAll: COUNT };

const blocks = (all: readonly unknown[]): Drawn => ({ blocks: all });
const text = (words: string): Drawn => ({ text: words });
/** What stands above blocks, for notifications and screen readers. */
const said = (words: string): Drawn => ({ message: { text: words } });

function scheduleOf({ many, maybe }: Worst, id: number) {
  const frequency = (['daily', 'weekly', 'monthly'] as const)[id % 3] ?? 'weekly';
  const plan = {
    ...{ time: '09:00', weekday: 7, dayOfMonth: 31, clocks: 'readers' as const, hoursAhead: 20 },
    minimumCount: Math.max(1, Math.min(20, many)),
  };
  const state = maybe('active' as const) ?? ('paused' as const);
  return {
    ...{ id, publicId: `s${id}`, frequency, plan, policy: 'needs_approval' as const, state, nextDate: '2026-03-02' },
    ...{ since: AT, createdAt: AT },
  };
}

/** One case for each function of src/slack/blocks, by file and name. */
export const BLOCK_CASES: Readonly<Record<string, (worst: Worst) => Drawn[]>> = {
  'approval.ts approvalSentence': (w) =>
    notes(w, 'approval').map(({ approval: one }) => text(approval.approvalSentence(one))),
  'approval.ts approvalBlocks': (w) =>
    notes(w, 'approval').map(({ approval: one }) => blocks(approval.approvalBlocks(one))),
  'approval.ts approvalText': (w) => notes(w, 'approval').map(({ approval: one }) => said(approval.approvalText(one))),
  'approval.ts resubmitRow': () => [blocks([approval.resubmitRow('a1')])],
  'approval.ts decisionRow': () => [blocks([approval.decisionRow('a1'), approval.decisionRow('a2', ':2')])],
  'article.ts articleBlocks': (w) => [blocks(article.articleBlocks(cardOf(w)))],
  'article.ts articleText': (w) => [{ message: { text: article.articleText(cardOf(w)) || 'x' } }],
  'article-standing.ts standingLine': (w) => [text(standing.standingLine(standingOf(w), AT))],
  'article-standing.ts standingBlocks': (w) => [blocks(standing.standingBlocks(standingOf(w), facts))],
  // A page of the list has five, see articleListReply.
  'article-standing.ts articleListBlocks': (w) => {
    const page = several(w, (id) => standingOf(w, id), 5);
    return [blocks(standing.articleListBlocks(page, { ...facts, words: w.text, next: w.maybe(5) }))];
  },
  'audience.ts audienceText': (w) => {
    const groups = several(w, () => ({ locale: 'zh-Hans' as const, frequency: 'monthly' as const, readers: COUNT }), 8);
    const left = { paused: COUNT, otherFrequency: COUNT, otherLanguage: COUNT, otherTopic: COUNT, otherCompany: COUNT };
    const more = { otherOccupation: COUNT, hadAll: COUNT, suppressed: COUNT, unsubscribed: COUNT, unconfirmed: w.many };
    const leftOut = { ...left, ...more };
    return [text(audience.audienceText({ total: w.many, groups, inOtherLanguageOnly: w.many, leftOut }))];
  },
  'block.ts mrkdwn': () => [blocks([{ type: 'section', text: block.mrkdwn('x') }])],
  'block.ts paragraph': () => [blocks([block.paragraph('x')])],
  'block.ts paragraphs': (w) => [blocks(block.paragraphs(several(w, (n) => `${n} ${plain(w.text, 200)}`, 12)))],
  'block.ts header': (w) => [blocks([block.header(w.text || 'x')])],
  'block.ts smallPrint': () => [blocks([block.smallPrint('x')])],
  'block.ts message': () => [{ message: block.message('x', [block.paragraph('y')]) }],
  'buttons.ts buttonRow': (w) => [
    blocks([buttons.buttonRow([...several(w, (n) => buttonOf(w, n), 5), buttonOf(w, 99)])]),
  ],
  'buttons.ts paragraphWithButton': (w) => [blocks([buttons.paragraphWithButton('x', buttonOf(w, 1))])],
  'contact.ts contactBlocks': (w) => contactsOf(w).map((one) => blocks(contact.contactBlocks(one))),
  'contact.ts contactText': (w) => contactsOf(w).map((one) => said(contact.contactText(one))),
  'count.ts number': () => [text(count.number(COUNT))],
  'count.ts counted': () => [1, COUNT].map((many) => text(count.counted(many, 'batch', 'batches'))),
  'desk-notes.ts deskNoteMessage': (w) =>
    notes(w, ...DESK_NOTES).map((note) => ({ message: desk.deskNoteMessage(note) })),
  'desk-notes.ts slowText': (w) => [text(desk.slowText(w.many, AT))],
  'desk-notes.ts pausedWords': (w) => [w.maybe('is_archived'), w.text].map((why) => text(desk.pausedWords(why))),
  'draft.ts holdText': () => [0, 10, 60, 300].map((seconds) => text(draft.holdText(seconds))),
  'draft.ts draftText': (w) => [text(draft.draftText(draftOf(w)))],
  'draft.ts draftBlocks': (w) => [blocks(draft.draftBlocks(draftOf(w)))],
  'draft.ts draftButtons': (w) => [blocks([buttons.buttonRow(draft.draftButtons(draftOf(w), ':1'))])],
  'feed-choice.ts newestWords': (w) => [text(choice.newestWords(w.maybe({ title: w.text, publishedAt: AT })))],
  'feed-choice.ts feedChoiceBlocks': (w) => [blocks(choice.feedChoiceBlocks(w.url, candidates(w)))],
  'feed-choice.ts feedChoiceText': (w) => [text(choice.feedChoiceText(w.url, candidates(w)))],
  'feed-choice.ts announceNewestRow': (w) => [blocks(choice.announceNewestRow('f1', w.many))],
  'every-feed.ts everyFeedButtons': () => [blocks([buttons.buttonRow(everyFeed.everyFeedButtons(ALL))])],
  'every-feed.ts pauseAllQuestion': () =>
    [ALL, { active: 0, pausedWithAll: 0 }].map((counts) => ({ message: everyFeed.pauseAllQuestion(counts) })),
  'every-feed.ts everyFeedReply': () =>
    (['pause', 'resume'] as const).flatMap((act) =>
      [0, COUNT].map((count) => ({ message: everyFeed.everyFeedReply({ act, count, userId: 'UANA' }, ALL) })),
    ),
  // A page of the list has ten, see feedListReply.
  'feed-list.ts feedListBlocks': (w) => {
    const channels = several(w, () => 'CNEWS', 5);
    const page = several(w, (id) => ({ ...feedOf(w, id), channels }), 10);
    return [
      blocks(feeds.feedListBlocks({ feeds: page, after: 0, nextAfter: w.maybe(10) }, everyFeed.everyFeedButtons(ALL))),
    ];
  },
  // At most twenty are listed, see listRemovedFeeds.
  'feed-list.ts removedFeedsBlocks': (w) => [blocks(feeds.removedFeedsBlocks(several(w, (id) => feedOf(w, id), 20)))],
  'feed-list.ts checkingText': (w) => [text(feeds.checkingText(w.text))],
  'feed-list.ts feedChangeReply': (w) => [
    { message: feeds.feedChangeReply('remove', { feed: feedOf(w), changedAt: w.maybe(AT) }) },
  ],
  'flood.ts floodBlocks': (w) => notes(w, 'flood').map((note) => blocks(flood.floodBlocks(note.flood, ':1'))),
  'flood.ts floodText': (w) => notes(w, 'flood').map((note) => said(flood.floodText(note.flood))),
  'feed-alert.ts failingBlocks': (w) =>
    notes(w, 'feed_failing').map(({ feed }) => blocks(feedAlert.failingBlocks(feed))),
  'feed-alert.ts failingText': (w) => notes(w, 'feed_failing').map(({ feed }) => text(feedAlert.failingText(feed))),
  'feed-alert.ts recoveredText': (w) => notes(w, 'feed_recovered').map((note) => text(feedAlert.recoveredText(note))),
  'import.ts previewBlocks': (w) => [
    blocks(imports.previewBlocks(judgedOf(w), ['cleaned', 'unsubscribed', 'subscribed'])),
  ],
  'import.ts importedText': (w) => [text(imports.importedText(importOf(w)))],
  'import.ts importBlock': (w) => [blocks([imports.importBlock(importOf(w))])],
  'issue.ts issueTitle': (w) => [said(plain(issueTitle({ subject: { en: w.text } } as never), 100) || 'x')],
  'mailing.ts mailingBlocks': (w) => notes(w, 'mailing').map((note) => blocks(mailing.mailingBlocks(note.mailing))),
  'mailing.ts undoRow': () => [blocks([mailing.undoRow('m1')])],
  'mailing.ts mailingSentence': (w) => notes(w, 'mailing').map((note) => text(mailing.mailingSentence(note.mailing))),
  'mailing.ts mailingText': (w) => [said(mailing.mailingText(progressOf(w, 'paused')))],
  'mailing-notes.ts mailingNoteMessage': (w) =>
    notes(w, ...MAILING_NOTES).map((note) => ({ message: mailingNotes.mailingNoteMessage(note) })),
  'mailing-notes.ts reportText': (w) =>
    notes(w, 'mailing_report').map(({ report }) => text(mailingNotes.reportText(report))),
  'needs.ts needsLines': () => [
    text(
      needsLines({
        ...{ floods: COUNT, unknownPosts: COUNT, pausedRoutes: COUNT },
        ...{ unknownBatches: COUNT, drafts: COUNT, questions: COUNT },
      }).join('\n'),
    ),
  ],
  'person.ts mentionOf': () => ['slack:UANA', 'api', null].map((by) => text(person.mentionOf(by) ?? 'somebody')),
  'person.ts personOf': () => ['slack:UANA', 'api', 'feed:f1', null].map((by) => text(person.personOf(by))),
  'put-in.ts putInText': (w) =>
    (['added', 'was_in', 'was_had'] as const).map((kind) => text(putInText({ kind, article: { title: w.text } }))),
  'no-role.ts noRoleText': () => [text(noRoleText([])), text(noRoleText(['UANA', 'UBEN', 'UEVE']))],
  'note.ts noteMessage': (w) => notesOf(w).map((note) => ({ message: noteMessage(note) })),
  'reader.ts readerBlocks': (w) =>
    (['pending', 'active', 'unsubscribed', 'suppressed', 'erased'] as const).map((state) =>
      blocks(reader.readerBlocks(fileOf(w, state))),
    ),
  'reader.ts suppressedHashMessage': () =>
    SUPPRESSION_REASONS.map((reason) => ({
      message: reader.suppressedHashMessage({ hash: 'h'.repeat(43), reason, since: '2026-03-02T08:00:00.000Z' }),
    })),
  'reader.ts confirmationText': () =>
    (['sent', 'limited', 'invited', 'active', 'closed'] as const).map((outcome) =>
      text(reader.confirmationText({ outcome, reader: null })),
    ),
  'routes.ts rhythmWords': (w) => [text(routes.rhythmWords(routeOf(w)))],
  'routes.ts routeLine': (w) => [text(routes.routeLine(routeOf(w)))],
  // A page of the list has ten, see channelsReply.
  'routes.ts routeListBlocks': (w) => {
    const page = several(w, (id) => routeOf(w, id), 10);
    return [blocks(routes.routeListBlocks({ routes: page, after: 0, nextAfter: w.maybe(10) }))];
  },
  'routes.ts routeChangeReply': (w) => [
    { message: routes.routeChangeReply('edited', { route: routeOf(w), changedAt: w.maybe(AT) }) },
  ],
  'schedule.ts scheduleText': (w) => [text(schedule.scheduleText({ config: testConfig() }, scheduleOf(w, 1)))],
  // There are at most three, one for each frequency.
  'schedule.ts scheduleBlocks': (w) => {
    const all = several(w, (id) => scheduleOf(w, id), 3);
    return [blocks(schedule.scheduleBlocks({ config: testConfig() }, all, new Map()))];
  },
  'signup-flood.ts signupFloodText': (w) => notes(w, 'signup_flood').map((note) => text(signupFloodText(note))),
  'undo.ts undoRowFor': () => [blocks([undoRowFor('route:r1', AT)])],
  'unknown-post.ts unknownPostBlocks': (w) =>
    notes(w, 'unknown_post').map((note) => blocks(unknown.unknownPostBlocks(note))),
  'unknown-post.ts unknownMessage': () => [
    { message: unknown.unknownMessage({ publicId: 'a1', channelId: 'CNEWS', what: 'the summary' }, ':1') },
  ],
  'unknown-post.ts unknownPostText': (w) => notes(w, 'unknown_post').map((note) => said(unknown.unknownPostText(note))),
  'waiting.ts waitingBlocks': (w) => {
    const posts = several(w, (id) => ({ id, publicId: `p${id}`, channelId: 'CNEWS', title: w.text }), 10);
    return [blocks(waitingBlocks(posts, w.many))];
  },
  'work.ts workText': (w) =>
    notes(w, 'work_stuck', 'work_recovered', 'work_stood_still', 'work_trial', 'signup_check_misset').map((note) =>
      text(workText(note)),
    ),
};

function buttonOf({ maybe, text: words, url }: Worst, index: number): buttons.Button {
  return {
    ...{ actionId: `act:${index}`, label: words || 'x', value: 'x'.repeat(2_000) },
    ...(maybe(1) ? { url: url.slice(0, 3_000), style: 'danger', confirm: confirmOf(words || 'x') } : {}),
  };
}

function confirmOf(words: string): buttons.Confirm {
  return { title: words, text: words, confirm: words, deny: words };
}

/** What a page names is at most eight, see discoverFeeds. */
function candidates(w: Worst) {
  const newest = w.maybe({ title: w.text, publishedAt: w.maybe(AT) });
  return several(w, () => ({ url: w.url, title: w.text, itemCount: w.many, newest }), 8);
}

function judgedOf(w: Worst) {
  const counts = { new: COUNT, known: COUNT, refused: COUNT, opt_out: w.many, bounce: w.many, bad: COUNT };
  const told = several(w, (line) => ({ line, outcome: 'bad' as const, reason: w.text }));
  return { counts, told, tags: several(w, () => w.text) };
}

function importOf({ maybe, text: words }: Worst) {
  return {
    ...{ id: 1, publicId: 'i1', state: 'finished' as const, consentSource: words, consentAt: maybe('2024-05-01') },
    ...{ locale: 'en' as const, frequency: 'weekly' as const, lineDone: COUNT, newCount: COUNT, knownCount: COUNT },
    ...{ refusedCount: COUNT, badCount: COUNT, optOutCount: COUNT, bounceCount: COUNT, createdBy: 'slack:UANA' },
    ...{ createdAt: AT, finishedAt: maybe(AT) },
  };
}

function fileOf(w: Worst, state: 'pending' | 'active' | 'unsubscribed' | 'suppressed' | 'erased') {
  const { maybe, text: words } = w;
  return {
    reader: {
      ...{ id: 1, publicId: 'r1', email: `${words}@example.org`, name: words, company: maybe(words), state },
      ...{ occupation: maybe(words), locale: 'en' as const, frequency: 'weekly' as const, source: words },
      ...{ createdAt: AT, confirmedAt: maybe(AT), leftAt: maybe(AT), topics: several(w, () => words) },
    },
    consent: several(w, () => ({
      ...{
        act: words,
        textVersion: '1',
        text: maybe(words),
        locale: 'en',
        page: words,
        addressHash: null,
        at: AT,
        detail: null,
      },
    })),
    sent: several(w, () => ({ mailing: 'm1', kind: words, outcome: 'submitted' as const, at: maybe(AT) })),
  };
}
