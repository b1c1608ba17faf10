import * as z from 'zod';
import { type Database, query, queryOne } from '../database.ts';
import { findMailing, findMailingById, type Mailing } from './mailings.ts';

/** A mailing that began to be sent, by the number that staff see. */
export async function findMailingByNumber(db: Database, number: number): Promise<Mailing | null> {
  const mailing = await findMailingById(db, number);
  return mailing?.startedAt ? mailing : null;
}

/** Mailings that began to be sent and have this id, or these words in a subject or in their first headline; newest first. */
export async function findMailingsNamed(db: Database, name: string, limit: number): Promise<Mailing[]> {
  const rows = await query(
    z.object({ publicId: z.string() }),
    db
      .prepare(
        `SELECT public_id AS publicId FROM mailing m
         WHERE started_at IS NOT NULL AND id > (SELECT COALESCE(MAX(id), 0) - 2000 FROM mailing) AND (
           public_id = ?1 OR instr(lower(subject), lower(?1)) > 0
           OR EXISTS (SELECT 1 FROM mailing_article x JOIN article a ON a.id = x.article_id
             WHERE x.mailing_id = m.id AND x.position = 0 AND instr(lower(a.title), lower(?1)) > 0))
         ORDER BY id DESC LIMIT CAST(?2 AS INTEGER)`,
      )
      .bind(name.slice(0, 200), limit),
  );
  const found = await Promise.all(rows.map(({ publicId }) => findMailing(db, publicId)));
  return found.flatMap((mailing) => mailing ?? []);
}

const MonthRow = z.object({
  mailings: z.number(),
  submitted: z.number(),
  refused: z.number(),
  bounced: z.number(),
  complained: z.number(),
});
/** What mailings that began between two times came to. */
export type MonthCounts = z.infer<typeof MonthRow>;

/** What was sent by mailings that started from `from` up to, not including, `to`. */
export async function countMailingsBetween(db: Database, from: string, to: string): Promise<MonthCounts> {
  const sum = (value: string) => `COALESCE(SUM(${value}), 0)`;
  const row = await queryOne(
    MonthRow,
    db
      .prepare(
        `SELECT COUNT(*) AS mailings, ${sum('submitted_count')} AS submitted, ${sum('failed_count')} AS refused,
           ${sum(`problems->>'bounced'`)} AS bounced, ${sum(`problems->>'complained'`)} AS complained
         FROM mailing WHERE started_at >= ?1 AND started_at < ?2`,
      )
      .bind(from, to),
  );
  return row ?? { mailings: 0, submitted: 0, refused: 0, bounced: 0, complained: 0 };
}

/** The mailings that began between two times, in that order. */
export async function listMailingsBetween(
  db: Database,
  { from, limit, to }: { from: string; to: string; limit: number },
): Promise<Mailing[]> {
  const rows = await query(
    z.object({ id: z.number() }),
    db
      .prepare(
        `SELECT id FROM mailing WHERE started_at >= ?1 AND started_at < ?2 ORDER BY started_at, id LIMIT CAST(?3 AS INTEGER)`,
      )
      .bind(from, to, limit),
  );
  const found = await Promise.all(rows.map(({ id }) => findMailingById(db, id)));
  return found.flatMap((mailing) => mailing ?? []);
}
