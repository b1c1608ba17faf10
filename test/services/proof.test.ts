import { expect, test } from 'vitest';
import { insertEmailEvent } from '../../src/db/mailings/email-events.ts';
import { noteDueCount } from '../../src/db/mailings/mailing-control.ts';
import { watchDeliveries } from '../../src/services/mailings/auto-pause.ts';
import { mailingReport, readReportLink, reportLink } from '../../src/services/mailings/mailing-report.ts';
import { proveDelivery } from '../../src/services/mailings/prove-delivery.ts';
import { reportDayAfter } from '../../src/services/mailings/report-day-after.ts';
import { reportMailings } from '../../src/services/mailings/report-mailings.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { testContext } from '../support/context.ts';
import { aRunningMailing, FAR, MAILING, readerId, runUntilRest, theMailing } from '../support/mailing.ts';

test('for every reader it can be told what became of their copy, in which batch and under which id', async () => {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, 250);
  await ctx.db.prepare(`UPDATE subscriber SET state = 'unsubscribed' WHERE id = 3`).all();
  world.onSend = (key, took) => {
    const answer = took();
    if (key.endsWith('/1') && answer.kind === 'accepted') {
      // Permissive: the second mail is refused, and its id is missing from the list.
      return {
        ...answer,
        ids: answer.ids.filter((_, n) => n !== 1),
        rejected: [{ index: 1, message: 'Bad address.' }],
      };
    }
    if (key.endsWith('/102')) return { kind: 'unanswered', code: 'timeout', message: '', retryAfterSeconds: 9999 };
    return answer;
  };
  await runEmail(ctx, FAR);
  const bounced = {
    svixId: 'a',
    type: 'bounced' as const,
    providerId: null,
    readerId: readerId(5),
    mailingId: MAILING,
    reason: 'Permanent',
    occurredAt: ctx.now(),
  };
  await ctx.db.batch([insertEmailEvent(ctx.db, bounced, ctx.now())]);
  await watchDeliveries(ctx);
  const prove = (n: number) => proveDelivery(ctx, MAILING, readerId(n));
  const batch = `ml/${MAILING}/1`;
  expect(await prove(1)).toMatchObject({ outcome: 'submitted', batch, providerId: `${batch}#0`, attempts: 1 });
  expect(await prove(2)).toMatchObject({ outcome: 'refused', batch, providerId: null, reason: 'Bad address.' });
  expect(await prove(3)).toMatchObject({ outcome: 'not_in_it', batch: null, submittedAt: null });
  expect(await prove(4)).toMatchObject({ outcome: 'submitted', providerId: `${batch}#2` });
  expect(await prove(5)).toMatchObject({
    outcome: 'bounced',
    providerId: `${batch}#3`,
    reports: [{ type: 'bounced', reason: 'Permanent' }],
  });
  expect(await prove(150)).toMatchObject({ outcome: 'unanswered', batch: `ml/${MAILING}/102`, submittedAt: null });
  expect(JSON.stringify(await Promise.all([1, 2, 3, 4, 5].map(prove)))).not.toContain('@example');
  await expect(proveDelivery(ctx, MAILING, 'nobody')).rejects.toMatchObject({ code: 'not_found' });
});

test('an answer that names places at which no mail stood, or too few ids, calls nobody refused or without article', async () => {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, 3);
  const odd = [1, 1, 7, -1].map((index) => ({ index, message: 'Bad address.' }));
  world.onSend = (_key, took) => {
    const answer = took();
    return answer.kind === 'accepted' ? { ...answer, ids: answer.ids.slice(0, 1), rejected: odd } : answer;
  };
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 2, failedCount: 1 });
  const proofs = [1, 2, 3].map((n) => proveDelivery(ctx, MAILING, readerId(n)));
  expect((await Promise.all(proofs)).map(({ outcome, providerId }) => [outcome, providerId])).toEqual([
    ['submitted', `ml/${MAILING}/1#0`],
    ['refused', null],
    ['submitted', null],
  ]);
});

test('a report adds up, and its link opens that report only, for 30 days', async () => {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, 150);
  const finished = await runUntilRest(ctx, world);
  expect(await mailingReport(ctx, finished)).toMatchObject({
    submitted: 150,
    bounced: 0,
    left: 0,
    articles: [{ title: 'One', followed: null }],
  });
  const token = new URL(reportLink(ctx, MAILING)).searchParams.get('t') ?? '';
  expect(await readReportLink(ctx, MAILING, token)).toMatchObject({ publicId: MAILING });
  expect(await readReportLink(ctx, 'another00001', token)).toBe(null);
  expect(await readReportLink(ctx, MAILING, `${token.slice(0, -1)}x`)).toBe(null);
  world.advance(30 * 86_400 + 1);
  expect(await readReportLink(ctx, MAILING, token)).toBe(null);
  expect((await theMailing(ctx)).state).toBe('finished');
});

test('how many are due is counted by whoever sends first, and never of what did not start', async () => {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, 150);
  const stopped = ctx.db.prepare("UPDATE mailing SET state = 'cancelled' WHERE public_id = ?1").bind(MAILING);
  const started = ctx.db.prepare("UPDATE mailing SET state = 'sending' WHERE public_id = ?1").bind(MAILING);
  await stopped.all();
  await noteDueCount(ctx.db, await theMailing(ctx));
  expect((await mailingReport(ctx, await theMailing(ctx))).due).toBe(null);
  // As a sender leaves it that is killed between the start and the count.
  await started.all();
  const finished = await runUntilRest(ctx, world);
  await ctx.db.prepare("UPDATE subscriber SET state = 'unsubscribed' WHERE id <= 50").all();
  await noteDueCount(ctx.db, finished);
  expect(await mailingReport(ctx, finished)).toMatchObject({ due: 150, submitted: 150 });
});

test('a day after it ended, one report is posted into the thread of its message', async () => {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, 3);
  const threads: (string | undefined)[] = [];
  ctx.announcer = {
    ...ctx.announcer,
    post: async (_channel, note, thread) => {
      if (note.kind === 'mailing_report') threads.push(thread?.ts);
      return { kind: 'posted', ts: '1700000000.000100' };
    },
  };
  await runUntilRest(ctx, world);
  await reportMailings(ctx);
  await reportDayAfter(ctx);
  expect(threads).toEqual([]);
  world.advance(86_400 + 61);
  await Promise.all([reportDayAfter(ctx), reportDayAfter(ctx)]);
  await reportDayAfter(ctx);
  expect(threads).toEqual(['1700000000.000100']);
});

test('asked by Slack to wait, the message that follows a mailing and its report come later, each once', async () => {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, 3);
  const later = { kind: 'refused', code: 'rate_limited', retryAfterSeconds: 1 } as const;
  const kinds = () => world.posts.flatMap(({ note, ts }) => (ts === null ? [] : [note.kind]));
  world.postOutcomes.push(later);
  for (let n = 0; n < 3; n += 1) await reportMailings(ctx);
  expect(kinds()).toEqual(['mailing']);
  await runUntilRest(ctx, world);
  world.advance(86_400);
  world.posts.length = 0;
  world.postOutcomes.push(later);
  for (let n = 0; n < 3; n += 1) await reportDayAfter(ctx);
  expect(kinds()).toEqual(['mailing_report']);
});

test('while it is sent, its message is brought up to date at most every five seconds, with pace and time left', async () => {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, 3000);
  await ctx.db.prepare('UPDATE mailing SET due_count = 3000').all();
  await reportMailings(ctx);
  world.onSend = (_key, took) => {
    world.advance(1);
    return took();
  };
  await runUntilRest(ctx, world);
  await reportMailings(ctx);
  const shown = world.posts.flatMap(({ note }) => (note.kind === 'mailing' ? [note.mailing] : []));
  expect(shown.map(({ state }) => state).at(-1)).toBe('finished');
  expect(shown.length).toBeGreaterThan(3);
  expect(shown.length).toBeLessThan(10);
  expect(shown.at(-2)).toMatchObject({ due: 3000, perSecond: expect.any(Number), secondsLeft: expect.any(Number) });
});
