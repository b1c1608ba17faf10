import type { Database, Statement } from '../database.ts';
import type { ClaimedBatch } from './batches.ts';

/** Mails in one request at most (https://resend.com/docs/api-reference/emails/send-batch-emails). */
export const MOST_MAILS = 100;

/**
 * Statements that leave a claimed batch its first `most` readers and make a batch of its own for the others: readers who
 * confirmed after their range was planned may make it too large for one request. A no-op once another sender has taken
 * it over or its bytes were settled.
 */
export function splitBatch(
  db: Database,
  mailingId: number,
  {
    batch,
    holder,
    most,
  }: { batch: Pick<ClaimedBatch, 'lo' | 'recipients' | 'attempts'>; holder: string; most: number },
): Statement[] {
  const kept = batch.recipients.slice(0, most);
  const [next] = batch.recipients[most] ?? [0];
  const isMine = `mailing_id = CAST(?1 AS INTEGER) AND lo = CAST(?2 AS INTEGER) AND state = 'todo' AND body_hash IS NULL
    AND holder = ?3 AND attempts = CAST(?4 AS INTEGER)`;
  return [
    db
      .prepare(
        `INSERT INTO batch (mailing_id, lo, hi, zone, state)
         SELECT mailing_id, CAST(?5 AS INTEGER), hi, zone, 'todo' FROM batch WHERE ${isMine}
         ON CONFLICT DO NOTHING`,
      )
      .bind(mailingId, batch.lo, holder, batch.attempts, next),
    db
      .prepare(`UPDATE batch SET hi = CAST(?5 AS INTEGER), recipients = ?6 WHERE ${isMine}`)
      .bind(mailingId, batch.lo, holder, batch.attempts, kept.at(-1)?.[0] ?? batch.lo, JSON.stringify(kept)),
  ];
}
