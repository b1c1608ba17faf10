import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readD1Migrations } from '@cloudflare/vitest-plugin';
import { getPlatformProxy } from 'wrangler';
import { withFolder } from '../scripts/with-folder.ts';
import { createContext } from '../src/app.ts';
import type { Database, Statement } from '../src/db/database.ts';
import { createLog } from '../src/log.ts';
import type { Context } from '../src/services/context.ts';
import { addFeed } from '../src/services/feeds/add-feed.ts';
import { pollFeeds } from '../src/services/feeds/poll-feeds.ts';
import { runEmail } from '../src/services/mailings/run-email.ts';
import { sendDigest } from '../src/services/mailings/send-digest.ts';
import type { FeedAnswer } from '../src/services/ports.ts';
import { FEED_TERMS } from '../test/support/feed-terms.ts';
import { tell } from './figures.ts';
import { addArticles, addReaders, newsroomVariables, sampleArticles } from './newsroom.ts';

const READERS = 10_000;
const FAR = '9999-01-01T00:00:00.000Z';

/** Runs `work` on an empty D1 in workerd; `rows` tells how many rows were written so far. */
async function withD1<T>(work: (db: Database, rows: () => number) => Promise<T>): Promise<T> {
  tell('D1 in workerd counts the rows that are written. This takes some seconds.');
  return withFolder(async (folder) => {
    const configPath = join(folder, 'wrangler.json');
    const databases = [{ binding: 'DB', database_name: 'bench', database_id: 'bench' }];
    writeFileSync(
      configPath,
      JSON.stringify({ name: 'bench', compatibility_date: '2026-08-04', d1_databases: databases }),
    );
    const proxy = await getPlatformProxy<{ DB: Database }>({ configPath, persist: false, envFiles: [] });
    try {
      const db = proxy.env.DB;
      for (const { queries } of await readD1Migrations(join(process.cwd(), 'migrations'))) {
        await db.batch(queries.map((sql) => db.prepare(sql)));
      }
      const { counted, rows } = countRows(db);
      return await work(counted, rows);
    } finally {
      await proxy.dispose();
    }
  });
}

type Wrapped = Statement & { inner: Statement };

/** Adds up `meta.rows_written` of every statement, which is what D1 counts and bills. */
function countRows(db: Database): { counted: Database; rows: () => number } {
  let written = 0;
  const add = (result: { meta: object }) => {
    written += Number('rows_written' in result.meta ? result.meta.rows_written : 0);
  };
  const wrap = (inner: Statement): Wrapped => ({
    inner,
    bind: (...values) => wrap(inner.bind(...values)),
    async all() {
      const result = await inner.all();
      add(result);
      return result;
    },
  });
  const counted: Database = {
    prepare: (sql) => wrap(db.prepare(sql)),
    async batch(statements) {
      const results = await db.batch(statements.map((statement) => (statement as Wrapped).inner));
      for (const result of results) add(result);
      return results;
    },
  };
  return { counted, rows: () => written };
}

/** Rows that D1 writes for every 1,000 mails of a mailing, approval and end included. */
export async function rowsWrittenPer1000(): Promise<number> {
  return withD1(async (db, rows) => {
    await addArticles(db, sampleArticles(10));
    await addReaders(db, READERS, true);
    const base = createContext({ variables: newsroomVariables({}), db, ring: () => {}, log: createLog(() => {}) });
    const ctx: Context = { ...base, mailer: takingEverything(base.mailer) };
    const before = rows();
    const result = await sendDigest(ctx, { by: 'bench', reportChannel: null, typedCount: null });
    if (result.kind !== 'holding') throw new Error('The digest was not approved.');
    await runEmail(ctx, FAR);
    return ((rows() - before) / READERS) * 1000;
  });
}

/**
 * Rows that D1 writes for one more poll that brings nothing new: the difference between polling twenty feeds and ten, so
 * that what a round writes once does not count.
 */
export async function rowsPerUnchangedPoll(): Promise<number> {
  return withD1(async (db, rows) => {
    const log = createLog(() => {});
    const base = createContext({ variables: newsroomVariables({}), db, ring: () => {}, log });
    const validators = { etag: '"v1"', lastModified: null };
    const document = {
      title: 'Feed',
      link: null,
      language: 'en',
      hubUrl: null,
      selfUrl: null,
      hintSeconds: null,
      items: [],
    };
    const news: FeedAnswer = {
      kind: 'document',
      document,
      validators,
      freshForSeconds: null,
      bodyHash: 'h',
      movedTo: null,
    };
    const ctx: Context = { ...base, feeds: { read: async () => news } };
    const written: number[] = [];
    for (let n = 0; n < 20; n += 10) {
      for (let m = n; m < n + 10; m += 1)
        await addFeed(ctx, { ...FEED_TERMS, url: `https://press.example.com/${m}.xml` });
      await pollFeeds(ctx, FAR);
      await db.prepare(`UPDATE feed SET next_poll_at = '2026-01-01T00:00:00.000Z'`).all();
      const before = rows();
      await pollFeeds(
        { ...ctx, feeds: { read: async () => ({ kind: 'unchanged', validators, freshForSeconds: null }) } },
        FAR,
      );
      written.push(rows() - before);
    }
    const [ten = 0, twenty = 0] = written;
    return (twenty - ten) / 10;
  });
}

function takingEverything(mailer: Context['mailer']): Context['mailer'] {
  return {
    ...mailer,
    sendBatch: async () => ({ kind: 'accepted', ids: [], rejected: [] }),
  };
}
