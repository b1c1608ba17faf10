import { expect, test } from 'vitest';
import { countQueries } from '../../src/db/count-queries.ts';
import { aDocument, anItem } from '../support/context.ts';
import { askExample } from './ask.ts';
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
