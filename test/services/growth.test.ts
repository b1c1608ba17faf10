import { expect, test } from 'vitest';
import { findSubscriber, type Subscriber } from '../../src/db/readers/subscribers.ts';
import { readEmailAddress } from '../../src/domain/email-address.ts';
import type { Context } from '../../src/services/context.ts';
import { deskFigures } from '../../src/services/desk/desk-figures.ts';
import { confirmLink } from '../../src/services/links.ts';
import { confirm } from '../../src/services/readers/confirm.ts';
import { eraseSubscriber } from '../../src/services/readers/erase-subscriber.ts';
import { findReader } from '../../src/services/readers/find-reader.ts';
import { readGrowth } from '../../src/services/readers/growth.ts';
import { beginImport, endImport, ImportTermsShape, importPage } from '../../src/services/readers/import-readers.ts';
import { subscribe } from '../../src/services/readers/subscribe.ts';
import { restore, restoreToken, unsubscribe } from '../../src/services/readers/unsubscribe.ts';
import { askApp } from '../http/app.ts';
import { testContext, VARIABLES } from '../support/context.ts';

const DAY = 86_400;

async function reader(ctx: Context, name: string): Promise<Subscriber> {
  const { reader: known } = await findReader(ctx, { email: `${name}@example.org` });
  const found = await findSubscriber(ctx.db, known.publicId);
  if (!found) throw new Error('There must be a reader.');
  return found;
}

async function join(ctx: Context, name: string, source: string): Promise<Subscriber> {
  const email = readEmailAddress(`${name}@example.org`);
  if (!email) throw new Error('The test needs a good address.');
  const rest = { company: null, occupation: null, locale: 'en', frequency: 'weekly', clientAddress: null } as const;
  await subscribe(ctx, { name, email, source, ...rest });
  const { confirmRequest, publicId } = await reader(ctx, name);
  await confirm(ctx, new URL(confirmLink(ctx, publicId, confirmRequest)).searchParams.get('t') ?? '');
  return reader(ctx, name);
}

async function bring(ctx: Context, rows: { email: string; status: 'subscribed' | 'unsubscribed' | 'cleaned' }[]) {
  const terms = ImportTermsShape.parse({ consentSource: 'Old list', consentAt: '2024-05-17' });
  const { found } = await beginImport(ctx, { fingerprint: JSON.stringify(rows), terms, by: 'api' });
  const page = rows.map((row, at) => ({ ...row, line: at + 2, tags: [] }));
  await importPage(ctx, { publicId: found.publicId, rows: page, tags: {} });
  await endImport(ctx, found.publicId, 'api');
}

/** Three days, in Shanghai, of a newsroom where people come and go in every way there is. */
async function threeDays() {
  const { ctx, world } = await testContext();
  await join(ctx, 'ana', 'www.example.com');
  await join(ctx, 'ben', 'fair');
  await join(ctx, 'cleo', 'fair');
  await bring(
    ctx,
    ['dora', 'eve', 'fay'].map((name) => ({ email: `${name}@example.org`, status: 'subscribed' })),
  );
  world.advance(DAY);
  await unsubscribe(ctx, await reader(ctx, 'ana'), 'page');
  const undo = await restoreToken(ctx, (await reader(ctx, 'ana')).publicId);
  await restore(ctx, undo ?? '');
  await unsubscribe(ctx, await reader(ctx, 'ben'), 'one-click');
  await eraseSubscriber(ctx, await reader(ctx, 'cleo'), 'details');
  await bring(ctx, [
    { email: 'dora@example.org', status: 'unsubscribed' },
    { email: 'eve@example.org', status: 'cleaned' },
  ]);
  world.advance(DAY);
  // Whoever left is not lost a second time; a fresh confirmation counts as coming.
  await bring(ctx, [{ email: 'ben@example.org', status: 'cleaned' }]);
  await eraseSubscriber(ctx, await reader(ctx, 'dora'), 'details');
  await unsubscribe(ctx, await reader(ctx, 'ana'), 'page');
  world.advance(3600);
  await join(ctx, 'ana', 'elsewhere');
  return { ctx, world };
}

test('every way to come and go counts once, on its day and for its source', async () => {
  const { ctx } = await threeDays();
  const { days, moves, now, sources } = await readGrowth(ctx, 4);
  expect(now).toEqual({ active: 2, suppressed: 2, erased: 2 });
  expect(days).toEqual([
    { day: '2026-03-01', joined: 0, left: 0 },
    { day: '2026-03-02', joined: 6, left: 0 },
    { day: '2026-03-03', joined: 1, left: 5 },
    { day: '2026-03-04', joined: 1, left: 1 },
  ]);
  const sum = (of: 'joined' | 'left', list: readonly { joined: number; left: number }[]) =>
    list.reduce((total, one) => total + one[of], 0);
  // What came less what left is who is there.
  expect(sum('joined', days) - sum('left', days)).toBe(now.active);
  for (const list of [sources, moves]) {
    expect([sum('joined', list), sum('left', list)]).toEqual([sum('joined', days), sum('left', days)]);
  }
  expect(moves).toContainEqual({ day: '2026-03-03', source: 'fair', joined: 0, left: 1 });
  expect(moves).toContainEqual({ day: '2026-03-02', source: 'import', joined: 3, left: 0 });
  expect(sources).toContainEqual({ source: 'www.example.com', joined: 3, left: 2 });
});

test('the API and the dashboard show the same figures', async () => {
  const { ctx } = await threeDays();
  const growth = await readGrowth(ctx, 30);
  const answer = await askApp(ctx)('/api/v1/growth?days=30', {
    headers: { authorization: `Bearer ${VARIABLES.ADMIN_TOKEN}` },
  });
  expect(await answer.json()).toEqual(growth);
  expect((await deskFigures(ctx)).signUps).toEqual(growth);
});

test('a day ends at midnight in the newsroom, also where clocks change', async () => {
  const { ctx: bare, world } = await testContext({ TIME_ZONE: 'America/New_York' });
  const ctx = { ...bare };
  world.now = '2026-03-08T04:59:00.000Z';
  await join(ctx, 'ana', 'form');
  world.now = '2026-03-08T05:01:00.000Z';
  await join(ctx, 'ben', 'form');
  world.now = '2026-03-09T03:59:00.000Z';
  await join(ctx, 'cleo', 'form');
  expect((await readGrowth(ctx, 2)).days).toEqual([
    { day: '2026-03-07', joined: 1, left: 0 },
    { day: '2026-03-08', joined: 2, left: 0 },
  ]);
});

test('forms that name a thousand sources are summed up beyond the first twenty', async () => {
  const { ctx } = await testContext();
  for (let n = 0; n < 23; n += 1) await join(ctx, `reader${n}`, `page-${n}`);
  const { days, moves, sources } = await readGrowth(ctx, 1);
  expect(sources).toHaveLength(21);
  expect(sources.at(-1)).toEqual({ source: 'others', joined: 3, left: 0 });
  expect(moves).toContainEqual({ day: '2026-03-02', source: 'others', joined: 3, left: 0 });
  expect(days).toEqual([{ day: '2026-03-02', joined: 23, left: 0 }]);
});
