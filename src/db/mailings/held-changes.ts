import { type Database, execute } from '../database.ts';

/** Whether a mailing is approved and not finished: its readers are counted by what they had chosen. */
const IS_ANY_OPEN = `EXISTS (SELECT 1 FROM mailing WHERE state IN ('holding', 'sending', 'paused'))`;

/**
 * Assignment for an UPDATE of subscriber that sets `column` to `value` (SQL): keeps what still counts for mailings that
 * are under way, so that the reader gets each of them once. Whoever changes a frequency or a zone writes it along.
 */
export function holdChange(column: 'frequency' | 'time_zone', value: string): string {
  const held = column === 'frequency' ? 'held_frequency' : 'held_zone';
  const current = column === 'frequency' ? 'frequency' : "COALESCE(time_zone, '')";
  const next = column === 'frequency' ? value : `COALESCE(${value}, '')`;
  return `${held} = CASE
    WHEN ${held} = ${next} THEN NULL
    WHEN ${held} IS NULL AND ${current} <> ${next} AND ${IS_ANY_OPEN} THEN ${current}
    ELSE ${held} END`;
}

/**
 * Whether zone `zone` of mailing `m` has readers whose batch is not sent yet: even a frozen one may be frozen anew, after
 * a definite refusal.
 */
function isUndone(zone: string): string {
  return `(EXISTS (SELECT 1 FROM mailing_zone z WHERE z.mailing_id = m.id AND z.zone = ${zone} AND z.is_planned = 0)
    OR EXISTS (
      SELECT 1 FROM batch b
      WHERE b.mailing_id = m.id AND b.state = 'todo' AND b.zone = ${zone}))`;
}

/** Whether a reader who comes into zone `zone` of mailing `m` would be passed over: it is begun, or none of its zones. */
function isClosed(zone: string): string {
  return `NOT EXISTS (
    SELECT 1 FROM mailing_zone z
    WHERE z.mailing_id = m.id AND z.zone = ${zone} AND z.cursor = 0 AND z.is_planned = 0)`;
}

/**
 * Lets changes count that no mailing under way forbids any more. One that goes to all at once forbids changes of
 * frequency until it is finished; one by readers' own clocks forbids changes while only one of the two zones has had it,
 * or the new one is none of its zones.
 */
export async function releaseHeldChanges(db: Database): Promise<number> {
  const before = "COALESCE(subscriber.held_zone, subscriber.time_zone, '')";
  const after = "COALESCE(subscriber.time_zone, '')";
  return execute(
    db.prepare(
      `UPDATE subscriber SET held_frequency = NULL, held_zone = NULL
       WHERE id IN (
         SELECT id FROM subscriber WHERE held_frequency IS NOT NULL OR held_zone IS NOT NULL ORDER BY id LIMIT 5000)
         AND NOT EXISTS (
           SELECT 1 FROM mailing m
           WHERE m.state IN ('holding', 'sending', 'paused') AND m.max_id >= subscriber.id
             AND (subscriber.held_frequency IS NOT NULL AND (m.is_zoned = 0 OR m.state = 'holding')
                 AND json_extract(m.audience, '$.frequencies') IS NOT NULL
               OR m.is_zoned = 1 AND (${isUndone(before)} OR ${isUndone(after)})
                 AND (subscriber.held_frequency IS NOT NULL OR ${isClosed(before)} OR ${isClosed(after)})))`,
    ),
  );
}
