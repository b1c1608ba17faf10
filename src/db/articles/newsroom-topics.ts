import * as z from 'zod';
import { type Database, query } from '../database.ts';

const TopicRow = z.object({ id: z.number(), publicId: z.string(), slug: z.string(), name: z.string() });
export type PublicTopic = z.infer<typeof TopicRow>;

/** The topics every reader may see, in the order staff gave them. */
export async function listPublicTopics(db: Database): Promise<PublicTopic[]> {
  return query(
    TopicRow,
    db.prepare(
      `SELECT id, public_id AS publicId, slug, name FROM topic
       WHERE visibility = 'public' AND state = 'active' ORDER BY position, id LIMIT 100`,
    ),
  );
}
