import { expect, test } from 'vitest';
import { countQueries } from '../../src/db/count-queries.ts';
import { writeSetting } from '../../src/db/settings.ts';
import type { Context } from '../../src/services/context.ts';
import { sha256 } from '../../src/services/hash.ts';
import { readBackupPage } from '../../src/services/operate/backup.ts';
import { examineNewsroom } from '../../src/services/operate/doctor.ts';
import { beginRestore, restoreRows } from '../../src/services/operate/restore-backup.ts';
import { addressHash, addressHashIfAny, giveUpSuppressions, PEPPER } from '../../src/services/readers/address-hash.ts';
import { unseal } from '../../src/services/seal.ts';
import { testContext } from '../support/context.ts';

const KEY = 'ana@example.org';
const NEW_KEY = { id: 'k9', secret: Buffer.alloc(32, 9).toString('base64') };

/** The same newsroom as another process sees it, its ring of keys changed. */
function elsewhere(ctx: Context, tokenKeys = ctx.config.tokenKeys): Context {
  return { ...ctx, db: countQueries(ctx.db).db, config: { ...ctx.config, tokenKeys } };
}

async function stored(ctx: Context): Promise<string> {
  const { results } = await ctx.db.prepare(`SELECT value FROM setting WHERE key = '${PEPPER}'`).all();
  return JSON.parse(String(results[0]?.value ?? '""'));
}

async function suppressAna(ctx: Context): Promise<string> {
  const hash = (await addressHash(ctx))(KEY);
  await ctx.db.prepare(`INSERT INTO suppression VALUES (?1, 'complaint', ?2)`).bind(hash, ctx.now()).all();
  return hash;
}

test('the hash of an address cannot be had from the database alone, and differs from newsroom to newsroom', async () => {
  const { ctx } = await testContext();
  const hash = (await addressHash(ctx))(KEY);
  expect(hash).toMatch(/^[\w-]{43}$/);
  expect(hash).not.toBe(sha256(KEY));
  // The keys of the ring are all that opens it.
  expect(await unseal(ctx.config.tokenKeys, PEPPER, await stored(ctx))).not.toBeNull();
  expect(await unseal([NEW_KEY], PEPPER, await stored(ctx))).toBeNull();
  const { ctx: other } = await testContext();
  expect((await addressHash(other))(KEY)).not.toBe(hash);
});

test('two processes that need it first at once agree, and each reads it once a minute', async () => {
  const { ctx, world } = await testContext();
  const places = [elsewhere(ctx), elsewhere(ctx), elsewhere(ctx)];
  const hashes = await Promise.all(places.map(async (place) => (await addressHash(place))(KEY)));
  expect(new Set(hashes).size).toBe(1);
  const counted = countQueries(ctx.db);
  const place = { ...ctx, db: counted.db };
  for (let n = 0; n < 50; n += 1) await addressHash(place);
  expect(counted.used()).toBe(1);
  world.advance(61);
  await addressHash(place);
  expect(counted.used()).toBe(2);
});

test('a new key in front seals it anew, after which the old key may go', async () => {
  const { ctx } = await testContext();
  const hash = await suppressAna(ctx);
  const rotated = elsewhere(ctx, [NEW_KEY, ...ctx.config.tokenKeys]);
  expect((await addressHash(rotated))(KEY)).toBe(hash);
  expect(await stored(ctx)).toMatch(/^k9\./);
  expect((await addressHash(elsewhere(ctx, [NEW_KEY])))(KEY)).toBe(hash);
});

test.each([
  ['sealed under a key that is lost', (ctx: Context) => elsewhere(ctx, [NEW_KEY]), async () => {}],
  [
    'gone while hashes exist',
    (ctx: Context) => elsewhere(ctx),
    (ctx: Context) => ctx.db.prepare(`DELETE FROM setting WHERE key = '${PEPPER}'`).all(),
  ],
  ['garbled', (ctx: Context) => elsewhere(ctx), (ctx: Context) => writeSetting(ctx.db, PEPPER, 'k1.x.y', ctx.now())],
])('a pepper that is %s is never replaced in silence; staff may give it up', async (_what, seenBy, harm) => {
  const { ctx: first } = await testContext();
  await suppressAna(first);
  await harm(first);
  const before = await stored(first);
  const ctx = seenBy(first);
  await expect(addressHash(ctx)).rejects.toThrow(/pepper of the suppression list.*Nothing was changed/);
  expect(await addressHashIfAny(ctx)).toBeNull();
  expect(await stored(ctx)).toBe(before);
  const finding = (await examineNewsroom(ctx)).find(({ what }) => what === 'Suppression list');
  expect(finding).toMatchObject({ state: 'failed', next: expect.stringContaining('TOKEN_SECRET') });

  expect(await giveUpSuppressions(ctx, 'api')).toBe(1);
  expect((await addressHash(ctx))(KEY)).toMatch(/^[\w-]{43}$/);
  await expect(giveUpSuppressions(ctx, 'api')).rejects.toThrow('nothing to give up');
  const { results } = await ctx.db.prepare('SELECT act FROM audit').all();
  expect(results).toEqual([{ act: 'suppressions.given_up' }]);
});

test('a restore brings the pepper of its hashes, also where a sign-up made another meanwhile', async () => {
  const { ctx } = await testContext();
  const hash = await suppressAna(ctx);
  const pages = await Promise.all(
    ['setting', 'suppression'].map((table) => readBackupPage(ctx, { table, after: null })),
  );
  expect(JSON.stringify(pages)).toContain(await stored(ctx));
  const { ctx: other } = await testContext();
  await beginRestore(other, { migrations: [] });
  expect((await addressHash(other))(KEY)).not.toBe(hash);
  // A page whose answer was lost comes again.
  for (const page of [...pages, ...pages]) await restoreRows(other, page);
  expect((await addressHash(other))(KEY)).toBe(hash);
});
