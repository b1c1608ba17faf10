import { expect, test } from 'vitest';
import type { Database, Statement } from '../../src/db/database.ts';
import type { Context } from '../../src/services/context.ts';
import { SettingsShape } from '../../src/services/newsroom-settings.ts';
import { addressHash } from '../../src/services/readers/address-hash.ts';
import { testContext } from '../support/context.ts';
import { askApp } from './app.ts';

const STANDINGS = ['new', 'pending', 'active', 'unsubscribed', 'suppressed', 'erased'] as const;
type Standing = (typeof STANDINGS)[number];
const ROUNDS = 40;

/** A newsroom with `ROUNDS` addresses of each standing, none of which was written to lately, and limits out of reach. */
async function newsroom(): Promise<Context> {
  const { ctx } = await testContext();
  const signup = { perNetworkHour: 100_000, mailsPerHour: 1_000_000 };
  for (const standing of STANDINGS) {
    const readers = Array.from({ length: ROUNDS }, (_, n) => ({ email: address(standing, n), id: `${standing}${n}` }));
    if (standing === 'suppressed' || standing === 'erased') await suppress(ctx, readers, standing);
    if (standing === 'new' || standing === 'erased') continue;
    await ctx.db
      .prepare(
        `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at)
         SELECT value->>'id', value->>'email', value->>'email', 'A', 'en', 'weekly', ?2, 'form', ?3 FROM json_each(?1)`,
      )
      .bind(JSON.stringify(readers), standing, ctx.now())
      .all();
  }
  return { ...ctx, settings: SettingsShape.parse({ signup }) };
}

async function suppress(ctx: Context, readers: readonly { email: string }[], standing: Standing): Promise<void> {
  const hash = await addressHash(ctx);
  const hashes = JSON.stringify(readers.map(({ email }) => hash(email)));
  await ctx.db
    .prepare(`INSERT INTO suppression SELECT value, ?2, '2026-01-01T00:00:00.000Z' FROM json_each(?1)`)
    .bind(hashes, standing === 'erased' ? 'manual' : 'complaint')
    .all();
}

function address(standing: Standing, n: number): string {
  return `${standing}${n}@example.org`;
}

function signUp(email: string): RequestInit {
  const body = JSON.stringify({ name: 'Ana', email });
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body };
}

/** The database of a context that notes each statement and each batch on its way. */
function noting(ctx: Context, notes: string[]): Context {
  const note = (statement: Statement, sql: string): Statement => ({
    ...statement,
    bind: (...values) => {
      notes.push(`bind ${values.length} to ${sql}`);
      return statement.bind(...values);
    },
    all: () => {
      notes.push(`alone: ${sql}`);
      return statement.all();
    },
  });
  const db: Database = {
    prepare: (sql) => note(ctx.db.prepare(sql), sql),
    batch: (statements) => {
      notes.push(`batch of ${statements.length}`);
      return ctx.db.batch(statements);
    },
  };
  return { ...ctx, db };
}

test('whoever the address belongs to, the answer is the same and the same statements run before it', async () => {
  const ctx = await newsroom();
  const seen = new Map<string, unknown>();
  for (const standing of STANDINGS) {
    const notes: string[] = [];
    const noted = noting(ctx, notes);
    // Read once a minute and database, whoever signs up; its own test counts that.
    await addressHash(noted);
    notes.length = 0;
    const answer = await askApp(noted)('/subscribe', signUp(address(standing, 0)));
    seen.set(standing, { status: answer.status, body: await answer.text(), headers: [...answer.headers], notes });
    expect(notes.filter((line) => line.startsWith('batch'))).toHaveLength(1);
    expect(notes.filter((line) => line.startsWith('alone'))).toEqual([]);
  }
  for (const standing of STANDINGS) expect([standing, seen.get(standing)]).toEqual([standing, seen.get('new')]);
});

/** How often a time of the one list is above one of the other: a half where both spread alike (Mann and Whitney, 1947). */
function shareAbove(these: readonly number[], those: readonly number[]): number {
  let above = 0;
  for (const one of these) for (const other of those) above += one > other ? 1 : one === other ? 0.5 : 0;
  return above / (these.length * those.length);
}

test('how long an answer takes does not tell the standings apart', async () => {
  const ctx = await newsroom();
  const ask = askApp(ctx);
  const times = new Map<Standing, number[]>(STANDINGS.map((standing) => [standing, []]));
  for (let n = 1; n < ROUNDS; n += 1) {
    // Each round begins with another standing, so that what comes first or last is shared out.
    for (let turn = 0; turn < STANDINGS.length; turn += 1) {
      const standing = STANDINGS[(n + turn) % STANDINGS.length] ?? 'new';
      const from = performance.now();
      await (await ask('/subscribe', signUp(address(standing, n)))).text();
      times.get(standing)?.push(performance.now() - from);
    }
  }
  for (const standing of STANDINGS) {
    const share = shareAbove(times.get(standing) ?? [], times.get('new') ?? []);
    // A branch that answers early, or looks further, is at 0 or 1. The statements above are the proof; this is the alarm.
    expect([standing, share > 0.1 && share < 0.9]).toEqual([standing, true]);
  }
});
