import { expect, test } from 'vitest';
import { listNewsPage, type NewsFilter } from '../../src/db/articles/newsroom-articles.ts';
import { countRows, listTables } from '../../src/db/backup.ts';
import { countQueries } from '../../src/db/count-queries.ts';
import type { SqlValue } from '../../src/db/database.ts';
import { searchTerms } from '../../src/domain/search-words.ts';
import { indexStatements } from '../../src/services/articles/search-index.ts';
import type { Context } from '../../src/services/context.ts';
import { type BackupPage, planBackup, readBackupPage } from '../../src/services/operate/backup.ts';
import { beginRestore, type Finish, finishRestore, restoreRows } from '../../src/services/operate/restore-backup.ts';
import { everyPage } from '../support/backup-pages.ts';
import { testContext } from '../support/context.ts';

const AT = '2026-03-01T00:00:00.000Z';

async function fill({ db }: Context): Promise<void> {
  const names = Array.from({ length: 1203 }, (_, index) => `reader${index}`);
  await db.batch([
    db
      .prepare(
        `INSERT INTO subscriber (id, public_id, email, email_key, name, locale, frequency, state, source, created_at)
       SELECT key + 1, value, value || '@example.org', value || '@example.org', value, 'zh-Hans', 'weekly', 'active', 'form', '${AT}'
       FROM json_each(?1)`,
      )
      .bind(JSON.stringify(names)),
    db.prepare(
      `INSERT INTO consent (subscriber_id, act, text_version, locale, page, at)
       SELECT id, 'confirmed', '1', locale, '/', '${AT}' FROM subscriber`,
    ),
    db.prepare(
      `INSERT INTO feed (public_id, url, title, state, start_with, baselined_at, kind, text_right, image_right, time_zone,
         poll_floor_seconds, next_poll_at, added_by, created_at)
       VALUES ('feed1', 'https://a.example/f', 'A "feed"; with ''marks''', 'active', 'newest_3', '${AT}', 'coverage', 'extract',
         'none', 'UTC', 300, '${AT}', 'api', '${AT}')`,
    ),
    db.prepare(
      `INSERT INTO mailing (public_id, kind, state, is_archived, content_hash, created_by, created_at)
       VALUES ('m1', 'digest', 'sending', 0, 'h', 'U1', '${AT}'), ('m2', 'digest', 'finished', 0, 'h', 'U1', '${AT}')`,
    ),
    db
      .prepare(
        `INSERT INTO variant (mailing_id, key, subject, preheader, html, text)
       SELECT 1, 'en:' || value, 'S', 'P', ?1, 'T' FROM json_each('[1,2,3,4,5]')`,
      )
      .bind('多'.repeat(300_000)),
    db.prepare(
      `INSERT INTO message (kind, dedupe_key, subscriber_id, data, state, not_before, created_at)
       VALUES ('confirm', 'c1', 1, '{}', 'todo', '${AT}', '${AT}')`,
    ),
  ]);
}

function countsOf(finish: Finish): Record<string, number> {
  if (!finish.done) throw new Error('The restore is not done.');
  return finish.counts;
}

test('a backup knows beforehand about how many rows the large tables have', async () => {
  const { ctx } = await testContext();
  await fill(ctx);
  const { estimates, tables } = await planBackup(ctx);
  const counts = await countRows(ctx.db, tables);
  expect(estimates).toMatchObject({ subscriber: counts.subscriber, article: counts.article });
  expect(Object.keys(estimates).filter((table) => !tables.includes(table))).toEqual([]);
});

test('what is backed up comes back row for row, and nothing that was under way goes on', async () => {
  const { ctx } = await testContext();
  await fill(ctx);
  const { pages, migrations } = await everyPage(ctx);
  const counts = await countRows(
    ctx.db,
    (await listTables(ctx.db)).map(({ name }) => name),
  );
  expect(pages.every((page) => JSON.stringify(page.rows).length < 1_500_000)).toBe(true);
  expect(pages.filter(({ table }) => table === 'subscriber').map(({ rows }) => rows.length)).toEqual([500, 500, 203]);

  const { ctx: other } = await testContext();
  await beginRestore(other, { migrations });
  for (const page of pages.reverse()) await restoreRows(other, page);
  // A page whose answer was lost is sent again.
  for (const page of pages) await restoreRows(other, page);
  const restored = countsOf(await finishRestore(other, 0));
  // The restore notes in a setting that it is open.
  expect({ ...restored, setting: 0 }).toEqual({ ...counts, setting: 0 });

  const again = await everyPage(other);
  const rowsOf = (from: BackupPage[], table: string) =>
    from.filter((page) => page.table === table).flatMap(({ rows }) => rows);
  for (const table of ['subscriber', 'consent', 'variant', 'article']) {
    const inOrder = (rows: SqlValue[][]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(inOrder(rowsOf(again.pages, table))).toEqual(inOrder(rowsOf(pages, table)));
  }
  const { results } = await other.db
    .prepare(
      `SELECT (SELECT group_concat(state) FROM (SELECT state FROM mailing ORDER BY id)) AS mailings,
         (SELECT state FROM message) AS message, (SELECT title FROM feed) AS feed,
         (SELECT start_with || COALESCE(baselined_at, ' anew') FROM feed) AS start`,
    )
    .all();
  expect(results).toEqual([
    { mailings: 'paused,finished', message: 'cancelled', feed: `A "feed"; with 'marks'`, start: 'none anew' },
  ]);
});

test('a restored newsroom is searched as before', async () => {
  const { ctx } = await testContext();
  await ctx.db.batch([
    ctx.db.prepare(
      `INSERT INTO article (public_id, slug, state, kind, title, extract, translation_group, text_right, image_right, email_mode,
         published_at, content_hash, created_by, created_at, updated_at)
       SELECT 'article' || value, 'article-' || value, 'published', 'science', 'Cell 细胞 number' || value, 'An extract',
         'group' || value, 'full', 'none', 'none', '${AT}', 'h', 'U1', '${AT}', '${AT}' FROM json_each('[1,2,3]')`,
    ),
    ...indexStatements(
      ctx,
      [1, 2, 3].map((n) => ({
        publicId: `article${n}`,
        title: `Cell 细胞 number${n}`,
        outlet: null,
        author: null,
        extract: 'An extract',
        bodyHtml: null,
      })),
    ),
  ]);
  const { pages, migrations } = await everyPage(ctx);
  expect(pages.map(({ table }) => table)).not.toContain('search_word');

  const { ctx: other } = await testContext();
  await beginRestore(other, { migrations });
  for (const page of pages) await restoreRows(other, page);
  const found = async () => {
    const words = searchTerms('细胞 number2');
    const filter: NewsFilter = {
      kind: null,
      topicId: null,
      from: null,
      to: null,
      language: null,
      preferred: null,
      words,
    };
    const articles = await listNewsPage(other.db, { filter, before: null, limit: 10, now: other.now() });
    return articles.map(({ slug }) => slug);
  };
  expect(await found()).toEqual([]);
  expect(await finishRestore(other, 0)).toMatchObject({ done: true });
  expect(await found()).toEqual(['article-2']);
});

test('a restore is refused where it could mix, break or lose something', async () => {
  const { ctx } = await testContext();
  const page = { table: 'topic', columns: ['id'], rows: [[1]] };
  await expect(restoreRows(ctx, page)).rejects.toThrow('No restore is open');
  await expect(beginRestore(ctx, { migrations: ['9999_from_the_future.sql'] })).rejects.toThrow(
    'newer than this newsroom',
  );
  const { migrations } = await planBackup(ctx);
  await beginRestore(ctx, { migrations });
  for (const table of ['sqlite_master', 'd1_migrations', 'lane', 'topic"; DROP TABLE topic; --']) {
    await expect(restoreRows(ctx, { ...page, table })).rejects.toThrow('There is no table');
    await expect(readBackupPage(ctx, { table, after: null })).rejects.toThrow('There is no table');
  }
  await expect(restoreRows(ctx, { ...page, columns: ['id") VALUES (1); --'] })).rejects.toThrow('another shape');
  await expect(restoreRows(ctx, { ...page, rows: [[1, 2]] })).rejects.toThrow('another shape');
  await expect(readBackupPage(ctx, { table: 'variant', after: [1] })).rejects.toThrow('shape');
  await finishRestore(ctx, 0);
  await fill(ctx);
  await expect(beginRestore(ctx, { migrations })).rejects.toThrow('is not empty');
});

test('the search index of many articles is made in steps, none of which runs more statements than the smallest plan allows', async () => {
  const { ctx } = await testContext();
  await beginRestore(ctx, { migrations: [] });
  await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO article (public_id, slug, state, kind, title, extract, translation_group, text_right, image_right, email_mode,
           published_at, content_hash, created_by, created_at, updated_at)
         SELECT 'article' || value, 'article-' || value, 'published', 'science', 'Number' || value, '', 'group' || value, 'full',
           'none', 'none', '${AT}', 'h', 'U1', '${AT}', '${AT}' FROM json_each(?1)`,
      )
      .bind(JSON.stringify(Array.from({ length: 450 }, (_, n) => n))),
  ]);
  const steps: Finish[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const counted = countQueries(ctx.db);
    const step = await finishRestore({ ...ctx, db: counted.db }, after);
    expect(counted.used()).toBeLessThan(50);
    steps.push(step);
    after = step.done ? null : step.next;
  }
  expect(steps).toMatchObject([
    { done: false, next: 200 },
    { done: false, next: 400 },
    { done: true, counts: { article: 450 } },
  ]);
  const { results } = await ctx.db.prepare('SELECT COUNT(DISTINCT article_id) AS found FROM search_word').all();
  expect(results).toEqual([{ found: 450 }]);
});

test('rows whose reader was forgotten while the backup was taken are left out and counted, the others come back', async () => {
  const { ctx } = await testContext();
  await fill(ctx);
  const { pages, migrations } = await everyPage(ctx);
  const gone = pages.map((page) =>
    page.table === 'subscriber' ? { ...page, rows: page.rows.filter(([id]) => id !== 1 && id !== 900) } : page,
  );
  const { ctx: other } = await testContext();
  await beginRestore(other, { migrations });
  const leftOut: Record<string, number> = {};
  for (const page of gone.reverse()) {
    leftOut[page.table] = (leftOut[page.table] ?? 0) + (await restoreRows(other, page));
  }
  expect(Object.fromEntries(Object.entries(leftOut).filter(([, count]) => count > 0))).toEqual({
    consent: 2,
    message: 1,
  });
  const counts = countsOf(await finishRestore(other, 0));
  expect([counts.subscriber, counts.consent, counts.message]).toEqual([1201, 1201, 0]);
});
