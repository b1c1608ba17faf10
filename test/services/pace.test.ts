import { expect, test } from 'vitest';
import { createPacer, type Pacer, pacedMailer } from '../../src/services/mailings/pace.ts';
import type { Mailer, RateFacts, SendOutcome } from '../../src/services/ports.ts';

const START = Date.parse('2026-03-02T08:00:00.000Z');
const UNKNOWN = { perSecond: null, nextAt: 0 };

/** Time that stands still until everybody waits, and then moves to the first who is due. */
function clock() {
  let now = START;
  const timers: { at: number; wake: () => void }[] = [];
  return {
    now: () => new Date(now).toISOString(),
    sleep: (ms: number) => new Promise<void>((wake) => timers.push({ at: now + ms, wake })),
    elapsed: () => (now - START) / 1000,
    /** Runs until `work` has ended. */
    async run<T>(work: Promise<T>): Promise<T> {
      let isDone = false;
      const end = work.finally(() => {
        isDone = true;
      });
      end.catch(() => {});
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 0));
        if (isDone) return end;
        timers.sort((a, b) => a.at - b.at);
        const timer = timers.shift();
        if (!timer) throw new Error('Everybody waits for nothing.');
        now = Math.max(now, timer.at);
        timer.wake();
      }
    },
  };
}
type Clock = ReturnType<typeof clock>;

const ACCEPTED: SendOutcome = { kind: 'accepted', ids: ['a'], rejected: [] };
const MAIL = {
  from: 'a@example.com',
  to: 'b@example.org',
  replyTo: null,
  subject: '',
  html: '',
  text: '',
  headers: {},
  tags: [],
};

/** A provider that counts requests in every second by when they arrive, `latency` milliseconds after they left. */
function provider(time: Clock, limit: number | null, latency: () => number) {
  const arrivals: number[] = [];
  const seen = { requests: 0, tooMany: 0, most: 0, order: [] as string[] };
  let open = 0;
  async function call(name: string): Promise<SendOutcome> {
    open += 1;
    seen.most = Math.max(seen.most, open);
    await time.sleep(latency());
    const at = Date.parse(time.now());
    seen.requests += 1;
    seen.order.push(name);
    const used = arrivals.filter((earlier) => earlier > at - 1000).length;
    const isTooMany = limit !== null && used >= limit;
    if (!isTooMany) arrivals.push(at);
    else seen.tooMany += 1;
    await time.sleep(latency());
    open -= 1;
    const rate: RateFacts | null =
      limit === null ? null : { limit, windowSeconds: 1, remaining: limit - used, resetSeconds: 1 };
    const outcome: SendOutcome = isTooMany
      ? { kind: 'refused', code: 'rate_limit_exceeded', message: '', stop: false, retryAfterSeconds: 1 }
      : ACCEPTED;
    return rate ? { ...outcome, rate } : outcome;
  }
  const mailer: Mailer = {
    assumedRate: null,
    encoder: () => () => ({ shared: [], own: [] }),
    batchBody: () => new Uint8Array(),
    send: (_mail, key) => call(key),
    sendBatch: (_body, key) => call(key),
  };
  return { mailer, seen };
}

/** Sends `count` batches, four at a time. */
async function sendAll(mailer: Mailer, count: number): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) {
      next += 1;
      await mailer.sendBatch(new Uint8Array(), `batch ${next}`);
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}

test.each([2, 5, 10, 25])('at %i requests a second nothing is refused and nearly nothing is lost', async (limit) => {
  const time = clock();
  let n = 0;
  const { mailer, seen } = provider(time, limit, () => 5 + ((n++ * 7) % 11));
  const pacer = createPacer(time, UNKNOWN, null);
  await time.run(sendAll(pacedMailer(mailer, pacer), limit * 10));
  expect(seen).toMatchObject({ requests: limit * 10, tooMany: 0 });
  expect(time.elapsed()).toBeLessThan(10 * 1.05);
  expect(pacer.pacing().perSecond).toBe(limit);
});

test('until an answer tells the limit, requests go one by one', async () => {
  const time = clock();
  const { mailer, seen } = provider(time, null, () => 10);
  const paced = pacedMailer(mailer, createPacer(time, UNKNOWN, null));
  const first = paced.sendBatch(new Uint8Array(), 'first');
  const second = paced.sendBatch(new Uint8Array(), 'second');
  await time.run(Promise.all([first, second]));
  expect(seen.most).toBe(1);
});

test('where no limit is stated or assumed, nothing waits', async () => {
  const time = clock();
  const { mailer, seen } = provider(time, null, () => 10);
  await time.run(sendAll(pacedMailer(mailer, createPacer(time, UNKNOWN, null)), 41));
  expect(seen.most).toBe(4);
  // The first alone, then forty in fours; 20 ms there and back.
  expect(time.elapsed()).toBeCloseTo(0.02 + 10 * 0.02, 2);
});

test('where a limit is only assumed, it is kept to', async () => {
  const time = clock();
  const { mailer } = provider(time, null, () => 1);
  await time.run(sendAll(pacedMailer(mailer, createPacer(time, UNKNOWN, 10)), 40));
  expect(time.elapsed()).toBeGreaterThan(2.9);
});

test('a limit learned in an earlier turn counts from the first request on', async () => {
  const time = clock();
  const { mailer, seen } = provider(time, 2, () => 1);
  const pacer = createPacer(time, { perSecond: 2, nextAt: START + 2000 }, null);
  await time.run(sendAll(pacedMailer(mailer, pacer), 2));
  expect(seen.tooMany).toBe(0);
  expect(time.elapsed()).toBeGreaterThan(2);
});

test('a single mail goes before the batches that wait', async () => {
  const time = clock();
  const { mailer, seen } = provider(time, 2, () => 1);
  const paced = pacedMailer(mailer, createPacer(time, { perSecond: 2, nextAt: START + 500 }, null));
  const batches = ['one', 'two', 'three'].map((name) => paced.sendBatch(new Uint8Array(), name));
  const mail = paced.send(MAIL, 'confirmation');
  await time.run(Promise.all([...batches, mail]));
  expect(seen.order[0]).toBe('confirmation');
});

const REFUSED: SendOutcome = {
  kind: 'refused',
  code: 'rate_limit_exceeded',
  message: '',
  stop: false,
  retryAfterSeconds: null,
};

async function pacerAfter(time: Clock, outcome: SendOutcome): Promise<Pacer> {
  const pacer = createPacer(time, { perSecond: 10, nextAt: 0 }, null);
  const request = await pacer.turn(false);
  if (!request) throw new Error('The first request had to wait.');
  pacer.learn(request, outcome);
  return pacer;
}

test.each<[string, SendOutcome, number]>([
  ['a refusal with a time', { ...REFUSED, retryAfterSeconds: 3 } as SendOutcome, 3],
  ['a refusal without one', REFUSED, 1],
  [
    'a limit that others have used up',
    { ...ACCEPTED, rate: { limit: 10, windowSeconds: 1, remaining: 0, resetSeconds: 2 } },
    2,
  ],
  [
    'an answer like any other',
    { ...ACCEPTED, rate: { limit: 10, windowSeconds: 1, remaining: 9, resetSeconds: 1 } },
    0,
  ],
])('%s holds everything back', async (_, outcome, seconds) => {
  const pacer = await pacerAfter(clock(), outcome);
  expect(pacer.waitSeconds()).toBeCloseTo(seconds, 1);
});

test('what would have to wait too long is given back as refused, with the time', async () => {
  const time = clock();
  const pacer = await pacerAfter(time, { ...REFUSED, retryAfterSeconds: 60 } as SendOutcome);
  const { mailer, seen } = provider(time, null, () => 1);
  expect(await pacedMailer(mailer, pacer).sendBatch(new Uint8Array(), 'k')).toMatchObject({
    kind: 'refused',
    stop: false,
    retryAfterSeconds: 60,
  });
  expect(seen.requests).toBe(0);
});

test('a request that throws lets the next one go', async () => {
  const time = clock();
  const { mailer } = provider(time, null, () => 1);
  const failing: Mailer = { ...mailer, send: () => Promise.reject(new Error('killed')) };
  const paced = pacedMailer(failing, createPacer(time, UNKNOWN, null));
  await expect(time.run(paced.send(MAIL, 'a'))).rejects.toThrow('killed');
  expect(await time.run(paced.sendBatch(new Uint8Array(), 'b'))).toMatchObject({ kind: 'accepted' });
});
