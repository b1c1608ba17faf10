import * as z from 'zod';
import { ROUTE_MODES, ROUTE_STATES } from '../db/announcements/routes.ts';
import { StaffArticleRow } from '../db/articles/staff-articles.ts';
import { VISIBILITIES } from '../db/articles/topics.ts';
import { COUNTED_THINGS } from '../db/counters.ts';
import { FeedSettingsRow } from '../db/feeds/feed-edits.ts';
import { NamedFeedRow } from '../db/feeds/feed-states.ts';
import { ReportRow } from '../db/mailings/email-events.ts';
import { MAILING_STATES } from '../db/mailings/mailings.ts';
import { EvidenceRow } from '../db/readers/consents.ts';
import { ImportRow } from '../db/readers/imports.ts';
import { ReaderRow, SentRow } from '../db/readers/reader-list.ts';
import { SUBSCRIBER_STATES } from '../db/readers/subscribers.ts';

/**
 * The shapes of what /api/v1 answers, made from the rows where an answer is one. They describe and check nothing at run time; a
 * test asks every route and holds its answer to them.
 */

const id = z.string();
const text = z.string();
const when = z.string().nullable();
const count = z.number();
/** Id of the last one of this page; null on the last page. */
const next = z.string().nullable();
const value = z.union([z.string(), z.number(), z.null()]);

const Article = StaffArticleRow.omit({
  ...{ publicId: true, bodyHtml: true, textRight: true, imageRight: true, topicIds: true, contentHash: true },
  ...{ eventStartsAt: true, eventEndsAt: true, eventPlace: true, eventUrl: true },
}).extend({
  id,
  link: text,
  body: text.nullable(),
  rights: z.object({ text, image: text }),
  event: z.object({ startsAt: text, endsAt: when, place: text.nullable(), url: text.nullable() }).nullable(),
  topics: z.array(text),
});
const Feed = NamedFeedRow.omit({ publicId: true, alertedSince: true, removedAt: true, addedBy: true }).extend({
  id,
  channels: z.array(text),
});
const newestItem = z.object({ title: text, publishedAt: when }).nullable();
const Mailing = z.object({
  ...{ id, kind: text, state: z.enum(MAILING_STATES), createdAt: text, approvedAt: when, approvedBy: text.nullable() },
  ...{ startedAt: when, finishedAt: when, submitted: count, refused: count, pauseReason: text.nullable() },
});
const Report = z.object({
  ...{ publicId: id, number: count, subject: text, state: text, startedAt: when, finishedAt: when, approvedBy: text },
  ...{ due: count.nullable(), submitted: count, refused: count, unknownBatches: count, delayed: count, failed: count },
  ...{ suppressed: count, bounced: count, complained: count, left: count, pageUrl: text },
  articles: z.array(z.object({ title: text, url: text, followed: count.nullable() })),
});
const Reader = ReaderRow.omit({ publicId: true }).extend({ id });
const ReaderFile = z.object({ reader: Reader, consent: z.array(EvidenceRow), sent: z.array(SentRow) });
const Outcome = z.object({
  outcome: z.enum(['sent', 'limited', 'invited', 'active', 'closed']),
  reader: Reader.nullable(),
});
const Topic = z.object({ id, slug: text, name: text, visibility: z.enum(VISIBILITIES) });
const Import = ImportRow.omit({ publicId: true }).extend({ id });
const Judged = z.object({
  counts: z.object({ new: count, known: count, refused: count, opt_out: count, bounce: count, bad: count }),
  told: z.array(z.object({ line: count, outcome: z.enum(['known', 'refused', 'bad']), reason: text })),
  tags: z.array(text),
});
const moves = { joined: count, left: count };
const Counter = z.object({ total: count, states: z.record(text, count), isCut: z.boolean() });

export const ANSWERS = {
  counters: z.object({ at: text, newest: count, ...Object.fromEntries(COUNTED_THINGS.map((what) => [what, Counter])) }),
  articles: z.object({ articles: z.array(Article), next }),
  article: Article,
  newArticle: Article.extend({ missing: z.array(text).optional() }),
  withdrawnArticle: Article.extend({ skippedAnnouncements: count }),
  importedArticles: z.object({
    rows: z.array(z.object({ line: count, outcome: z.enum(['new', 'known', 'refused']), reason: text.nullable() })),
  }),
  feeds: z.object({ feeds: z.array(Feed), next }),
  newFeed: z.object({ id, title: text, url: text, isNew: z.boolean(), itemCount: count, newest: newestItem }),
  changedFeed: FeedSettingsRow.omit({ publicId: true, topicIds: true }).extend({
    id,
    topics: z.array(text),
    isChanged: z.boolean(),
  }),
  newChannel: z.object({ id, channel: text, mode: z.enum(ROUTE_MODES), state: z.enum(ROUTE_STATES) }),
  mailings: z.object({ mailings: z.array(Mailing) }),
  mailing: z.object({ mailing: Mailing, report: Report }),
  controlledMailing: z.object({ mailing: Mailing, isDone: z.boolean() }),
  proof: z.object({
    ...{ mailing: id, reader: id, outcome: text, batch: text.nullable(), attempts: count, submittedAt: when },
    ...{ providerId: text.nullable(), reason: text.nullable(), reports: z.array(ReportRow) },
  }),
  readers: z.object({ readers: z.array(Reader), next }),
  reader: z.object({ reader: Reader }),
  liftedReader: z.object({ reader: Reader.nullable() }),
  readerFile: ReaderFile,
  evidence: z.object({
    evidence: z.array(z.object({ reader: id, state: z.enum(SUBSCRIBER_STATES), consent: z.array(EvidenceRow) })),
  }),
  readerData: z.looseObject({ exportedAt: text, from: text, consent: z.array(EvidenceRow) }),
  outcome: Outcome,
  givenUp: z.object({ givenUp: count }),
  topics: z.object({ topics: z.array(Topic) }),
  topic: Topic,
  growth: z.object({
    now: z.partialRecord(z.enum(SUBSCRIBER_STATES), count),
    days: z.array(z.object({ day: text, ...moves })),
    sources: z.array(z.object({ source: text, ...moves })),
    moves: z.array(z.object({ day: text, source: text, ...moves })),
  }),
  imports: z.object({ imports: z.array(Import) }),
  import: Import,
  judged: Judged,
  importedRows: Judged.extend({ import: Import }),
  doctor: z.object({
    findings: z.array(
      z.object({ what: text, state: z.enum(['ok', 'warning', 'failed']), told: text, next: text.nullable() }),
    ),
    webhook: z.object({ url: text, headers: z.record(text, text), body: text }).nullable(),
  }),
  trialMail: z.object({ id: text }),
  trialPost: z.object({ ts: text }),
  backup: z.object({ tables: z.array(text), migrations: z.array(text), estimates: z.record(text, count) }),
  backupPage: z.object({
    table: text,
    columns: z.array(text),
    rows: z.array(z.array(value)),
    next: z.array(value).nullable(),
  }),
  restoreOpen: z.object({ status: text }),
  restoredRows: z.object({ status: text, leftOut: count }),
  restoreStep: z.union([
    z.object({ done: z.literal(false), next: count }),
    z.object({ done: z.literal(true), counts: z.record(text, count) }),
  ]),
};
