import * as z from 'zod';
import { LOCALES } from '../../domain/locale.ts';
import { json } from '../columns.ts';
import { type Database, query, queryOne } from '../database.ts';

const LocalisedShape = z.partialRecord(z.enum(LOCALES), z.string());

const IssueRow = z.object({
  publicId: z.string(),
  state: z.enum(['draft', 'holding', 'sending', 'paused', 'finished']),
  subject: json(LocalisedShape),
  articleCount: z.number(),
  submittedCount: z.number(),
  failedCount: z.number(),
  /** Readers by the gravest report on their mail. */
  problems: json(z.record(z.string(), z.number())),
  holdUntil: z.string().nullable(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});
/** A newsletter in the overview. */
export type Issue = z.infer<typeof IssueRow>;

const ISSUE = `SELECT m.public_id AS publicId, m.state, m.subject, m.submitted_count AS submittedCount,
    m.failed_count AS failedCount, m.problems, m.hold_until AS holdUntil, m.started_at AS startedAt, m.finished_at AS finishedAt,
    (SELECT COUNT(*) FROM mailing_article a WHERE a.mailing_id = m.id) AS articleCount
  FROM mailing m`;

/** The newsletter that is being prepared or sent, if any. */
export async function findNextIssue(db: Database): Promise<Issue | null> {
  return queryOne(
    IssueRow,
    db.prepare(
      `${ISSUE} WHERE m.kind = 'digest' AND m.state IN ('draft', 'holding', 'sending', 'paused') ORDER BY m.id DESC LIMIT 1`,
    ),
  );
}

/** The newest mailings that were sent whole, the latest first. */
export async function listLastSends(db: Database, limit: number): Promise<Issue[]> {
  return query(
    IssueRow,
    db
      .prepare(`${ISSUE} WHERE m.state = 'finished' ORDER BY m.finished_at DESC, m.id DESC LIMIT CAST(?1 AS INTEGER)`)
      .bind(limit),
  );
}

const NeedsRow = z.object({
  floods: z.number(),
  unknownPosts: z.number(),
  pausedRoutes: z.number(),
  unknownBatches: z.number(),
  drafts: z.number(),
  questions: z.number(),
});
/** How much waits for a person, by kind. `drafts` are newsletters staff were asked about, `questions` those that nobody claimed. */
export type Needs = z.infer<typeof NeedsRow>;

const NOTHING: Needs = { floods: 0, unknownPosts: 0, pausedRoutes: 0, unknownBatches: 0, drafts: 0, questions: 0 };

/** Counts what waits for a decision, beside approvals and feeds. */
export async function countNeeds(db: Database): Promise<Needs> {
  const row = await queryOne(
    NeedsRow,
    db.prepare(
      `SELECT (SELECT COUNT(*) FROM flood WHERE state = 'open') AS floods,
         (SELECT COUNT(*) FROM announcement WHERE state = 'unknown') AS unknownPosts,
         (SELECT COUNT(DISTINCT channel_id) FROM route WHERE state = 'paused') AS pausedRoutes,
         (SELECT COUNT(*) FROM batch b JOIN mailing m ON m.id = b.mailing_id
          WHERE b.state = 'unknown' AND m.state <> 'cancelled') AS unknownBatches,
         (SELECT COUNT(*) FROM mailing WHERE state = 'draft' AND is_automatic = 0
            AND (schedule_id IS NOT NULL OR kind <> 'digest')) AS drafts,
         (SELECT COUNT(*) FROM contact_message WHERE state = 'open') AS questions`,
    ),
  );
  return { ...NOTHING, ...row };
}

const FailingRow = z.object({ publicId: z.string(), title: z.string(), failingSince: z.string().nullable() });

/** Feeds that have not answered since `before`, or are gone, the longest first. */
export async function listFailingFeeds(
  db: Database,
  before: string,
  limit: number,
): Promise<z.infer<typeof FailingRow>[]> {
  return query(
    FailingRow,
    db
      .prepare(
        `SELECT public_id AS publicId, title, failing_since AS failingSince FROM feed
         WHERE state = 'gone' OR (state = 'active' AND failing_since <= ?1)
         ORDER BY failing_since LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(before, limit),
  );
}
