import { expect, test } from 'vitest';
import { insertEmailEvent, type ProblemType } from '../../src/db/mailings/email-events.ts';
import type { Context } from '../../src/services/context.ts';
import { watchDeliveries } from '../../src/services/mailings/auto-pause.ts';
import { controlMailing } from '../../src/services/mailings/control-mailing.ts';
import { decideBatches } from '../../src/services/mailings/decide-batches.ts';
import { mailingProgress } from '../../src/services/mailings/mailing-progress.ts';
import { reportMailings } from '../../src/services/mailings/report-mailings.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import type { MailingProgress, SendOutcome } from '../../src/services/ports.ts';
import { mailedAddresses, testContext, type World } from '../support/context.ts';
import { aRunningMailing, FAR, MAILING, readerId, runUntilRest, theMailing } from '../support/mailing.ts';

const BY = 'slack:UANA';

async function running(readers: number): Promise<{ ctx: Context; world: World }> {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, readers);
  return { ctx, world };
}

function refusal(code: string): SendOutcome {
  return { kind: 'refused', code, message: 'No more.', stop: true, retryAfterSeconds: null };
}

async function audits(ctx: Context): Promise<unknown[]> {
  const { results } = await ctx.db.prepare('SELECT actor, act FROM audit ORDER BY id').all();
  return results.map(({ act, actor }) => `${actor} ${act}`);
}

/** Reports of `count` readers whose mail came to the same end, not looked at yet. */
async function arrive(ctx: Context, type: ProblemType, count: number, from = 1): Promise<void> {
  const events = Array.from({ length: count }, (_, n) =>
    insertEmailEvent(
      ctx.db,
      {
        svixId: `${type}-${from + n}`,
        type,
        providerId: null,
        readerId: readerId(from + n),
        mailingId: MAILING,
        reason: null,
        occurredAt: ctx.now(),
      },
      ctx.now(),
    ),
  );
  await ctx.db.batch(events);
}

async function report(...reports: Parameters<typeof arrive>): Promise<void> {
  await arrive(...reports);
  await watchDeliveries(reports[0]);
}

test('paused in the middle, nothing more leaves; resumed, the rest gets it, and nobody twice', async () => {
  const { ctx, world } = await running(1000);
  let pausing: Promise<unknown> | null = null;
  world.onSend = (_key, took) => {
    if (world.accepted.size === 3) pausing ??= controlMailing(ctx, { publicId: MAILING, act: 'pause', by: BY });
    world.advance(1);
    return took();
  };
  await runEmail(ctx, FAR);
  expect(await pausing).toMatchObject({ isDone: true });
  const early = mailedAddresses(world).length;
  expect(early).toBeLessThan(1000);
  world.onSend = null;
  world.advance(600);
  await runEmail(ctx, FAR);
  expect(mailedAddresses(world).length).toBe(early);
  await controlMailing(ctx, { publicId: MAILING, act: 'resume', by: BY });
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 1000 });
  expect(new Set(mailedAddresses(world)).size).toBe(1000);
  expect(mailedAddresses(world).length).toBe(1000);
});

test.each(['pause', 'cancel'] as const)('a %s in the middle says how many may still leave', async (act) => {
  const { ctx, world } = await running(1500);
  await ctx.db.prepare(`UPDATE mailing SET report_channel = 'CNEWS'`).all();
  await reportMailings(ctx);
  const stop = async (): Promise<MailingProgress> => {
    const { mailing } = await controlMailing(ctx, { publicId: MAILING, act, by: BY });
    const progress = await mailingProgress(ctx, mailing);
    await reportMailings(ctx);
    return progress;
  };
  let stopping: Promise<MailingProgress> | null = null;
  const slow: Context['mailer']['sendBatch'] = async (...request) => {
    stopping ??= stop();
    await stopping;
    world.advance(1);
    return ctx.mailer.sendBatch(...request);
  };
  await runEmail({ ...ctx, mailer: { ...ctx.mailer, sendBatch: slow } }, FAR);
  const said = await (stopping as Promise<MailingProgress> | null);
  const left = mailedAddresses(world).length;
  expect(left).toBeGreaterThan(said?.submitted ?? left);
  expect(left).toBeLessThanOrEqual((said?.submitted ?? 0) + (said?.underWay ?? 0));
  world.advance(60);
  await reportMailings(ctx);
  const shown = { kind: 'mailing', mailing: expect.objectContaining({ submitted: left, underWay: 0 }) };
  expect(world.posts.at(-1)?.note).toEqual(shown);
  const count = world.posts.length;
  await reportMailings(ctx);
  expect(world.posts).toHaveLength(count);
});

test('two who press at once make one act, audited once; what does not fit changes nothing', async () => {
  const { ctx } = await running(5);
  const press = (act: 'pause' | 'resume' | 'cancel') => controlMailing(ctx, { publicId: MAILING, act, by: BY });
  expect((await press('resume')).isDone).toBe(false);
  const both = await Promise.all([press('pause'), press('pause')]);
  expect(both.map(({ isDone }) => isDone).sort()).toEqual([false, true]);
  expect((await press('cancel')).mailing.state).toBe('cancelled');
  expect((await press('resume')).isDone).toBe(false);
  expect(await audits(ctx)).toEqual([`${BY} mailing.paused`, `${BY} mailing.cancelled`]);
  await expect(controlMailing(ctx, { publicId: 'nosuchmailin', act: 'pause', by: BY })).rejects.toMatchObject({
    code: 'not_found',
  });
});

test.each<[string, number, string]>([
  ['daily_quota_exceeded', 1, '2026-03-03T00:05:00.000Z'],
  ['monthly_quota_exceeded', 30, '2026-04-01T00:05:00.000Z'],
])('a used-up quota (%s) pauses until it resets, then the rest leaves by itself', async (code, days, resumeAt) => {
  const { ctx, world } = await running(300);
  world.onSend = (_key, took) => (world.accepted.size === 1 ? refusal(code) : took());
  const paused = await runUntilRest(ctx, world);
  expect(paused).toMatchObject({ state: 'paused', submittedCount: 100 });
  expect(world.posts.map(({ note }) => note)).toContainEqual(
    expect.objectContaining({ kind: 'mailing_paused', mailing: expect.objectContaining({ resumeAt }) }),
  );
  world.onSend = null;
  await runEmail(ctx, FAR);
  expect(world.accepted.size).toBe(1);
  world.advance(days * 86_400);
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 300 });
});

test('a provider that answers nothing for minutes pauses the mailing, which is tried again in a quarter of an hour', async () => {
  const { ctx, world } = await running(50);
  world.onSend = () => ({ kind: 'unanswered', code: 'timeout', message: '', retryAfterSeconds: null });
  expect(await runUntilRest(ctx, world)).toMatchObject({
    state: 'paused',
    pauseReason: expect.stringContaining('not answered'),
  });
  world.onSend = null;
  world.advance(16 * 60);
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 50 });
});

test('an outage of a day makes six pauses, not a hundred; who resumes it in the end sends the rest once', async () => {
  const { ctx, world } = await running(150);
  world.onSend = (_key, took) =>
    world.accepted.size === 0 ? took() : { kind: 'unanswered', code: 'timeout', message: '', retryAfterSeconds: null };
  await runUntilRest(ctx, world);
  for (let quarters = 0; quarters < 64; quarters += 1) {
    world.advance(15 * 60);
    await runEmail(ctx, FAR);
  }
  expect(await theMailing(ctx)).toMatchObject({
    state: 'paused',
    submittedCount: 100,
    pauseReason: expect.stringContaining('until somebody resumes it'),
  });
  expect(world.posts.filter(({ note }) => note.kind === 'mailing_paused').length).toBe(6);
  world.onSend = null;
  await controlMailing(ctx, { publicId: MAILING, act: 'resume', by: BY });
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 150 });
  expect(new Set(mailedAddresses(world)).size).toBe(150);
  expect(mailedAddresses(world).length).toBe(150);
});

test.each<[string, ProblemType, number, boolean]>([
  ['31 of 1,000 bounced', 'bounced', 31, true],
  ['30 of 1,000 bounced', 'bounced', 30, false],
  ['2 of 1,000 complained', 'complained', 2, true],
  ['1 of 1,000 complained', 'complained', 1, false],
  ['100 of 1,000 were delayed', 'delayed', 100, false],
])('%s: does it pause?', async (_, type, count, pauses) => {
  const { ctx, world } = await running(1000);
  await ctx.db.prepare('UPDATE mailing SET submitted_count = 1000').all();
  await report(ctx, type, count);
  expect((await theMailing(ctx)).state).toBe(pauses ? 'paused' : 'sending');
  expect(world.posts.some(({ note }) => note.kind === 'mailing_paused')).toBe(pauses);
});

async function ended() {
  const { ctx, world } = await running(1000);
  const end = `UPDATE mailing SET state = 'finished', finished_at = ?1, submitted_count = 1000`;
  await ctx.db.prepare(end).bind(world.now).all();
  const told = () => world.posts.flatMap(({ note }) => (note.kind === 'mailing_trouble' ? [note.reason] : []));
  return { ctx, told, world };
}

test('of a mailing that has left before its mails come back staff are told, once for bounces and once for complaints', async () => {
  const { ctx, told, world } = await ended();
  await report(ctx, 'bounced', 30);
  expect(told()).toEqual([]);
  await report(ctx, 'bounced', 1, 31);
  await report(ctx, 'bounced', 50, 41);
  expect(told()).toEqual([expect.stringContaining('31 of 1,000 mails (3.10 %) came back')]);
  await report(ctx, 'complained', 5, 101);
  await report(ctx, 'complained', 5, 111);
  expect(told()).toEqual([expect.anything(), expect.stringContaining('5 of 1,000 readers')]);
  expect((await theMailing(ctx)).state).toBe('finished');
  expect(world.posts.some(({ note }) => note.kind === 'mailing_paused')).toBe(false);
});

test('what paused a mailing before it ended is not told again, nor what is reported of an old one', async () => {
  const { ctx, told } = await ended();
  await ctx.db.prepare(`UPDATE mailing SET state = 'sending'`).all();
  await report(ctx, 'bounced', 40);
  await ctx.db.prepare(`UPDATE mailing SET state = 'finished'`).all();
  await report(ctx, 'bounced', 5, 41);
  await ctx.db.prepare(`UPDATE mailing SET finished_at = '2026-02-20T08:00:00.000Z'`).all();
  await report(ctx, 'complained', 5, 101);
  expect(told()).toEqual([]);
});

/** A mailing of which 100,000 mails were taken and looked at, `bounced` of them back; then 11,000 more. */
async function longUnderWay(bounced: number) {
  const { ctx, world } = await running(3000);
  const sent = async (count: number) => {
    await ctx.db.prepare('UPDATE mailing SET submitted_count = ?1').bind(count).all();
    world.advance(60);
    await watchDeliveries(ctx);
  };
  await arrive(ctx, 'bounced', bounced);
  await sent(100_000);
  await sent(111_000);
  return { ctx, sent };
}

test.each<[number, boolean]>([
  [700, true],
  [300, false],
])(
  'the latest %i bounces among 21,000 mails count by themselves, whatever went well before: pauses %s',
  async (count, pauses) => {
    const { ctx, sent } = await longUnderWay(100);
    await arrive(ctx, 'bounced', count, 101);
    await sent(121_000);
    expect((await theMailing(ctx)).state).toBe(pauses ? 'paused' : 'sending');
  },
);

test('reports that come late and all at once are no trouble of the latest mails', async () => {
  const { ctx, sent } = await longUnderWay(100);
  await arrive(ctx, 'bounced', 700, 101);
  await ctx.db.prepare(`UPDATE email_event SET occurred_at = '2026-03-02T08:00:00.000Z'`).all();
  await sent(121_000);
  expect((await theMailing(ctx)).state).toBe('sending');
});

test('after somebody resumes it, only what is reported from then on pauses it again', async () => {
  const { ctx } = await running(2000);
  await ctx.db.prepare('UPDATE mailing SET submitted_count = 1000').all();
  await report(ctx, 'bounced', 40);
  await controlMailing(ctx, { publicId: MAILING, act: 'resume', by: BY });
  await watchDeliveries(ctx);
  expect((await theMailing(ctx)).state).toBe('sending');
  await ctx.db.prepare('UPDATE mailing SET submitted_count = 2000').all();
  await report(ctx, 'bounced', 31, 41);
  expect((await theMailing(ctx)).state).toBe('paused');
});

test('bounces that come while a turn is sending pause it within that turn, once', async () => {
  const { ctx, world } = await running(4000);
  let isWaiting = false;
  world.onSend = (key, took) => {
    world.advance(1);
    isWaiting ||= key.endsWith('/201');
    return took();
  };
  // The first statement of the sender's own after the third batch: the webhooks came in between.
  const db: Context['db'] = {
    prepare: (sql) => ctx.db.prepare(sql),
    batch: async (statements) => {
      if (isWaiting) await arrive(ctx, 'bounced', 100);
      isWaiting = false;
      return ctx.db.batch(statements);
    },
  };
  await runEmail({ ...ctx, db }, FAR);
  const paused = await theMailing(ctx);
  expect(paused).toMatchObject({ state: 'paused', pauseReason: expect.stringContaining('came back') });
  expect(paused.submittedCount).toBeLessThan(4000);
  expect(world.posts.filter(({ note }) => note.kind === 'mailing_paused').length).toBe(1);
});

test('under a cap no more than it leave in a day; the rest leaves on the days after', async () => {
  const { ctx, world } = await running(500);
  ctx.settings = {
    ...ctx.settings,
    sending: { ...ctx.settings.sending, warmUp: { from: '2026-03-02', steps: [100, 250] } },
  };
  expect(await runUntilRest(ctx, world)).toMatchObject({
    state: 'paused',
    submittedCount: 100,
    pauseReason: expect.stringContaining('100'),
  });
  world.advance(86_400);
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'paused', submittedCount: 320 });
  world.advance(86_400);
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 500 });
  expect(new Set(mailedAddresses(world)).size).toBe(500);
});

test('a cap that is set while batches of a hundred wait is kept all the same', async () => {
  const { ctx, world } = await running(300);
  world.onSend = () => refusal('daily_quota_exceeded');
  expect((await runUntilRest(ctx, world)).state).toBe('paused');
  world.onSend = null;
  ctx.settings = { ...ctx.settings, sending: { ...ctx.settings.sending, dailyCap: 50 } };
  await controlMailing(ctx, { publicId: MAILING, act: 'resume', by: BY });
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'paused', submittedCount: 50 });
  const days: number[] = [];
  for (let before = 50; before < 300 && days.length < 10; before += days.at(-1) ?? 0) {
    world.advance(86_400);
    days.push((await runUntilRest(ctx, world)).submittedCount - before);
  }
  expect(days).toEqual([50, 50, 50, 50, 50]);
  expect(await theMailing(ctx)).toMatchObject({ state: 'finished', submittedCount: 300 });
  expect(new Set(mailedAddresses(world)).size).toBe(300);
  expect(mailedAddresses(world)).toHaveLength(300);
});

test('large mails go in smaller requests', async () => {
  const { ctx, world } = await running(120);
  const html = 'x'.repeat(200_000);
  ctx.renderer = { ...ctx.renderer, mailing: () => ({ subject: 'News', preheader: '', html, text: '' }) };
  await runUntilRest(ctx, world);
  const sizes = [...world.accepted.values()].map((mails) => mails.length);
  expect(Math.max(...sizes)).toBe(24);
  expect(mailedAddresses(world).length).toBe(120);
});

test.each(['sent', 'send_again'] as const)('staff settle batches of unknown outcome once: %s', async (decision) => {
  const { ctx, world } = await running(150);
  world.onSend = (key, took) =>
    key.endsWith('/1') ? { kind: 'unanswered', code: 'timeout', message: '', retryAfterSeconds: null } : took();
  await runEmail(ctx, FAR);
  world.advance(23 * 3600 + 60);
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 50 });
  expect(world.posts.map(({ note }) => note.kind)).toContain('unknown_batches');
  world.onSend = null;
  await ctx.db.prepare(`UPDATE subscriber SET state = 'unsubscribed' WHERE id = 3`).all();
  const decide = () => decideBatches(ctx, { publicId: MAILING, decision, by: BY });
  expect((await Promise.all([decide(), decide()])).sort()).toEqual([0, 1]);
  const mailing = await runUntilRest(ctx, world);
  const again = decision === 'send_again';
  expect(mailing).toMatchObject({ state: 'finished', submittedCount: again ? 149 : 150 });
  expect(mailedAddresses(world).length).toBe(again ? 149 : 50);
  expect(mailedAddresses(world)).not.toContain('r3@example.org');
});
