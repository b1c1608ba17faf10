import { expect, test } from 'vitest';
import { updatePreferences } from '../../src/db/readers/subscribers.ts';
import type { Context } from '../../src/services/context.ts';
import { controlMailing } from '../../src/services/mailings/control-mailing.ts';
import { decideBatches } from '../../src/services/mailings/decide-batches.ts';
import { makeMailings } from '../../src/services/mailings/make-mailings.ts';
import { createSchedule } from '../../src/services/mailings/schedule-change.ts';
import { mailedAddresses, testContext } from '../support/context.ts';
import { addArticles, addReader, listMailings, mailed, passTime, workOnce } from './mailing-world.ts';

const BY_READERS = {
  frequency: 'daily',
  policy: 'send_unless_stopped',
  plan: { time: '09:00', clocks: 'readers' },
  by: 'slack:UANA',
} as const;

const STORIES = ['S1', 'S2', 'S3'];
const MOVES: ['york' | 'tokyo', string][] = [
  ['york', 'Asia/Tokyo'],
  ['tokyo', 'America/New_York'],
];

const inZone = (zone: string) => ({ frequency: 'daily', zone });

async function moveTo(ctx: Context, reader: number, timeZone: string): Promise<void> {
  const wish = { frequency: 'daily', locale: 'en', pausedUntil: null, timeZone } as const;
  await ctx.db.batch([updatePreferences(ctx.db, reader, wish)]);
}

/** A digest that Tokyo has and New York is still to get. */
async function halfwayRound() {
  const { ctx, world } = await testContext({ SEND_HOLD_SECONDS: '0' });
  const tokyo = await addReader(ctx, 'tokyo', inZone('Asia/Tokyo'));
  const york = await addReader(ctx, 'york', inZone('America/New_York'));
  await addArticles(ctx, ['One']);
  await createSchedule(ctx, BY_READERS);
  await passTime(ctx, world, { minutes: 240, until: '2026-03-03T04:00:00.000Z' });
  expect(mailed(world, ['One'])).toEqual(['tokyo: One']);
  return { ctx, world, tokyo, york };
}

test.each(['Pacific/Chatham', 'Not/AZone'])(
  'who moves to a zone that no reader had when it began, %s, gets it all the same',
  async (zone) => {
    const { ctx, world, york } = await halfwayRound();
    await moveTo(ctx, york, zone);
    await passTime(ctx, world, { minutes: 240, until: '2026-03-03T20:00:00.000Z' });
    expect(mailed(world, ['One']).sort()).toEqual(['tokyo: One', 'york: One']);
  },
);

test.each(MOVES)(
  '%s moves while a refusal lets a frozen batch be frozen anew: each still gets it once',
  async (who, zone) => {
    const { ctx, world, ...ids } = await halfwayRound();
    let refusals = 0;
    const { sendBatch } = ctx.mailer;
    ctx.mailer = {
      ...ctx.mailer,
      async sendBatch(body, key) {
        if (refusals === 3) return sendBatch(body, key);
        if (refusals === 0) await moveTo(ctx, ids[who], zone);
        refusals += 1;
        // Another tick looks at the change while the request is under way.
        await makeMailings(ctx);
        return { kind: 'refused', code: 'rate_limit_exceeded', message: '', stop: false, retryAfterSeconds: 120 };
      },
    };
    await passTime(ctx, world, { minutes: 120, until: '2026-03-03T22:00:00.000Z' });
    expect(refusals).toBe(3);
    expect(mailed(world, ['One']).sort()).toEqual(['tokyo: One', 'york: One']);
  },
);

test.each(MOVES)(
  '%s moves after the end, and then an unknown batch is sent again: nobody twice, nobody missed',
  async (who, zone) => {
    const { ctx, world, ...ids } = await halfwayRound();
    world.onSend = () => ({ kind: 'unanswered', code: 'lost', message: '', retryAfterSeconds: null });
    await passTime(ctx, world, { minutes: 720, until: '2026-03-04T20:00:00.000Z' });
    const [paused] = await listMailings(ctx);
    await controlMailing(ctx, { publicId: paused?.publicId ?? '', act: 'resume', by: 'slack:UANA' });
    await workOnce(ctx);
    const [mailing] = await listMailings(ctx);
    expect(mailing?.state).toBe('finished');
    world.onSend = null;
    await moveTo(ctx, ids[who], zone);
    await workOnce(ctx);
    expect(
      await decideBatches(ctx, { publicId: mailing?.publicId ?? '', decision: 'send_again', by: 'slack:UANA' }),
    ).toBe(1);
    await workOnce(ctx);
    expect(mailedAddresses(world).sort()).toEqual(['tokyo@example.org', 'york@example.org']);
  },
);

test('zones 25 hours apart: the next date begins before the last readers of one have it, and each gets every story once', async () => {
  const { ctx, world } = await testContext({ SEND_HOLD_SECONDS: '0' });
  await addReader(ctx, 'first', inZone('Pacific/Kiritimati'));
  const last = await addReader(ctx, 'last', inZone('Pacific/Pago_Pago'));
  await createSchedule(ctx, BY_READERS);
  for (const title of STORIES) {
    await addArticles(ctx, [title]);
    await passTime(ctx, world, { minutes: 240, until: new Date(Date.parse(world.now) + 86_400_000).toISOString() });
  }
  expect((await listMailings(ctx)).filter(({ state }) => state === 'sending').length).toBeGreaterThan(0);
  // From one end of the day to the other, while newsletters of two dates are under way.
  await moveTo(ctx, last, 'Pacific/Kiritimati');
  await passTime(ctx, world, { minutes: 240, until: new Date(Date.parse(world.now) + 3 * 86_400_000).toISOString() });
  const stories = (name: string) =>
    mailed(world, STORIES)
      .filter((line) => line.startsWith(name))
      .join()
      .match(/S\d/g)
      ?.sort();
  expect([stories('first'), stories('last')]).toEqual([STORIES, STORIES]);
});
