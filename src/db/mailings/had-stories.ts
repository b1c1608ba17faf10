import * as z from 'zod';
import { FREQUENCIES, type Frequency } from '../../domain/frequency.ts';
import { ARTICLE_COLUMNS, type Article, ArticleRow } from '../articles/articles.ts';
import { json } from '../columns.ts';
import { type Database, query } from '../database.ts';
import { type Audience, AudienceShape, frequenciesOf } from './audiences.ts';

/**
 * Which readers had a story already. A story counts as had by a frequency once an approved mailing carried it, or its
 * twin in another language, to all readers of that frequency. A mailing to some of them counts for its like only.
 */

/** SQL for a JSON list of every frequency. */
export const EVERY_FREQUENCY = `'${JSON.stringify(FREQUENCIES)}'`;

/** Frequencies of mailing `alias`, as a list of values. */
export function frequenciesIn(alias: string): string {
  return `(SELECT value FROM json_each(COALESCE(json_extract(${alias}.audience, '$.frequencies'), ${EVERY_FREQUENCY})))`;
}

const SEGMENTS = ['locales', 'topics', 'companies', 'occupations'];

/**
 * Whether readers of frequency `frequency` had the story of article `article` by another mailing than `mailing`. All
 * three are SQL for a value; `audience` is the audience, as JSON, whose like counts too.
 */
export function isHad(of: { article: string; frequency: string; mailing: string; audience: string }): string {
  const isWhole = SEGMENTS.map((name) => `json_extract(had.audience, '$.${name}') IS NULL`).join(' AND ');
  return `EXISTS (
    SELECT 1 FROM article story
    JOIN article twin ON twin.translation_group = story.translation_group
    JOIN mailing_article carried ON carried.article_id = twin.id
    JOIN mailing had ON had.id = carried.mailing_id
    WHERE story.id = ${of.article} AND had.id IS NOT ${of.mailing} AND had.kind IN ('digest', 'alert')
      AND (had.state IN ('holding', 'sending', 'paused', 'finished') OR had.state = 'cancelled' AND had.started_at IS NOT NULL)
      AND (${isWhole} OR had.audience = ${of.audience})
      AND ${of.frequency} IN ${frequenciesIn('had')}
      AND ${of.frequency} NOT IN (SELECT value FROM json_each(carried.had_by)))`;
}

/** For each article of a mailing, the frequencies whose readers had its story before. */
export async function listHadBy(db: Database, mailingId: number): Promise<Map<number, Frequency[]>> {
  const rows = await query(
    z.object({ articleId: z.number(), hadBy: json(z.array(z.enum(FREQUENCIES))) }),
    db
      .prepare(
        `SELECT article_id AS articleId, had_by AS hadBy FROM mailing_article
         WHERE mailing_id = CAST(?1 AS INTEGER) AND had_by <> '[]'`,
      )
      .bind(mailingId),
  );
  return new Map(rows.map(({ articleId, hadBy }) => [articleId, hadBy]));
}

/** For each of these articles, the frequencies whose readers had its story; a mailing to the audience's like counts too. */
export async function listHadByOf(
  db: Database,
  { articleIds, audience }: { articleIds: readonly number[]; audience: Audience },
): Promise<Map<number, Frequency[]>> {
  const had = isHad({ article: 'a.value', frequency: 'f.value', mailing: 'NULL', audience: '?2' });
  const rows = await query(
    z.object({ articleId: z.number(), hadBy: json(z.array(z.enum(FREQUENCIES))) }),
    db
      .prepare(
        `SELECT a.value AS articleId, (SELECT json_group_array(f.value) FROM json_each(?3) f WHERE ${had}) AS hadBy
         FROM json_each(?1) a`,
      )
      .bind(
        JSON.stringify(articleIds),
        JSON.stringify(AudienceShape.parse(audience)),
        JSON.stringify(frequenciesOf(audience)),
      ),
  );
  return new Map(rows.map(({ articleId, hadBy }) => [articleId, hadBy]));
}

/** An article that some readers are due, and the frequencies whose readers had its story before. */
export type News = { article: Article; hadBy: Frequency[] };

/** Among so many of the latest a digest looks for news: who had what is found out for each. */
const LATEST = 1000;

/**
 * Articles for a digest to an audience, newest first: of the latest that were released for mail after `since` and by `now`,
 * those that not all of its frequencies had.
 */
export async function listNews(
  db: Database,
  wanted: { now: string; since: string; audience: Audience; limit: number },
): Promise<News[]> {
  const had = isHad({ article: 'a.id', frequency: 'f.value', mailing: 'NULL', audience: '?3' });
  const rows = await query(
    ArticleRow.extend({ hadBy: json(z.array(z.enum(FREQUENCIES))) }),
    db
      .prepare(
        `WITH news AS (
           SELECT ${ARTICLE_COLUMNS},
             (SELECT json_group_array(f.value) FROM json_each(?4) f WHERE ${had}) AS hadBy
           FROM article a
           WHERE (a.embargo_until IS NULL OR a.embargo_until <= ?1) AND a.id IN (
             SELECT id FROM article
             WHERE state = 'published' AND email_mode <> 'none' AND released_at > ?2 AND released_at <= ?1
             ORDER BY released_at DESC LIMIT ${LATEST}))
         SELECT * FROM news WHERE json_array_length(hadBy) < json_array_length(?4)
         ORDER BY publishedAt DESC, id DESC LIMIT CAST(?5 AS INTEGER)`,
      )
      .bind(
        wanted.now,
        wanted.since,
        JSON.stringify(AudienceShape.parse(wanted.audience)),
        JSON.stringify(frequenciesOf(wanted.audience)),
        wanted.limit,
      ),
  );
  return rows.map(({ hadBy, ...article }) => ({ article, hadBy }));
}
