import * as z from 'zod';
import { json } from '../columns.ts';
import { type Database, queryOne, type Statement } from '../database.ts';

/** Statement that keeps what somebody typed into the form for a new article. */
export function saveDraft(db: Database, userId: string, form: unknown, now: string): Statement {
  return db
    .prepare(
      `INSERT INTO article_draft (slack_user_id, form, saved_at) VALUES (?1, ?2, ?3)
       ON CONFLICT (slack_user_id) DO UPDATE SET form = excluded.form, saved_at = excluded.saved_at`,
    )
    .bind(userId, JSON.stringify(form), now);
}

const DraftRow = z.object({
  form: json(z.unknown()),
  savedAt: z.string(),
});

/** What somebody typed and did not publish. */
export async function findDraft(db: Database, userId: string): Promise<z.infer<typeof DraftRow> | null> {
  return queryOne(
    DraftRow,
    db.prepare('SELECT form, saved_at AS savedAt FROM article_draft WHERE slack_user_id = ?1').bind(userId),
  );
}

/** Statement that forgets somebody's draft. */
export function dropDraft(db: Database, userId: string): Statement {
  return db.prepare('DELETE FROM article_draft WHERE slack_user_id = ?1').bind(userId);
}
