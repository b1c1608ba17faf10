import * as z from 'zod';
import { FREQUENCIES } from '../../domain/frequency.ts';
import { LOCALES } from '../../domain/locale.ts';
import { flag, json } from '../columns.ts';
import { type Database, query, queryOne } from '../database.ts';
import { type Audience, audienceParts, ChoiceShape, FREQUENCY, mayHaveLeft } from './audiences.ts';

const GroupRow = z.object({
  locale: z.enum(LOCALES),
  frequency: z.enum(FREQUENCIES),
  isPaused: flag,
  /** The first part of the audience that does not hold them; null: they are in it. */
  outside: z.enum(['frequencies', 'locales', 'topics', 'companies', 'occupations']).nullable(),
  topics: z.string().nullable(),
  count: z.number(),
});
/** Active readers who are alike in all that decides whether they are mailed. */
export type ReaderGroup = Omit<z.infer<typeof GroupRow>, 'topics'> & { topics: z.infer<typeof ChoiceShape> | null };

/**
 * Groups the active readers with an id in `range` (from, to] by what decides whether a mailing reaches them. `topicIds`
 * are the topics that matter to it; of the others only counts that a public one was chosen.
 */
export async function groupReaders(
  db: Database,
  wanted: { audience: Audience; topicIds: readonly number[]; now: string; range: readonly [number, number] },
): Promise<ReaderGroup[]> {
  const outside = audienceParts(wanted.audience).map(
    ({ name, sql }) => `WHEN NOT COALESCE((${sql}), 0) THEN '${name}'`,
  );
  const rows = await query(
    GroupRow,
    db
      .prepare(
        `SELECT locale, frequency, isPaused, outside, topics, COUNT(*) AS count FROM (
           SELECT s.locale, ${FREQUENCY} AS frequency, s.paused_until IS NOT NULL AND s.paused_until > ?4 AS isPaused,
             ${outside.length > 0 ? `CASE ${outside.join(' ')} END` : 'NULL'} AS outside,
             (SELECT json_object(
                'chosen', json_group_array(DISTINCT CASE WHEN p.topic_id IN (SELECT value FROM json_each(?5))
                  THEN p.topic_id WHEN t.visibility = 'public' THEN 0 ELSE -1 END) FILTER (WHERE p.state = 'chosen'),
                'left', json_group_array(p.topic_id)
                  FILTER (WHERE p.state = 'left' AND p.topic_id IN (SELECT value FROM json_each(?5))),
                'at', json_group_array(json_array(p.topic_id, p.frequency))
                  FILTER (WHERE p.state = 'chosen' AND p.frequency IS NOT NULL
                    AND p.topic_id IN (SELECT value FROM json_each(?5))))
              FROM subscription p JOIN topic t ON t.id = p.topic_id
              WHERE p.subscriber_id = s.id HAVING COUNT(*) > 0) AS topics
           FROM subscriber s
           WHERE s.id > CAST(?1 AS INTEGER) AND s.id <= CAST(?2 AS INTEGER) AND s.state = 'active')
         GROUP BY 1, 2, 3, 4, 5 LIMIT 5000`,
      )
      .bind(
        wanted.range[0],
        wanted.range[1],
        JSON.stringify(wanted.audience),
        wanted.now,
        JSON.stringify(wanted.topicIds),
      ),
  );
  return rows.map((row) => ({ ...row, topics: row.topics === null ? null : readChoice(row.topics) }));
}

/** 0 stands for a public topic that does not matter; -1, an invitation that does not, takes nothing away. */
function readChoice(text: string): z.infer<typeof ChoiceShape> {
  const choice = ChoiceShape.parse(JSON.parse(text));
  return { ...choice, chosen: choice.chosen.filter((id) => id !== -1) };
}

/** The highest id of a reader. */
export async function highestReaderId(db: Database): Promise<number> {
  const row = await queryOne(
    z.object({ id: z.number().nullable() }),
    db.prepare('SELECT MAX(id) AS id FROM subscriber'),
  );
  return row?.id ?? 0;
}

/** Active readers whose company or occupation is named most often, for choosing a segment. */
export async function countWords(
  db: Database,
  column: 'company' | 'occupation',
): Promise<{ word: string; count: number }[]> {
  return query(
    z.object({ word: z.string(), count: z.number() }),
    db.prepare(
      `SELECT MIN(${column}) AS word, COUNT(*) AS count FROM subscriber
       WHERE state = 'active' AND ${column} IS NOT NULL AND ${column} <> ''
       GROUP BY lower(${column}) ORDER BY 2 DESC, 1 LIMIT 20`,
    ),
  );
}

/** How many recipients of a mailing are still subscribed, by language and frequency, and how many are not. */
export async function countRecipientsOf(db: Database, mailingId: number, now: string) {
  return query(
    z.object({
      locale: z.enum(LOCALES),
      topics: json(ChoiceShape).nullable(),
      frequency: z.enum(FREQUENCIES).nullable(),
      isActive: flag,
      isPaused: flag,
      count: z.number(),
    }),
    db
      .prepare(
        `SELECT e.value->>'$[4]' AS locale, NULLIF(e.value->'$[5]', 'null') AS topics,
           e.value->>'$[7]' AS frequency, COALESCE(s.state = 'active', 0) AS isActive,
           COALESCE(s.paused_until > ?2, 0) AS isPaused, COUNT(*) AS count
         FROM batch o JOIN json_each(o.recipients) e LEFT JOIN subscriber s ON s.id = e.value->>'$[0]'
         WHERE o.mailing_id = CAST(?1 AS INTEGER) AND ${mayHaveLeft('o')}
           AND json_array_length(e.value) > 2
         GROUP BY 1, 2, 3, 4, 5 LIMIT 5000`,
      )
      .bind(mailingId, now),
  );
}
