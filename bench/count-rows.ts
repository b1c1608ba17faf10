import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readD1Migrations } from '@cloudflare/vitest-plugin';
import { getPlatformProxy } from 'wrangler';
import { createContext } from '../src/app.ts';
import type { Database, Statement } from '../src/db/database.ts';
import { createLog } from '../src/log.ts';
import type { Context } from '../src/services/context.ts';
import { runEmail } from '../src/services/run-email.ts';
import { sendDigest } from '../src/services/send-digest.ts';
import { withFolder } from './children.ts';
import { addArticles, addReaders, newsroomVariables, sampleArticles } from './newsroom.ts';

const READERS = 5_000;

/** Runs `work` on an empty D1 in workerd; `rows` tells how many rows were written so far. */
export async function withD1<T>(work: (db: Database, rows: () => number) => Promise<T>): Promise<T> {
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
    await runEmail(ctx, '9999-01-01T00:00:00.000Z');
    return ((rows() - before) / READERS) * 1000;
  });
}

function takingEverything(mailer: Context['mailer']): Context['mailer'] {
  return {
    ...mailer,
    sendBatch: async () => ({ kind: 'accepted', ids: [], rejected: [] }),
  };
}
