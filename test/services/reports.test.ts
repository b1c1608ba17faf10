import { expect, test } from 'vitest';
import { createMailRenderer } from '../../src/email/render-mail.ts';
import type { Context } from '../../src/services/context.ts';
import { mailReport } from '../../src/services/mailings/mail-report.ts';
import { reportMonth } from '../../src/services/mailings/report-month.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { noteMessage } from '../../src/slack/blocks/note.ts';
import { tick } from '../../src/tick.ts';
import { testContext } from '../support/context.ts';
import { aRunningMailing, FAR, runUntilRest } from '../support/mailing.ts';

const BY = 'slack:UANA';

async function finished(variables: Record<string, string> = {}) {
  const { ctx, world } = await testContext(variables);
  await aRunningMailing(ctx, 120);
  const mailing = await runUntilRest(ctx, world);
  ctx.renderer = createMailRenderer();
  world.accepted.clear();
  return { ctx, world, mailing };
}

const months = (posts: { note: { kind: string } }[]) => posts.filter(({ note }) => note.kind === 'monthly_report');

test('a report is mailed to each address once an hour, with figures, its page and nothing of a reader', async () => {
  const { ctx, world, mailing } = await finished();
  const addresses = ['Boss@corp.example', 'boss@corp.example', 'press@corp.example'];
  const ask = () => mailReport(ctx, { mailing, addresses, locale: 'en', by: BY });
  expect((await Promise.all([ask(), ask()])).sort()).toEqual([0, 2]);
  await runEmail(ctx, FAR);
  await runEmail(ctx, FAR);
  const mails = [...world.accepted.values()].flat();
  expect(mails.map(({ to }) => to).sort()).toEqual(['boss@corp.example', 'press@corp.example']);
  expect(mails[0]?.subject).toMatch(/^Report: .*One$/);
  expect(mails[0]?.text).toContain('Taken by the mail provider: 120');
  expect(mails[0]?.text).toMatch(/\/reports\/mailing00001\?t=/);
  expect(JSON.stringify(mails)).not.toContain('@example.org"');
  world.advance(3600);
  expect(await ask()).toBe(2);
  const { results } = await ctx.db.prepare(`SELECT actor, detail FROM audit WHERE act = 'mailing.report_mailed'`).all();
  expect(results).toEqual([
    { actor: BY, detail: '{"addresses":2}' },
    { actor: BY, detail: '{"addresses":2}' },
  ]);
});

test.each([
  ['eleven', Array.from({ length: 11 }, (_, n) => `a${n}@corp.example`), 'at most 10'],
  ['one that is none', ['a@corp.example', 'b@corp.example\r\nBcc: c@corp.example'], 'number 2 is no email address'],
])('%s: the report is mailed to nobody', async (_name, addresses, told) => {
  const { ctx, mailing } = await finished();
  await expect(mailReport(ctx, { mailing, addresses, locale: 'zh-Hans', by: BY })).rejects.toThrow(told);
  expect((await ctx.db.prepare('SELECT id FROM message').all()).results).toEqual([]);
});

test('on the first of a month in the newsroom’s zone the last one is summed up once, however many work at it', async () => {
  const { ctx, world } = await finished({ SLACK_REVIEW_CHANNEL: 'CREVIEW1', TIME_ZONE: 'Asia/Shanghai' });
  await tick(ctx, { seconds: 5, queryBudget: 850 });
  expect(months(world.posts)).toEqual([]);
  world.now = '2026-03-31T15:59:00.000Z';
  await tick(ctx, { seconds: 5, queryBudget: 850 });
  expect(months(world.posts)).toEqual([]);
  world.now = '2026-03-31T16:00:00.000Z';
  await Promise.all([1, 2].map(() => tick(ctx, { seconds: 5, queryBudget: 850 })));
  await reportMonth(ctx);
  const [posted, ...more] = months(world.posts) as Parameters<typeof shown>[0][];
  expect(more).toEqual([]);
  expect(shown(posted)).toContain('*Newsletters in March 2026*: 1, 120 mails');
  expect(shown(posted)).toContain('#7');
  world.now = '2026-04-30T16:00:00.000Z';
  await tick(ctx, { seconds: 5, queryBudget: 850 });
  expect(months(world.posts).length).toBe(1);
});

function shown(post: { note: Parameters<typeof noteMessage>[0] } | undefined): string {
  return post ? noteMessage(post.note).text : '';
}

test('killed between any two statements, the month is never posted twice', async () => {
  const { ctx, world } = await finished({ SLACK_REVIEW_CHANNEL: 'CREVIEW1' });
  world.now = '2026-04-01T08:00:00.000Z';
  const posts: number[] = [];
  for (let survives = 0; survives < 12; survives += 1) {
    world.posts.length = 0;
    await ctx.db.prepare(`DELETE FROM setting WHERE key = 'month_reported'`).all();
    await reportMonth(dying(ctx, survives)).catch(() => {});
    await reportMonth(ctx);
    posts.push(months(world.posts).length);
  }
  expect([posts[0], Math.max(...posts), posts.at(-1)]).toEqual([1, 1, 1]);
});

/** A context whose database is gone behind some statements. */
function dying(ctx: Context, survives: number): Context {
  let left = survives;
  const spend = () => {
    left -= 1;
    if (left < 0) throw new Error('killed');
  };
  const { db } = ctx;
  return {
    ...ctx,
    db: {
      prepare(sql) {
        spend();
        return db.prepare(sql);
      },
      batch(statements) {
        spend();
        return db.batch(statements);
      },
    },
  };
}
