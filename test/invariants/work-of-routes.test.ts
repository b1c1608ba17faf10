import { expect, test } from 'vitest';
import { countQueries } from '../../src/db/count-queries.ts';
import { type BackupPage, planBackup, readBackupPage } from '../../src/services/operate/backup.ts';
import { aDocument, anItem, testContext } from '../support/context.ts';
import { ask, askExample } from './ask.ts';
import { countSubrequests } from './count-subrequests.ts';
import { REQUESTS } from './requests.ts';
import { routesOfApp } from './routes-of-app.ts';
import { LARGE, wholeNewsroom } from './whole-newsroom.ts';

/** A request may ring a tick in its own invocation: what is left of D1's 1,000 beside that tick. */
const MOST_BESIDE_A_TICK = 150;
const MOST_ALONE = 900;
const house = await wholeNewsroom(LARGE);
house.world.feeds.set(
  'https://press1000.example.org/feed.xml',
  aDocument(Array.from({ length: 1_000 }, (_, n) => anItem({ title: `Found ${n}` }))),
);

test('every route has its line in the table, and the table no other', () => {
  const routes = routesOfApp();
  expect(routes.filter((route) => !(route in REQUESTS))).toEqual([]);
  expect(Object.keys(REQUESTS).filter((route) => !routes.includes(route))).toEqual([]);
});

test.each(Object.entries(REQUESTS))('%s stays within its own bounds on a large newsroom', async (_route, example) => {
  const { ctx, made } = countSubrequests(house.ctx);
  const statements = countQueries(house.ctx.db);
  let isRung = false;
  const ring = () => {
    isRung = true;
  };
  const asked = { ...ctx, db: statements.db, ring };
  const { status, text } = await askExample(asked, example);
  if (example.status === null) expect(status, text.slice(0, 400)).toBeLessThan(500);
  else expect(status, text.slice(0, 400)).toBe(example.status ?? 200);
  expect(example.statements).toBeLessThanOrEqual(example.isAlone ? MOST_ALONE : MOST_BESIDE_A_TICK);
  expect(statements.used()).toBeLessThanOrEqual(example.statements);
  expect(isRung && example.isAlone).toBeFalsy();
  expect(made()).toBeLessThanOrEqual(example.subrequests ?? 0);
  if (process.env.SHOW_WORK) console.log(`${_route} ${statements.used()} ${made()}`);
});

test('a restore of a large newsroom stays within the bounds at every page', async () => {
  const { ctx } = await testContext();
  const plan = await planBackup(house.ctx);
  const used: number[] = [];
  const send = async (act: string, body: unknown) => {
    const statements = countQueries(ctx.db);
    const ring = () => expect.fail('A restore rings no tick.');
    const { status, text } = await ask({ ...ctx, db: statements.db, ring }, `/api/v1/restore/${act}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ctx.config.adminToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(status, text).toBe(200);
    used.push(statements.used());
    return JSON.parse(text) as { done?: boolean; next?: number };
  };
  await send('begin', { migrations: plan.migrations });
  for (const table of [...plan.tables].reverse()) {
    for (let page: BackupPage | null = null; page === null || page.next !== null; ) {
      page = await readBackupPage(house.ctx, { table, after: page?.next ?? null });
      if (page.rows.length > 0) await send('rows', { table, columns: page.columns, rows: page.rows });
    }
  }
  for (let next = 0; ; ) {
    const answer = await send('finish', { next });
    if (answer.done) break;
    next = answer.next ?? Number.NaN;
  }
  if (process.env.SHOW_WORK) console.log('restore', Math.max(...used), used.length);
  expect(used.length).toBeGreaterThan(20);
  expect(Math.max(...used)).toBeLessThanOrEqual(MOST_ALONE);
});
