import * as z from 'zod';
import { type Database, query } from '../database.ts';

const EventRow = z.object({
  articleId: z.number(),
  startsAt: z.string(),
  endsAt: z.string().nullable(),
  place: z.string().nullable(),
  url: z.string().nullable(),
});

/** When and where the articles' events take place, by article id; an article without an event has no entry. */
export async function listEventFacts(db: Database, articleIds: readonly number[]) {
  const rows = await query(
    EventRow,
    db
      .prepare(
        `SELECT id AS articleId, event_starts_at AS startsAt, event_ends_at AS endsAt, event_place AS place,
           event_url AS url
         FROM article WHERE id IN (SELECT value FROM json_each(?1)) AND event_starts_at IS NOT NULL`,
      )
      .bind(JSON.stringify(articleIds)),
  );
  return new Map(rows.map(({ articleId, ...facts }) => [articleId, facts]));
}
