import * as z from 'zod';
import { type Database, execute, query, type Statement } from '../database.ts';

/** A mailing with batches of unknown outcome that staff are to be asked about; b: its batches of that kind. */
export const TO_ASK_ABOUT = `FROM batch b JOIN mailing m ON m.id = b.mailing_id
  WHERE b.state = 'unknown' AND m.state <> 'cancelled' AND (m.asked_unknown = 0 OR m.state <> 'sending')
  GROUP BY m.id HAVING COUNT(*) > m.asked_unknown`;

const ToAskRow = z.object({ id: z.number(), publicId: z.string(), unknown: z.number() });
export type ToAskAbout = z.infer<typeof ToAskRow>;

/**
 * Mailings of whose batches of unknown outcome staff do not know: of the first while it is being sent, and of what was
 * added when it rests.
 */
export async function listToAskAbout(db: Database): Promise<ToAskAbout[]> {
  const sql = `SELECT m.id, m.public_id AS publicId, COUNT(*) AS unknown ${TO_ASK_ABOUT} LIMIT 5`;
  return query(ToAskRow, db.prepare(sql));
}

/** Takes the right to ask for a while; false when somebody has had it since `before`. */
export async function claimAskingAbout(db: Database, id: number, times: { now: string; before: string }) {
  const statement = db
    .prepare(
      `UPDATE mailing SET asked_unknown_at = ?2
       WHERE id = CAST(?1 AS INTEGER) AND (asked_unknown_at IS NULL OR asked_unknown_at <= ?3)`,
    )
    .bind(id, times.now, times.before);
  return (await execute(statement)) === 1;
}

/** Notes of how many batches staff were asked; until then they are asked again. */
export async function markAskedAbout(db: Database, { id, unknown }: Pick<ToAskAbout, 'id' | 'unknown'>) {
  const sql = `UPDATE mailing SET asked_unknown = CAST(?2 AS INTEGER), asked_unknown_at = NULL WHERE id = CAST(?1 AS INTEGER)`;
  await execute(db.prepare(sql).bind(id, unknown));
}

/**
 * Statements that settle the batches of unknown outcome; the last one's changes tell how many. Sent again, they forget
 * everything of their first attempts but whom they were for, since readers may have moved to other batches' zones and
 * frequencies meanwhile; and a mailing that had ended is sent on. Of a cancelled one nothing is sent again. Whatever
 * becomes unknown from then on is asked about anew.
 */
export function settleUnknownBatches(
  db: Database,
  mailingId: number,
  decision: 'sent' | 'send_again',
  now: string,
): Statement[] {
  const unknown = `FROM batch WHERE mailing_id = CAST(?1 AS INTEGER) AND state = 'unknown'`;
  const asked = 'asked_unknown = 0, asked_unknown_at = NULL';
  if (decision === 'sent') {
    return [
      db
        .prepare(
          `UPDATE mailing SET ${asked}, submitted_count = submitted_count
             + (SELECT COALESCE(SUM(json_array_length(recipients)), 0) ${unknown})
           WHERE id = CAST(?1 AS INTEGER)`,
        )
        .bind(mailingId),
      db
        .prepare(
          `UPDATE batch SET state = 'submitted', sent_count = json_array_length(recipients), submitted_at = ?2,
             oldest_unanswered_at = NULL
           WHERE mailing_id = CAST(?1 AS INTEGER) AND state = 'unknown'`,
        )
        .bind(mailingId, now),
    ];
  }
  return [
    db
      .prepare(
        `UPDATE mailing SET ${asked},
           finished_at = CASE WHEN state = 'finished' THEN NULL ELSE finished_at END,
           state = CASE WHEN state = 'finished' THEN 'sending' ELSE state END
         WHERE id = CAST(?1 AS INTEGER) AND state <> 'cancelled' AND EXISTS (SELECT 1 ${unknown})`,
      )
      .bind(mailingId),
    db
      .prepare(
        `UPDATE batch SET state = 'todo', body_hash = NULL, builder_version = NULL,
           attempts = 0, oldest_unanswered_at = NULL, not_before = NULL, resend_count = resend_count + 1
         WHERE mailing_id = CAST(?1 AS INTEGER) AND state = 'unknown'
           AND EXISTS (SELECT 1 FROM mailing WHERE id = CAST(?1 AS INTEGER) AND state <> 'cancelled')`,
      )
      .bind(mailingId),
  ];
}
