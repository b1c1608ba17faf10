import * as z from 'zod';
import { type Database, execute, query } from '../database.ts';

const VariantRow = z.object({
  key: z.string(),
  subject: z.string(),
  preheader: z.string(),
  html: z.string(),
  text: z.string(),
});
/** A mailing rendered for one locale and list of articles, personal parts still open. */
export type Variant = z.infer<typeof VariantRow>;

/** Stores a variant before anything of it is sent; the first one written stays. */
export async function insertVariant(db: Database, mailingId: number, variant: Variant): Promise<void> {
  await execute(
    db
      .prepare(
        `INSERT INTO variant (mailing_id, key, subject, preheader, html, text)
         VALUES (CAST(?1 AS INTEGER), ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT DO NOTHING`,
      )
      .bind(mailingId, variant.key, variant.subject, variant.preheader, variant.html, variant.text),
  );
}

/** A mailing's variants as they were rendered, personal parts still slots. */
export async function listVariants(db: Database, mailingId: number): Promise<Variant[]> {
  return query(
    VariantRow,
    db
      .prepare('SELECT key, subject, preheader, html, text FROM variant WHERE mailing_id = CAST(?1 AS INTEGER)')
      .bind(mailingId),
  );
}
