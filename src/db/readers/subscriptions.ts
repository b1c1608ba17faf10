import * as z from 'zod';
import { FREQUENCIES, type Frequency } from '../../domain/frequency.ts';
import { VISIBILITIES } from '../articles/topics.ts';
import { type Database, query, type Statement } from '../database.ts';
import type { Grant } from './rate-counts.ts';

const TopicChoiceRow = z.object({
  publicId: z.string(),
  name: z.string(),
  visibility: z.enum(VISIBILITIES),
  /** What the reader said of the topic; null: nothing. */
  choice: z.enum(['chosen', 'left']).nullable(),
  /** How often mail about this topic comes, where not as the rest. */
  frequency: z.enum(FREQUENCIES).nullable(),
});
export type TopicChoiceOf = z.infer<typeof TopicChoiceRow>;

/**
 * The topics every reader may choose, and those by invitation that this reader has, in the order staff gave them, each with what
 * this reader said of it.
 */
export async function listTopicChoices(db: Database, subscriberId: number): Promise<TopicChoiceOf[]> {
  return query(
    TopicChoiceRow,
    db
      .prepare(
        `SELECT t.public_id AS publicId, t.name, t.visibility, p.state AS choice, p.frequency
         FROM topic t LEFT JOIN subscription p ON p.topic_id = t.id AND p.subscriber_id = CAST(?1 AS INTEGER)
         WHERE t.state = 'active' AND (t.visibility = 'public' OR p.state = 'chosen')
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

/**
 * Statements that make the named public topics the ones a reader who has yet to confirm gets, where the sign-up's grant
 * stands. Whoever confirmed before keeps what they chose: a form proves nothing about who fills it in.
 */
export function chooseSignUpTopics(
  db: Database,
  wish: { emailKey: string; grant: Grant; topics: readonly string[] },
  now: string,
): Statement[] {
  const reader = `SELECT id FROM subscriber WHERE email_key = ?1 AND state = 'pending'
    AND EXISTS (SELECT 1 FROM rate_count WHERE key = ?2 AND window_start = ?3)`;
  return [
    db
      .prepare(`DELETE FROM subscription WHERE subscriber_id = (${reader})
        AND topic_id IN (SELECT id FROM topic WHERE visibility = 'public')`)
      .bind(wish.emailKey, wish.grant.key, wish.grant.stamp),
    db
      .prepare(
        `INSERT INTO subscription (subscriber_id, topic_id, state, created_at)
         SELECT s.id, t.id, 'chosen', ?5 FROM (${reader}) s JOIN topic t
           ON t.visibility = 'public' AND t.state = 'active'
         WHERE t.public_id IN (SELECT value FROM json_each(?4)) OR t.slug IN (SELECT value FROM json_each(?4))
         ON CONFLICT (subscriber_id, topic_id) DO UPDATE SET state = 'chosen'`,
      )
      .bind(wish.emailKey, wish.grant.key, wish.grant.stamp, JSON.stringify(wish.topics), now),
  ];
}

/**
 * Statement that invites a reader who has yet to confirm to topics that staff invite to, by slug, where the sign-up's grant
 * stands. They get nothing of them before they confirm.
 */
export function inviteToTopics(
  db: Database,
  wish: { emailKey: string; grant: Grant; topics: readonly string[] },
  now: string,
): Statement {
  return db
    .prepare(
      `INSERT INTO subscription (subscriber_id, topic_id, state, created_at)
       SELECT s.id, t.id, 'chosen', ?5 FROM subscriber s JOIN topic t
         ON t.visibility = 'invite_only' AND t.state = 'active' AND t.slug IN (SELECT value FROM json_each(?4))
       WHERE s.email_key = ?1 AND s.state = 'pending'
         AND EXISTS (SELECT 1 FROM rate_count WHERE key = ?2 AND window_start = ?3)
       ON CONFLICT (subscriber_id, topic_id) DO UPDATE SET state = 'chosen'`,
    )
    .bind(wish.emailKey, wish.grant.key, wish.grant.stamp, JSON.stringify(wish.topics), now);
}

/** Statement that gives chosen topics a frequency of their own, by public id; null takes it away. */
export function setTopicFrequencies(
  db: Database,
  subscriberId: number,
  frequencies: Readonly<Record<string, Frequency | null>>,
): Statement {
  return db
    .prepare(
      `UPDATE subscription SET frequency = (
         SELECT f.value FROM json_each(?2) f JOIN topic t ON t.public_id = f.key WHERE t.id = subscription.topic_id)
       WHERE subscriber_id = CAST(?1 AS INTEGER) AND state = 'chosen'
         AND topic_id IN (SELECT t.id FROM topic t JOIN json_each(?2) f ON f.key = t.public_id)`,
    )
    .bind(subscriberId, JSON.stringify(frequencies));
}

/** Statement by which a reader leaves some topics and keeps all others, future ones included where they had them. */
export function leaveTopics(
  db: Database,
  subscriberId: number,
  topicPublicIds: readonly string[],
  now: string,
): Statement {
  return db
    .prepare(
      `INSERT INTO subscription (subscriber_id, topic_id, state, created_at)
       SELECT s.id, t.id, 'left', ?3 FROM subscriber s JOIN topic t ON t.public_id IN (SELECT value FROM json_each(?2))
       WHERE s.id = CAST(?1 AS INTEGER) AND s.state = 'active'
       ON CONFLICT (subscriber_id, topic_id) DO UPDATE SET state = 'left', frequency = NULL`,
    )
    .bind(subscriberId, JSON.stringify(topicPublicIds), now);
}
