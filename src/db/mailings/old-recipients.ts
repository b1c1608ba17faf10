import * as z from 'zod';
import { flag } from '../columns.ts';
import { type Database, query, queryOne, type Statement } from '../database.ts';

const OldMailingRow = z.object({ id: z.number(), finishedAt: z.string(), isCorrected: flag });
/** A mailing that ended; `isCorrected`: a correction to its recipients is on its way. */
export type OldMailing = z.infer<typeof OldMailingRow>;

/** The next mailing that ended before `before`, in the order in which they ended, behind the one named. */
export async function findOldMailing(
  db: Database,
  behind: { finishedAt: string; id: number },
  before: string,
): Promise<OldMailing | null> {
  return queryOne(
    OldMailingRow,
    db
      .prepare(
        `SELECT id, finished_at AS finishedAt, EXISTS (
           SELECT 1 FROM mailing c WHERE c.corrects_mailing_id = m.id AND c.state IN ('holding', 'sending', 'paused')) AS isCorrected
         FROM mailing m
         WHERE state IN ('finished', 'cancelled') AND finished_at < ?1 AND (finished_at, id) > (?2, CAST(?3 AS INTEGER))
         ORDER BY finished_at, id LIMIT 1`,
      )
      .bind(before, behind.finishedAt, behind.id),
  );
}

/** Where each of the next `limit` batches of a mailing behind `after` begins. */
export async function listBatchesAfter(
  db: Database,
  page: { mailingId: number; after: number; limit: number },
): Promise<number[]> {
  const rows = await query(
    z.object({ lo: z.number() }),
    db
      .prepare(
        `SELECT lo FROM batch WHERE mailing_id = CAST(?1 AS INTEGER) AND lo > CAST(?2 AS INTEGER)
         ORDER BY lo LIMIT CAST(?3 AS INTEGER)`,
      )
      .bind(page.mailingId, page.after, page.limit),
  );
  return rows.map(({ lo }) => lo);
}

/**
 * Statement that leaves of the recipients of a mailing's batches only their numbers, [id], or [id, "no_article"] where no mail
 * left; addresses, names, languages, topics and the provider's ids go. Run once more it changes nothing, and so it does for
 * a mailing of which something is sent again meanwhile.
 */
export function emptyRecipients(db: Database, range: { mailingId: number; after: number; upTo: number }): Statement {
  return db
    .prepare(
      `UPDATE batch SET provider_ids = NULL, recipients = (
         SELECT json_group_array(CASE
           WHEN json_array_length(r.value) < 3 THEN json(r.value)
           WHEN batch.state = 'submitted' AND batch.provider_ids IS NOT NULL
             AND json_extract(batch.provider_ids, '$[' || r.key || ']') IS NULL
             AND NOT EXISTS (SELECT 1 FROM json_each(batch.refusals) f WHERE f.value->>'id' = r.value->>0)
             THEN json_array(r.value->>0, 'no_article')
           ELSE json_array(r.value->>0) END)
         FROM json_each(batch.recipients) r)
       WHERE mailing_id = CAST(?1 AS INTEGER) AND lo > CAST(?2 AS INTEGER) AND lo <= CAST(?3 AS INTEGER)
         AND recipients IS NOT NULL
         AND (SELECT m.state FROM mailing m WHERE m.id = batch.mailing_id) IN ('finished', 'cancelled')`,
    )
    .bind(range.mailingId, range.after, range.upTo);
}

/** Whether the sweep has been at a mailing's recipients, who cannot be mailed again then. Looks at its first batch only. */
export async function isEmptied(db: Database, mailingId: number): Promise<boolean> {
  const row = await queryOne(
    z.object({ length: z.number().nullable() }),
    db
      .prepare(
        `SELECT json_array_length(recipients, '$[0]') AS length FROM batch
         WHERE mailing_id = CAST(?1 AS INTEGER) AND recipients <> '[]' ORDER BY lo LIMIT 1`,
      )
      .bind(mailingId),
  );
  return row?.length != null && row.length < 3;
}
