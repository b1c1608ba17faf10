import { expect, test } from 'vitest';
import { seeded } from '../../bench/figures.ts';
import { withoutFreezing } from '../../bench/without-freezing.ts';
import type { Context } from '../../src/services/context.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import type { SendOutcome } from '../../src/services/ports.ts';
import { mailedAddresses, testContext, type World } from '../support/context.ts';
import { dying } from '../support/dying-database.ts';
import { aRunningMailing, FAR, RATE_LIMITED, theMailing } from '../support/mailing.ts';

const READERS = 600;
const QUOTA = {
  kind: 'refused',
  code: 'daily_quota_exceeded',
  message: '',
  stop: true,
  retryAfterSeconds: null,
} as const;
const LOST = { kind: 'unanswered', code: 'timeout', message: '', retryAfterSeconds: 1 } as const;

/** A provider that is never reached, whose answer is lost, or that refuses, half of the time. */
function failing(random: () => number, note: (outcome: SendOutcome) => void): NonNullable<World['onSend']> {
  return (_key, took) => {
    const dice = random();
    if (dice < 0.08) throw new Error('killed before the request');
    if (dice < 0.16) return RATE_LIMITED;
    if (dice < 0.17) return QUOTA;
    if (dice < 0.3) return LOST;
    const outcome = took();
    note(outcome);
    if (dice < 0.38) throw new Error('killed after the request');
    return dice < 0.5 ? LOST : outcome;
  };
}

/** One reader, by chance, leaves or comes back; resolves to the address. */
async function change(ctx: Context, random: () => number): Promise<string> {
  const address = `r${1 + Math.floor(random() * READERS)}@example.org`;
  const sql = `UPDATE subscriber SET state = CASE state WHEN 'active' THEN 'unsubscribed' ELSE 'active' END WHERE email_key = ?1`;
  await ctx.db.prepare(sql).bind(address).all();
  return address;
}

/** Sends a mailing with several senders at once, all of which are killed again and again, until it rests. */
async function crashRun(seed: number, { freezes }: { freezes: boolean }) {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, READERS);
  await ctx.db.prepare(`UPDATE subscriber SET state = 'pending' WHERE id % 4 = 0`).all();
  const random = seeded(seed);
  let mismatches = 0;
  world.onSend = failing(random, (outcome) => {
    if (outcome.kind === 'conflict') mismatches += 1;
  });
  const db = dying(freezes ? ctx.db : withoutFreezing(ctx.db), { random, share: 0.08, livesOn: true });
  const changed = new Set<string>();
  for (let round = 0; round < 300 && mismatches === 0 && (await theMailing(ctx)).state !== 'finished'; round += 1) {
    const senders = Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
      runEmail({ ...ctx, db }, FAR).catch(() => null),
    );
    await Promise.all(senders);
    // A lane whose holder was killed is free when its lease is over.
    await ctx.db.prepare(`UPDATE lane SET lease_until = '2026-01-01T00:00:00.000Z'`).all();
    // After many attempts without an answer it waits for a person, who resumes it.
    await ctx.db.prepare(`UPDATE mailing SET state = 'sending', resume_at = NULL WHERE state = 'paused'`).all();
    if (round < 40) changed.add(await change(ctx, random));
    world.advance(30 + random() * 60);
  }
  const addresses = mailedAddresses(world);
  const mailed = new Set(addresses);
  const due = Array.from({ length: READERS }, (_, n) => n + 1).filter((n) => n % 4 !== 0);
  const missed = due.map((n) => `r${n}@example.org`).filter((address) => !mailed.has(address) && !changed.has(address));
  const { state, submittedCount } = await theMailing(ctx);
  return { state, twice: addresses.length - mailed.size, missed, mismatches, uncounted: submittedCount - mailed.size };
}

test.each([1, 2])(
  'senders killed at any statement and request, with refusals and readers who come and go: nobody twice, nobody missed (seed %i)',
  async (seed) => {
    const found = await crashRun(seed, { freezes: true });
    expect(found).toEqual({ state: 'finished', twice: 0, missed: [], mismatches: 0, uncounted: 0 });
  },
);

test('the same without freezing is found out: other bytes under a key that was used', async () => {
  const { mismatches } = await crashRun(1, { freezes: false });
  expect(mismatches).toBeGreaterThan(0);
});
