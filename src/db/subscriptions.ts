import * as z from 'zod';
import { type Database, query, type Statement } from './database.ts';

const TopicChoiceRow = z.object({
  publicId: z.string(),
  name: z.string(),
  /** What the reader said of the topic; null: nothing. */
  choice: z.enum(['chosen', 'left']).nullable(),
});
export type TopicChoiceOf = z.infer<typeof TopicChoiceRow>;

/** The topics every reader may choose, in the order staff gave them, each with what this reader said of it. */
export async function listTopicChoices(db: Database, subscriberId: number): Promise<TopicChoiceOf[]> {
  return query(
    TopicChoiceRow,
    db
      .prepare(
        `SELECT t.public_id AS publicId, t.name, p.state AS choice
         FROM topic t LEFT JOIN subscription p ON p.topic_id = t.id AND p.subscriber_id = CAST(?1 AS INTEGER)
         WHERE t.visibility = 'public' AND t.state = 'active'
         ORDER BY t.position, t.id`,
      )
      .bind(subscriberId),
  );
}

/**
 * Statements that make the named public topics the ones an active reader has chosen; none named is every topic. Topics
 * that staff invite to are left as they are, and so is a frequency the reader gave a topic they keep.
 */
export function chooseTopics(
  db: Database,
  subscriberId: number,
  topicPublicIds: readonly string[],
  now: string,
): Statement[] {
  const chosen = JSON.stringify(topicPublicIds);
  return [
    db
      .prepare(
        `DELETE FROM subscription
         WHERE subscriber_id = (SELECT id FROM subscriber WHERE id = CAST(?1 AS INTEGER) AND state = 'active')
           AND topic_id IN (
             SELECT id FROM topic WHERE visibility = 'public'
               AND NOT (state = 'active' AND public_id IN (SELECT value FROM json_each(?2))))`,
      )
      .bind(subscriberId, chosen),
    db
      .prepare(
        `INSERT INTO subscription (subscriber_id, topic_id, state, created_at)
         SELECT s.id, t.id, 'chosen', ?3
         FROM subscriber s JOIN topic t ON t.visibility = 'public' AND t.state = 'active'
         WHERE s.id = CAST(?1 AS INTEGER) AND s.state = 'active'
           AND t.public_id IN (SELECT value FROM json_each(?2))
         ON CONFLICT (subscriber_id, topic_id) DO UPDATE SET state = 'chosen'`,
      )
      .bind(subscriberId, chosen, now),
  ];
}

/** Topics that only invited readers get. */
export async function listInviteOnlyTopicIds(db: Database): Promise<number[]> {
  const rows = await query(
    z.object({ id: z.number() }),
    db.prepare(`SELECT id FROM topic WHERE visibility = 'invite_only'`),
  );
  return rows.map((row) => row.id);
}
