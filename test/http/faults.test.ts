import { afterEach, expect, test } from 'vitest';
import { createResendMailer } from '../../src/email/resend-mailer.ts';
import { decideBatches } from '../../src/services/mailings/decide-batches.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { testContext } from '../support/context.ts';
import {
  type Fault,
  type FaultProxy,
  NO_FAULT,
  startFaultProxy,
  TOO_MANY,
  webhookFor,
} from '../support/fault-proxy.ts';
import { aRunningMailing, FAR, MAILING, runUntilRest } from '../support/mailing.ts';
import { WEBHOOK_SECRET } from '../support/svix.ts';
import { askApp } from './app.ts';

/** Short, where a test waits for it; long elsewhere, so that a busy machine's late answer is none. */
const TIMEOUT_MS = 60;
const PATIENT_MS = 5_000;
const open: FaultProxy[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((proxy) => proxy.close()));
});

/** A newsroom whose real mailer speaks to a provider that fails by plan. */
async function newsroom(
  readers: number,
  plan: (n: number, key: string) => Fault,
  { target = null, timeoutMs = PATIENT_MS }: { target?: string | null; timeoutMs?: number } = {},
) {
  const proxy = await startFaultProxy(plan, target);
  open.push(proxy);
  const { ctx, world } = await testContext({ RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET });
  ctx.mailer = createResendMailer({ apiKey: 're_test', baseUrl: proxy.baseUrl, timeoutMs });
  await aRunningMailing(ctx, readers);
  return { ctx, world, proxy };
}

function failing(status: number, name: string, headers: Record<string, string> = {}): Fault {
  return { kind: 'status', status, name, headers };
}

/** The second request meets the fault; what is passing must leave no trace at the readers'. */
test.each<[string, Fault]>([
  // https://resend.com/docs/api-reference/rate-limit
  ['429 with its headers', TOO_MANY],
  ['429 with a date to come back', failing(429, 'rate_limit_exceeded', { 'retry-after': '2' })],
  // https://resend.com/docs/api-reference/errors
  ['500 before anything was taken', failing(500, 'application_error')],
  ['503', failing(503, 'service_unavailable')],
  ['500 after everything was taken', { kind: 'broken_after' }],
  ['no answer, nothing taken', { kind: 'timeout', when: 'before' }],
  ['no answer, everything taken', { kind: 'timeout', when: 'after' }],
  ['a reset, nothing taken', { kind: 'reset', when: 'before' }],
  ['a reset, everything taken', { kind: 'reset', when: 'after' }],
  ['an answer that is cut off', { kind: 'garbage' }],
  ['an answer slower than we wait', { kind: 'slow', milliseconds: TIMEOUT_MS * 2 }],
  // https://resend.com/docs/dashboard/emails/idempotency-keys
  ['409: the same key is still in work', failing(409, 'concurrent_idempotent_requests')],
  ['409: a lock', failing(409, 'resource_locked')],
])('%s: everybody gets it once', async (_, fault) => {
  const waits = fault.kind === 'timeout' || fault.kind === 'slow';
  const plan = (n: number) => (n === 1 ? fault : NO_FAULT);
  const { ctx, proxy, world } = await newsroom(250, plan, waits ? { timeoutMs: TIMEOUT_MS } : {});
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 250 });
  expect(proxy.mailed.size).toBe(250);
  expect(Math.max(...proxy.mailed.values())).toBe(1);
  expect(proxy.mismatches).toBe(0);
});

/** These do not pass by themselves: the mailing pauses, says why, and what was taken stays sent. */
test.each<[string, Fault]>([
  ['daily quota', failing(429, 'daily_quota_exceeded')],
  ['monthly quota', failing(429, 'monthly_quota_exceeded')],
  ['401', failing(401, 'missing_api_key')],
  ['403: key', failing(403, 'invalid_api_key')],
  ['403: domain', failing(403, 'validation_error')],
  ['422', failing(422, 'missing_required_field')],
])('%s pauses the mailing; mended and resumed, the rest gets it once', async (_, fault) => {
  const { ctx, proxy, world } = await newsroom(250, (n) => (n === 1 ? fault : NO_FAULT));
  const paused = await runUntilRest(ctx, world);
  expect(paused).toMatchObject({ state: 'paused' });
  expect(paused.pauseReason).toContain(fault.kind === 'status' ? fault.name : '');
  await ctx.db.prepare(`UPDATE mailing SET state = 'sending'`).all();
  world.advance(120);
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished' });
  expect(proxy.mailed.size).toBe(250);
  expect(Math.max(...proxy.mailed.values())).toBe(1);
});

test('a key that the provider has with other bytes leaves its batch to a person, and keeps nobody else waiting', async () => {
  const { ctx, proxy, world } = await newsroom(250, (n) =>
    n === 1 ? failing(409, 'invalid_idempotent_request') : NO_FAULT,
  );
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 150 });
  expect(world.posts.filter(({ note }) => note.kind === 'unknown_batches')).toHaveLength(1);
  await decideBatches(ctx, { publicId: MAILING, decision: 'send_again', by: 'slack:UANA' });
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 250 });
  expect(proxy.mailed.size).toBe(250);
  expect(Math.max(...proxy.mailed.values())).toBe(1);
});

test('one bad address keeps nobody else from their mail, and is noted', async () => {
  const { ctx, proxy, world } = await newsroom(100, () => ({ kind: 'permissive', indexes: [4] }));
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 99, failedCount: 1 });
  expect(proxy.mailed.has('r5@example.org')).toBe(false);
});

test('a mail that was taken, reported as bounced by a signed webhook, ends mail to its reader', async () => {
  const { ctx, proxy, world } = await newsroom(3, () => NO_FAULT);
  await runUntilRest(ctx, world);
  const { body, headers } = webhookFor(proxy, 'em-2', 'email.bounced', { bounce: { type: 'Permanent' } });
  expect((await askApp(ctx)('/webhooks/resend', { method: 'POST', body, headers })).status).toBe(204);
  const { results } = await ctx.db.prepare('SELECT state FROM subscriber ORDER BY id').all();
  expect(results.map(({ state }) => state)).toEqual(['active', 'suppressed', 'active']);
});

test('it stands before another provider as well, which then takes the mails', async () => {
  const inner = await startFaultProxy(() => NO_FAULT);
  open.push(inner);
  const plan = (n: number): Fault => (n === 0 ? { kind: 'reset', when: 'after' } : NO_FAULT);
  const { ctx, world } = await newsroom(150, plan, { target: inner.baseUrl });
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 150 });
  expect(inner.mailed.size).toBe(150);
  expect(Math.max(...inner.mailed.values())).toBe(1);
});

test('a program that changed what it builds between two attempts sends nothing more of that batch', async () => {
  const { ctx, proxy, world } = await newsroom(2, (n) => (n === 0 ? { kind: 'reset', when: 'after' } : NO_FAULT));
  await runEmail(ctx, FAR);
  await ctx.db.prepare(`UPDATE batch SET body_hash = 'another'`).all();
  world.advance(61);
  await runUntilRest(ctx, world);
  expect(proxy.requests).toBe(1);
  const { results } = await ctx.db.prepare('SELECT state FROM batch').all();
  expect(results).toEqual([{ state: 'unknown' }]);
});
