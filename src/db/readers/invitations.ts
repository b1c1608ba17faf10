import * as z from 'zod';
import { flag } from '../columns.ts';
import { type Database, query, type Statement } from '../database.ts';

const InvitedTopicRow = z.object({ publicId: z.string(), slug: z.string(), name: z.string(), isChosen: flag });
/** A topic by invitation, and whether a reader gets it already. */
export type InvitedTopic = z.infer<typeof InvitedTopicRow>;

/** Of the topics named by public id or slug, those that one gets by invitation, each with what this reader has of it. */
export async function listInvitedTopics(
  db: Database,
  subscriberId: number,
  names: readonly string[],
): Promise<InvitedTopic[]> {
  return query(
    InvitedTopicRow,
    db
      .prepare(
        `SELECT t.public_id AS publicId, t.slug, t.name, p.state IS 'chosen' AS isChosen
         FROM topic t LEFT JOIN subscription p ON p.topic_id = t.id AND p.subscriber_id = CAST(?1 AS INTEGER)
         WHERE t.visibility = 'invite_only' AND t.state = 'active'
           AND (t.public_id IN (SELECT value FROM json_each(?2)) OR t.slug IN (SELECT value FROM json_each(?2)))
         ORDER BY t.position, t.id`,
      )
      .bind(subscriberId, JSON.stringify(names)),
  );
}

/** Statement by which an active reader takes up topics by invitation, by public id; what they have already stays as it is. */
export function acceptTopics(db: Database, subscriberId: number, publicIds: readonly string[], now: string): Statement {
  return db
    .prepare(
      `INSERT INTO subscription (subscriber_id, topic_id, state, created_at)
       SELECT s.id, t.id, 'chosen', ?3 FROM subscriber s JOIN topic t
         ON t.visibility = 'invite_only' AND t.state = 'active' AND t.public_id IN (SELECT value FROM json_each(?2))
       WHERE s.id = CAST(?1 AS INTEGER) AND s.state = 'active'
       ON CONFLICT (subscriber_id, topic_id) DO UPDATE SET state = 'chosen' WHERE subscription.state <> 'chosen'`,
    )
    .bind(subscriberId, JSON.stringify(publicIds), now);
}
