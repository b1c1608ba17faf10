import type { Context } from '../../src/services/context.ts';
import { testContext, type World } from '../support/context.ts';
import { WEBHOOK_SECRET } from '../support/svix.ts';
import { newsroomRows, type Sizes } from './newsroom-rows.ts';

export const SMALL: Sizes = { feeds: 3, articles: 6, topics: 3, readers: 30, mailings: 4, waiting: 2 };
/** More than a newsroom that has run for years shows on any page. */
export const LARGE: Sizes = { feeds: 400, articles: 3_000, topics: 60, readers: 5_000, mailings: 400, waiting: 300 };

/** Public ids, as newsroom-rows.ts gives them: article 1 is "article00001". */
export const idOf = {
  article: (n: number) => `article${String(n).padStart(5, '0')}`,
  feed: (n: number) => `feed${String(n).padStart(8, '0')}`,
  mailing: (n: number) => `mailing${String(n).padStart(5, '0')}`,
  reader: (n: number) => `reader${String(n).padStart(6, '0')}`,
  topic: (n: number) => `topic${String(n).padStart(7, '0')}`,
};

/** A newsroom with rows in every table that a page or the desk reads. */
export async function wholeNewsroom(
  sizes: Sizes,
  variables: Record<string, string> = {},
): Promise<{ ctx: Context; world: World }> {
  const { ctx, world } = await testContext({ RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET, ...variables });
  const counter =
    'WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < CAST(?1 AS INTEGER))';
  for (const [table, count, columns] of newsroomRows(sizes)) {
    const sql = `INSERT INTO ${table} (${Object.keys(columns)}) ${counter} SELECT ${Object.values(columns)} FROM n`;
    await ctx.db.prepare(sql).bind(count).all();
  }
  return { ctx, world };
}

/** Every row of every table, by table. `without` leaves tables out. */
export async function dump(ctx: Context, without: readonly string[] = []): Promise<Record<string, unknown[]>> {
  const { results } = await ctx.db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`).all();
  const tables = results.map(({ name }) => String(name)).filter((name) => !without.includes(name));
  const all: Record<string, unknown[]> = {};
  for (const table of tables) all[table] = (await ctx.db.prepare(`SELECT * FROM ${table}`).all()).results;
  return all;
}
