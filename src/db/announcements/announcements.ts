import * as z from 'zod';
import { flag, statesBefore, type Transitions } from '../columns.ts';
import { type Database, execute, query, queryOne, type Statement } from '../database.ts';
import { IS_OPEN, ROUTE_IS_OPEN } from './channel-announcements.ts';
import { ROUTE_THREADS } from './routes.ts';

export const ANNOUNCEMENT_STATES = [
  'awaiting_approval',
  'pending',
  'sending',
  'posted',
  'unknown',
  'failed',
  'skipped',
  'rejected',
  'withdrawn',
] as const;
export type AnnouncementState = (typeof ANNOUNCEMENT_STATES)[number];

/** unknown: Slack may have the post. Only a person moves it on: it was posted, or post again. */
export const ANNOUNCEMENT_TRANSITIONS: Transitions<AnnouncementState> = {
  awaiting_approval: ['pending', 'rejected', 'skipped'],
  pending: ['sending', 'skipped', 'failed'],
  sending: ['posted', 'pending', 'unknown', 'failed'],
  posted: ['withdrawn'],
  unknown: ['posted', 'pending'],
  failed: ['pending', 'skipped'],
  skipped: [],
  rejected: ['awaiting_approval'],
  withdrawn: [],
};

const AnnouncementRow = z.object({
  id: z.number(),
  publicId: z.string(),
  articleId: z.number(),
  channelId: z.string(),
  /** Null: asked for by hand, for this channel alone. */
  routeId: z.number().nullable(),
  state: z.enum(ANNOUNCEMENT_STATES),
  showsImage: flag,
  /** Headline, source and time only, as its route wanted when it was planned. */
  isCompact: flag,
  /** Where it goes behind the first article of a day, as its route wanted when it was planned. */
  threads: z.enum(ROUTE_THREADS),
  /** What staff wrote for this channel in place of the extract. */
  text: z.string().nullable(),
  attempts: z.number(),
  ts: z.string().nullable(),
  /** What Slack said when it last refused it. */
  lastError: z.string().nullable(),
  postedHash: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
});
export type Announcement = z.infer<typeof AnnouncementRow>;

const COLUMNS = `announcement.id, announcement.public_id AS publicId, article_id AS articleId, channel_id AS channelId,
  route_id AS routeId, announcement.state, shows_image AS showsImage, is_compact AS isCompact, threads,
  attempts, ts, announcement.last_error AS lastError, posted_hash AS postedHash, decided_by AS decidedBy,
  decided_at AS decidedAt, announcement.text`;

export type NewAnnouncement = {
  publicId: string;
  articlePublicId: string;
  channelId: string;
  routeId: number;
  needsApproval: boolean;
  showsImage: boolean;
  isCompact: boolean;
  threads: (typeof ROUTE_THREADS)[number];
};

/** Statement that plans announcements; an article is planned once per channel however often this runs. */
export function insertAnnouncements(db: Database, announcements: readonly NewAnnouncement[], now: string): Statement {
  return db
    .prepare(
      `INSERT INTO announcement (public_id, article_id, channel_id, route_id, state, shows_image, is_compact, threads,
         not_before, created_at)
       SELECT n.value->>'publicId', a.id, n.value->>'channelId', n.value->>'routeId',
         CASE WHEN n.value->>'needsApproval' THEN 'awaiting_approval' ELSE 'pending' END,
         n.value->>'showsImage', n.value->>'isCompact', n.value->>'threads', ?2, ?2
       FROM json_each(?1) n JOIN article a ON a.public_id = n.value->>'articlePublicId'
       WHERE true
       ON CONFLICT DO NOTHING`,
    )
    .bind(JSON.stringify(announcements), now);
}

/** A code of these by which Slack refused something that waits now; null for none. */
export async function findRefusal(db: Database, codes: Iterable<string>): Promise<string | null> {
  const row = await queryOne(
    z.object({ code: z.string() }),
    db
      .prepare(
        `SELECT last_error AS code FROM announcement
         WHERE ${IS_OPEN} AND state = 'pending' AND last_error IN (SELECT value FROM json_each(?1)) LIMIT 1`,
      )
      .bind(JSON.stringify([...codes])),
  );
  return row?.code ?? null;
}

/** Statement that makes due at once what waits because Slack refused it by one of these codes. */
export function hurryRefused(db: Database, codes: Iterable<string>, now: string): Statement {
  return db
    .prepare(
      `UPDATE announcement SET not_before = ?2
       WHERE ${IS_OPEN} AND state = 'pending' AND not_before > ?2 AND last_error IN (SELECT value FROM json_each(?1))`,
    )
    .bind(JSON.stringify([...codes]), now);
}

/** Takes the next announcement that may go out, of an article that is still public; null when none is due. */
export async function claimAnnouncement(
  db: Database,
  claim: { now: string; leaseUntil: string; busyChannels: readonly string[] },
): Promise<Announcement | null> {
  return queryOne(
    AnnouncementRow,
    db
      .prepare(
        `UPDATE announcement SET state = 'sending', lease_until = ?2, attempts = attempts + 1
         WHERE state = 'pending' AND id = (
           SELECT n.id FROM announcement n JOIN article a ON a.id = n.article_id
           WHERE n.${IS_OPEN} AND n.state = 'pending' AND n.not_before <= ?1 AND a.state = 'published'
             AND (a.embargo_until IS NULL OR a.embargo_until <= ?1)
             AND n.channel_id NOT IN (SELECT value FROM json_each(?3)) AND ${ROUTE_IS_OPEN}
           ORDER BY n.not_before, a.published_at, n.id LIMIT 1)
         RETURNING ${COLUMNS}`,
      )
      .bind(claim.now, claim.leaseUntil, JSON.stringify(claim.busyChannels)),
  );
}

/**
 * Slack's name of the post whose thread takes what a channel gets since `since`: the latest that stands in the channel
 * itself, which is the day's first unless that one was withdrawn or its thread refused. Null for none.
 */
export async function findThread(db: Database, channelId: string, since: string): Promise<string | null> {
  const row = await queryOne(
    z.object({ ts: z.string() }),
    db
      .prepare(
        `SELECT ts FROM announcement
         WHERE channel_id = ?1 AND state = 'posted' AND threads <> 'off' AND thread_ts IS NULL AND ts IS NOT NULL
           AND posted_at >= ?2
         ORDER BY posted_at DESC, id DESC LIMIT 1`,
      )
      .bind(channelId, since),
  );
  return row?.ts ?? null;
}

/** Statement that moves an announcement on; a no-op unless its state allows the move. Keeps what is not given. */
export function moveAnnouncement(
  db: Database,
  id: number,
  move: {
    to: AnnouncementState;
    /** Only from this state; else from every state that allows the move. */
    from?: AnnouncementState | undefined;
    ts?: string | undefined;
    /** Counts with `ts` alone: the thread it was posted in, none where absent. */
    threadTs?: string | undefined;
    postedAt?: string | undefined;
    postedHash?: string | undefined;
    notBefore?: string | undefined;
    error?: string | undefined;
    showsImage?: boolean | undefined;
    decidedBy?: string | undefined;
    decidedAt?: string | undefined;
    reason?: string | undefined;
  },
): Statement {
  return db
    .prepare(
      `UPDATE announcement SET state = ?2, ts = COALESCE(?3, ts),
         thread_ts = CASE WHEN ?3 IS NULL THEN thread_ts ELSE ?13 END, posted_at = COALESCE(?4, posted_at),
         posted_hash = COALESCE(?5, posted_hash), not_before = COALESCE(?6, not_before), last_error = ?7,
         shows_image = COALESCE(CAST(?8 AS INTEGER), shows_image), decided_by = COALESCE(?9, decided_by),
         decided_at = COALESCE(?10, decided_at),
         decision_reason = COALESCE(?12, decision_reason), lease_until = NULL
       WHERE id = CAST(?1 AS INTEGER) AND state IN (SELECT value FROM json_each(?11))`,
    )
    .bind(
      id,
      move.to,
      move.ts ?? null,
      move.postedAt ?? null,
      move.postedHash ?? null,
      move.notBefore ?? null,
      move.error ?? null,
      move.showsImage === undefined ? null : move.showsImage ? 1 : 0,
      move.decidedBy ?? null,
      move.decidedAt ?? null,
      move.from ? JSON.stringify([move.from]) : statesBefore(ANNOUNCEMENT_TRANSITIONS, move.to),
      move.reason ?? null,
      move.threadTs ?? null,
    );
}

/** Sets aside every post whose holder vanished between asking Slack and recording the answer. How many. */
export async function expireSending(db: Database, now: string): Promise<number> {
  return execute(
    db
      .prepare(
        `UPDATE announcement SET state = 'unknown', asked_at = NULL, lease_until = NULL
         WHERE ${IS_OPEN} AND state = 'sending' AND lease_until <= ?1`,
      )
      .bind(now),
  );
}

/** Unknown posts about which staff were not asked yet. */
export async function listToAsk(db: Database): Promise<Announcement[]> {
  return query(
    AnnouncementRow,
    db.prepare(`SELECT ${COLUMNS} FROM announcement WHERE state = 'unknown' AND asked_at IS NULL ORDER BY id LIMIT 10`),
  );
}

/** Notes that staff were asked; false when somebody else did. */
export async function markAsked(db: Database, id: number, now: string): Promise<boolean> {
  const changed = await execute(
    db
      .prepare(`UPDATE announcement SET asked_at = ?2 WHERE id = ?1 AND state = 'unknown' AND asked_at IS NULL`)
      .bind(id, now),
  );
  return changed === 1;
}

/** Takes back that staff were asked, because the question did not reach them. */
export async function unmarkAsked(db: Database, id: number): Promise<void> {
  await execute(db.prepare(`UPDATE announcement SET asked_at = NULL WHERE id = ?1 AND state = 'unknown'`).bind(id));
}

/** The announcement of a public id; null where there is none. */
export async function findAnnouncement(db: Database, publicId: string): Promise<Announcement | null> {
  return queryOne(
    AnnouncementRow,
    db.prepare(`SELECT ${COLUMNS} FROM announcement WHERE public_id = ?1`).bind(publicId),
  );
}

/** CROSS JOIN keeps this order: from the few articles that were edited to their posts, not from every post to its article. */
const OUTDATED = `article a CROSS JOIN announcement ON article_id = a.id
  WHERE a.revision > 1 AND announcement.state = 'posted' AND posted_hash <> a.content_hash`;

/** Ten posts that show an older revision of their article than the newsroom does, of articles edited since `since`. */
export async function listOutdatedPosts(db: Database, since: string): Promise<Announcement[]> {
  return query(
    AnnouncementRow,
    db.prepare(`SELECT ${COLUMNS} FROM ${OUTDATED} AND a.updated_at >= ?1 LIMIT 10`).bind(since),
  );
}

/** Records which revision a post shows now. */
export async function recordPostedHash(db: Database, id: number, hash: string): Promise<void> {
  await execute(
    db.prepare(`UPDATE announcement SET posted_hash = ?2 WHERE id = ?1 AND state = 'posted'`).bind(id, hash),
  );
}

/** Whether the Slack lane has anything to do, by indexed look-ups only. */
export async function hasSlackWork(db: Database, now: string, editsSince: string): Promise<boolean> {
  const row = await queryOne(
    z.object({ work: z.number() }),
    db
      .prepare(
        `SELECT EXISTS (SELECT 1 FROM announcement n
                   WHERE ${IS_OPEN} AND state = 'pending' AND not_before <= ?1 AND ${ROUTE_IS_OPEN})
           OR EXISTS (SELECT 1 FROM announcement WHERE ${IS_OPEN} AND state = 'sending' AND lease_until <= ?1)
           OR EXISTS (SELECT 1 FROM announcement WHERE state = 'unknown' AND asked_at IS NULL)
           OR EXISTS (SELECT 1 FROM announcement WHERE wish IS NOT NULL)
           OR EXISTS (SELECT 1 FROM ${OUTDATED} AND a.updated_at >= ?2)
           AS work`,
      )
      .bind(now, editsSince),
  );
  return row?.work === 1;
}

/** How many announcements are in each state. */
export async function countAnnouncements(db: Database): Promise<Partial<Record<AnnouncementState, number>>> {
  const rows = await query(
    z.object({ state: z.enum(ANNOUNCEMENT_STATES), count: z.number() }),
    db.prepare('SELECT state, COUNT(*) AS count FROM announcement GROUP BY state'),
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.count]));
}

/** Statement that ends the lease of every post that was under way, so that it is set aside as unknown. */
export function freeSentAnnouncements(db: Database, now: string): Statement {
  return db
    .prepare(`UPDATE announcement SET lease_until = ?1 WHERE ${IS_OPEN} AND state = 'sending' AND lease_until > ?1`)
    .bind(now);
}
