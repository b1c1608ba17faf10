import { expect, test } from 'vitest';
import * as z from 'zod';
import { DATABASE_NAME, openDatabase } from '#database';
import { ANNOUNCEMENT_TRANSITIONS } from '../../src/db/announcements/announcements.ts';
import { SUMMARY_TRANSITIONS } from '../../src/db/announcements/channel-summaries.ts';
import { ROUTE_TRANSITIONS } from '../../src/db/announcements/routes.ts';
import { ARTICLE_TRANSITIONS } from '../../src/db/articles/articles.ts';
import { TOPIC_TRANSITIONS } from '../../src/db/articles/topics.ts';
import type { Transitions } from '../../src/db/columns.ts';
import { execute, query, queryOne } from '../../src/db/database.ts';
import { CONTACT_TRANSITIONS } from '../../src/db/desk/contact-messages.ts';
import { INSTALL_TRANSITIONS } from '../../src/db/desk/slack-installs.ts';
import { FEED_TRANSITIONS } from '../../src/db/feeds/feed-states.ts';
import { FLOOD_TRANSITIONS } from '../../src/db/feeds/floods.ts';
import { HUB_TRANSITIONS } from '../../src/db/feeds/websub.ts';
import { BATCH_TRANSITIONS } from '../../src/db/mailings/batches.ts';
import { MAILING_TRANSITIONS } from '../../src/db/mailings/mailings.ts';
import { MESSAGE_TRANSITIONS } from '../../src/db/mailings/messages.ts';
import { SCHEDULE_TRANSITIONS } from '../../src/db/mailings/schedules.ts';
import { IMPORT_TRANSITIONS } from '../../src/db/readers/imports.ts';
import { SUBSCRIBER_TRANSITIONS } from '../../src/db/readers/subscribers.ts';
import { allowedWords } from '../support/allowed-words.ts';

const setting = z.object({ key: z.string(), value: z.string() });

function put(key: string, value: string) {
  return `INSERT INTO setting (key, value, updated_at) VALUES ('${key}', '${value}', '2026-01-01T00:00:00.000Z')`;
}

test(`a hundred values can be bound and not one more, as on D1 (${DATABASE_NAME})`, async () => {
  const db = await openDatabase();
  const holders = (count: number) => Array.from({ length: count }, (_, n) => `?${n + 1}`).join(', ');
  const find = async (count: number) => {
    const values = Array.from({ length: count }, () => 7);
    return db
      .prepare(`SELECT 1 AS found WHERE 7 IN (${holders(count)})`)
      .bind(...values)
      .all();
  };
  expect((await find(100)).results).toEqual([{ found: 1 }]);
  await expect(find(101)).rejects.toThrow(/too many SQL variables|variable number must be between/);
});

test(`a batch is one transaction: one bad statement leaves nothing of the others (${DATABASE_NAME})`, async () => {
  const db = await openDatabase();
  await expect(db.batch([db.prepare(put('a', '1')), db.prepare(put('a', '2'))])).rejects.toThrow(/UNIQUE/);
  expect(await query(setting, db.prepare('SELECT key, value FROM setting'))).toEqual([]);
  const results = await db.batch([
    db.prepare(put('a', '1')),
    db.prepare(`UPDATE setting SET value = '3' WHERE key = 'a'`),
  ]);
  expect(results.map(({ meta }) => meta.changes)).toEqual([1, 1]);
});

test(`a value that is not given is refused, not stored as NULL (${DATABASE_NAME})`, async () => {
  const db = await openDatabase();
  const statement = db.prepare('SELECT ?1 AS value');
  // What a mistake in untyped code would hand over.
  const nothing = undefined as unknown as null;
  await expect((async () => statement.bind(nothing).all())()).rejects.toThrow(/D1_TYPE_ERROR/);
});

test(`numbers stay whole in STRICT columns, and a fraction is refused (${DATABASE_NAME})`, async () => {
  const db = await openDatabase();
  const count = db.prepare(
    'INSERT INTO rate_count (key, window_start, count) VALUES (?1, ?2, ?3) RETURNING typeof(count) AS type, count',
  );
  expect((await count.bind('k', 'w', 7).all()).results).toEqual([{ type: 'integer', count: 7 }]);
  await expect(count.bind('k', 'x', 7.5).all()).rejects.toThrow(/INTEGER/);
});

test(`RETURNING tells what a conditional update changed, and changes() carries to the next statement of a batch (${DATABASE_NAME})`, async () => {
  const db = await openDatabase();
  await execute(db.prepare(put('a', '1')));
  const take = db.prepare(`UPDATE setting SET value = '2' WHERE key = 'a' AND value = '1' RETURNING key, value`);
  expect(await queryOne(setting, take)).toEqual({ key: 'a', value: '2' });
  expect(await queryOne(setting, take)).toBeNull();
  const ifChanged = (key: string) =>
    db.prepare(`INSERT INTO setting (key, value, updated_at) SELECT ?1, '1', 'x' WHERE changes() > 0`).bind(key);
  await db.batch([db.prepare(`UPDATE setting SET value = '9' WHERE key = 'nobody'`), ifChanged('b')]);
  await db.batch([db.prepare(`UPDATE setting SET value = '9' WHERE key = 'a'`), ifChanged('c')]);
  const keys = await query(setting, db.prepare('SELECT key, value FROM setting ORDER BY key'));
  expect(keys.map(({ key }) => key)).toEqual(['a', 'c']);
});

test(`a row of another shape is an error of ours that names the column (${DATABASE_NAME})`, async () => {
  const db = await openDatabase();
  await expect(query(z.object({ n: z.number() }), db.prepare(`SELECT 'x' AS n`))).rejects.toMatchObject({
    code: 'internal',
    message: expect.stringContaining('(n)'),
  });
});

test.each<[string, Transitions<string>]>([
  ['announcement', ANNOUNCEMENT_TRANSITIONS],
  ['article', ARTICLE_TRANSITIONS],
  ['batch', BATCH_TRANSITIONS],
  ['channel_summary', SUMMARY_TRANSITIONS],
  ['contact_message', CONTACT_TRANSITIONS],
  ['feed', FEED_TRANSITIONS],
  ['flood', FLOOD_TRANSITIONS],
  ['hub_subscription', HUB_TRANSITIONS],
  ['import', IMPORT_TRANSITIONS],
  ['mailing', MAILING_TRANSITIONS],
  ['message', MESSAGE_TRANSITIONS],
  ['route', ROUTE_TRANSITIONS],
  ['schedule', SCHEDULE_TRANSITIONS],
  ['slack_install', INSTALL_TRANSITIONS],
  ['subscriber', SUBSCRIBER_TRANSITIONS],
  ['topic', TOPIC_TRANSITIONS],
])('the states of %s are those its table allows, and no move leads elsewhere', async (table, transitions) => {
  const db = await openDatabase();
  const states = Object.keys(transitions);
  const row = await queryOne(
    z.object({ sql: z.string() }),
    db.prepare('SELECT sql FROM sqlite_master WHERE name = ?1').bind(table),
  );
  expect(allowedWords(row?.sql ?? '', 'state').sort()).toEqual([...states].sort());
  for (const next of Object.values(transitions).flat()) expect(states).toContain(next);
});

test(`batches that start together stay apart: one that fails takes none of the others with it (${DATABASE_NAME})`, async () => {
  const db = await openDatabase();
  const outcomes = await Promise.allSettled([
    db.batch([db.prepare(put('a', '1')), db.prepare(put('b', '1'))]),
    db.batch([db.prepare(put('c', '2')), db.prepare(put('a', '2'))]),
    execute(db.prepare(put('d', '3'))),
    execute(db.prepare('INSERT INTO nowhere (a) VALUES (1)')),
    db.batch([db.prepare(put('e', '4'))]),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
  const rows = await query(setting, db.prepare('SELECT key, value FROM setting ORDER BY key'));
  expect(rows.map(({ key, value }) => key + value)).toEqual(['a1', 'b1', 'd3', 'e4']);
});
