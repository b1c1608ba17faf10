import * as z from 'zod';
import { type Database, queryOne, type Statement } from '../database.ts';

/** The subject of acts on every feed at once; an act's detail names by public id the feeds it moved. */
export const EVERY_FEED = 'feed:all';

/** One move of many feeds. `only` narrows it to some, by public id; null for all it may move. */
export type ManyMove = { at: string; by: string; only: readonly string[] | null };

/**
 * A feed that is paused because all were: nobody changed it by hand since. One that was paused by hand before was not
 * among them.
 */
const PAUSED_WITH_ALL = `state = 'paused' AND EXISTS (
  SELECT 1 FROM audit AS pause, json_each(pause.detail, '$.feeds') AS moved
  WHERE pause.subject = '${EVERY_FEED}' AND pause.act = 'feed.all_paused' AND moved.value = feed.public_id
    AND NOT EXISTS (
      SELECT 1 FROM audit AS later
      WHERE later.subject = 'feed:' || feed.public_id AND later.id > pause.id
        AND later.detail->>'from' IS NOT NULL AND later.detail->>'to' IS NOT NULL))`;

/** Statements that pause every active feed, behind an entry that names them; nothing where none is. */
export function pauseEveryFeed(db: Database, move: ManyMove): Statement[] {
  return moveMany(db, move, { which: `state = 'active'`, act: 'feed.all_paused', set: `state = 'paused'` });
}

/** Statements that resume the feeds that were paused with all, behind an entry that names them; they are polled at once. */
export function resumeEveryFeed(db: Database, move: ManyMove): Statement[] {
  return moveMany(db, move, {
    which: PAUSED_WITH_ALL,
    act: 'feed.all_resumed',
    set: `state = 'active', next_poll_at = ?1`,
  });
}

/** Bound second in both statements, behind the time. */
const ONLY = '(?2 IS NULL OR public_id IN (SELECT value FROM json_each(?2)))';

function moveMany(db: Database, move: ManyMove, to: { which: string; act: string; set: string }): Statement[] {
  const only = move.only && JSON.stringify(move.only);
  return [
    db
      .prepare(
        `INSERT INTO audit (at, actor, act, subject, detail)
         SELECT ?1, ?3, '${to.act}', '${EVERY_FEED}', json_object('feeds', json_group_array(public_id))
         FROM feed WHERE ${to.which} AND ${ONLY} HAVING COUNT(*) > 0`,
      )
      .bind(move.at, only, move.by),
    db.prepare(`UPDATE feed SET ${to.set} WHERE ${to.which} AND ${ONLY}`).bind(move.at, only),
  ];
}

const CountsRow = z.object({ active: z.number(), pausedWithAll: z.number() });
/** How many feeds Pause all would pause, and how many Resume all would resume. */
export type EveryFeedCounts = z.infer<typeof CountsRow>;

/** How many feeds are polled, and how many were paused by one act and wait for its end. */
export async function countForAll(db: Database): Promise<EveryFeedCounts> {
  const row = await queryOne(
    CountsRow,
    db.prepare(
      `SELECT COALESCE(SUM(state = 'active'), 0) AS active, COALESCE(SUM(${PAUSED_WITH_ALL}), 0) AS pausedWithAll FROM feed`,
    ),
  );
  return row ?? { active: 0, pausedWithAll: 0 };
}
