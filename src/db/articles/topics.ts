import * as z from 'zod';
import type { Transitions } from '../columns.ts';
import { type Database, query, queryOne, type Statement } from '../database.ts';

const TOPIC_STATES = ['active', 'removed'] as const;
export const VISIBILITIES = ['public', 'invite_only'] as const;

/** A removed topic is offered to nobody; who chose it keeps the choice for the day it is back. */
export const TOPIC_TRANSITIONS: Transitions<(typeof TOPIC_STATES)[number]> = {
  active: ['removed'],
  removed: ['active'],
};

/** What staff decide about a topic; the whole of it goes into the audit, so that a change can be taken back. */
export const TopicSettingsShape = z.object({
  name: z.string(),
  visibility: z.enum(VISIBILITIES),
  state: z.enum(TOPIC_STATES),
  position: z.number(),
});
export type TopicSettings = z.infer<typeof TopicSettingsShape>;

const TopicRow = TopicSettingsShape.extend({ id: z.number(), publicId: z.string(), slug: z.string() });
export type Topic = z.infer<typeof TopicRow>;

const PublicTopicRow = TopicRow.pick({ id: true, publicId: true, slug: true, name: true });
export type PublicTopic = z.infer<typeof PublicTopicRow>;

const SELECT = 'SELECT id, public_id AS publicId, slug, name, visibility, state, position FROM topic';

/** The topics readers can choose from and invited ones, in their order. */
export async function listTopics(db: Database): Promise<Topic[]> {
  return query(TopicRow, db.prepare(`${SELECT} WHERE state = 'active' ORDER BY position, id LIMIT 100`));
}

/** The topics every reader may see and choose, in their order. */
export async function listPublicTopics(db: Database): Promise<PublicTopic[]> {
  return query(
    PublicTopicRow,
    db.prepare(
      `SELECT id, public_id AS publicId, slug, name FROM topic
       WHERE visibility = 'public' AND state = 'active' ORDER BY position, id LIMIT 100`,
    ),
  );
}

/** Topics that only invited readers get. */
export async function listInviteOnlyTopicIds(db: Database): Promise<number[]> {
  const rows = await query(
    z.object({ id: z.number() }),
    db.prepare(`SELECT id FROM topic WHERE visibility = 'invite_only'`),
  );
  return rows.map((row) => row.id);
}

/** The topic of a public id, a removed one too; null where there is none. */
export async function findTopic(db: Database, publicId: string): Promise<Topic | null> {
  return queryOne(TopicRow, db.prepare(`${SELECT} WHERE public_id = ?1`).bind(publicId));
}

/** Topics by number in the list, slug or name, removed ones too. */
export async function findTopicsLike(db: Database, name: string): Promise<Topic[]> {
  return query(
    TopicRow,
    db
      .prepare(
        `${SELECT} WHERE id = CAST(?1 AS INTEGER) OR slug = lower(?2) OR lower(name) = lower(?2) ORDER BY state, id LIMIT 5`,
      )
      .bind(/^#?\d{1,9}$/.test(name) ? name.replace('#', '') : null, name),
  );
}

const TopicNameRow = z.object({ id: z.number(), slug: z.string(), publicId: z.string() });

/** The active topics of these slugs or public ids. */
export async function findTopics(db: Database, names: readonly string[]): Promise<z.infer<typeof TopicNameRow>[]> {
  return query(
    TopicNameRow,
    db
      .prepare(
        `SELECT t.id, t.slug, t.public_id AS publicId FROM topic t
         WHERE t.state = 'active'
           AND (t.slug IN (SELECT value FROM json_each(?1)) OR t.public_id IN (SELECT value FROM json_each(?1)))`,
      )
      .bind(JSON.stringify(names)),
  );
}

/** Slug of each topic, by id; removed ones included. */
export async function listTopicSlugs(db: Database, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await query(
    z.object({ id: z.number(), slug: z.string() }),
    db.prepare('SELECT id, slug FROM topic WHERE id IN (SELECT value FROM json_each(?1))').bind(JSON.stringify(ids)),
  );
  return new Map(rows.map(({ id, slug }) => [id, slug]));
}

/** Names of topics in the order staff gave them; invite-only and removed ones left out, since everybody in a channel reads them. */
export async function listTopicNames(db: Database, ids: readonly number[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await query(
    z.object({ name: z.string() }),
    db
      .prepare(
        `SELECT name FROM topic WHERE id IN (SELECT value FROM json_each(?1)) AND state = 'active' AND visibility = 'public'
         ORDER BY position, id`,
      )
      .bind(JSON.stringify(ids)),
  );
  return rows.map(({ name }) => name);
}

/** The slug of every topic there is or was: none is given twice. */
export async function listTakenTopicSlugs(db: Database): Promise<string[]> {
  const rows = await query(z.object({ slug: z.string() }), db.prepare('SELECT slug FROM topic LIMIT 1000'));
  return rows.map(({ slug }) => slug);
}

/** Statement that adds a topic behind the others; no row where its slug is taken. */
export function insertTopic(
  db: Database,
  topic: { publicId: string; slug: string; name: string; visibility: TopicSettings['visibility']; now: string },
): Statement {
  return db
    .prepare(
      `INSERT INTO topic (public_id, slug, name, visibility, state, position, created_at)
       SELECT ?1, ?2, ?3, ?4, 'active', COALESCE((SELECT MAX(position) FROM topic), 0) + 1, ?5 WHERE true
       ON CONFLICT DO NOTHING`,
    )
    .bind(topic.publicId, topic.slug, topic.name, topic.visibility, topic.now);
}

/** Statement that changes a topic where it still is as it was read. */
export function saveTopic(db: Database, before: Topic, after: TopicSettings): Statement {
  return db
    .prepare(
      `UPDATE topic SET name = ?2, visibility = ?3, state = ?4, position = CAST(?5 AS INTEGER)
       WHERE id = CAST(?1 AS INTEGER) AND name = ?6 AND visibility = ?7 AND state = ?8 AND position = CAST(?9 AS INTEGER)`,
    )
    .bind(
      before.id,
      after.name,
      after.visibility,
      after.state,
      after.position,
      before.name,
      before.visibility,
      before.state,
      before.position,
    );
}
