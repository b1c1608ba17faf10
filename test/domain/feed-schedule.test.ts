import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_HINTS, type PollHints } from '../../src/domain/feed-rhythm.ts';
import { isFlood, nextPollAt } from '../../src/domain/feed-schedule.ts';
import { addSeconds, secondsBetween } from '../../src/domain/time.ts';

/** A Monday. */
const NOW = '2026-03-02T08:00:00.000Z';
const HOUR = 3600;
const DAY = 86_400;
const CALM = {
  now: NOW,
  floorSeconds: 300,
  freshForSeconds: null,
  hints: NO_HINTS,
  lastNewAt: null,
  hubLeaseSeconds: null,
  retryAfterSeconds: null,
  failures: 0,
  isRefused: false,
  random: 0,
};

type Outcome = Omit<Partial<Parameters<typeof nextPollAt>[0]>, 'hints'> & { hints?: Partial<PollHints> };

function wait({ hints, ...outcome }: Outcome): number {
  return secondsBetween(NOW, nextPollAt({ ...CALM, ...outcome, hints: { ...NO_HINTS, ...hints } }));
}

const hourAgo = addSeconds(NOW, -HOUR);

test.each<[string, Outcome, number]>([
  ['the floor', {}, 300],
  ['freshness over the floor', { freshForSeconds: 900 }, 900],
  ['ttl over freshness', { freshForSeconds: 900, hints: { ttlSeconds: HOUR } }, HOUR],
  ['the floor over a shorter ttl', { hints: { ttlSeconds: 60 } }, 300],
  ['half the gap between items', { hints: { gapSeconds: HOUR, newestAt: hourAgo } }, HOUR / 2],
  ['ttl over a quick pace', { hints: { gapSeconds: 600, newestAt: hourAgo, ttlSeconds: 7200 } }, 7200],
  ['double after a failure', { failures: 1 }, 600],
  ['eight times after three', { failures: 3 }, 2400],
  ['a short time after a slow feed failed', { failures: 1, hints: { gapSeconds: DAY, newestAt: hourAgo } }, 600],
  ['a day after very many', { failures: 400 }, DAY],
  ['half a day when refused', { failures: 1, isRefused: true }, 12 * HOUR],
  ['a day at most when refused again', { failures: 9, isRefused: true }, DAY],
  ['a day at most for freshness', { freshForSeconds: 31_536_000 }, DAY],
  ['Retry-After beyond a day', { failures: 1, retryAfterSeconds: 3 * DAY }, 3 * DAY],
  ['Retry-After no shorter than the back-off', { retryAfterSeconds: 10, failures: 2 }, 1200],
  ['Retry-After cut at 30 days', { failures: 1, retryAfterSeconds: 9_999_999_999 }, 30 * DAY],
  ['six hours while a hub rings', { hubLeaseSeconds: 9 * DAY }, 6 * HOUR],
  ['no longer than the lease of the hub', { hubLeaseSeconds: HOUR }, HOUR],
  ['as ever once the lease is over', { hubLeaseSeconds: -5 }, 300],
  [
    'six hours whatever the pace, while a hub rings',
    { hubLeaseSeconds: DAY, hints: { gapSeconds: DAY, newestAt: hourAgo } },
    6 * HOUR,
  ],
  ['a tenth more by chance', { random: 0.5 }, 315],
  ['until skipped hours end', { hints: { skipHours: [8, 9, 10] } }, 3 * HOUR],
  ['past midnight when hours wrap', { freshForSeconds: 15 * HOUR, hints: { skipHours: [23, 0] } }, 17 * HOUR],
  ['until skipped days end', { hints: { skipDays: [1, 2] } }, 40 * HOUR],
  ['not at all for hours that never end', { hints: { skipHours: Array.from({ length: 24 }, (_, n) => n) } }, 300],
  ['not at all for days that never end', { hints: { skipDays: [0, 1, 2, 3, 4, 5, 6] } }, 300],
  ['some of ten minutes after skipped hours', { random: 0.5, hints: { skipHours: [8] } }, HOUR + 300],
])('waits %s', (_what, outcome, seconds) => {
  expect(wait(outcome)).toBe(seconds);
});

const maybe = fc.option(fc.double({ min: 0, max: 1e15, noNaN: true }));
const anyHints = fc.record({
  ttlSeconds: maybe,
  updateSeconds: maybe,
  gapSeconds: maybe,
  newestAt: fc.option(fc.integer({ min: 0, max: 400 * DAY }).map((ago) => addSeconds(NOW, -ago))),
});
const anyOutcome = {
  floorSeconds: fc.integer({ min: 1, max: DAY }),
  freshForSeconds: maybe,
  hubLeaseSeconds: maybe,
  retryAfterSeconds: maybe,
  failures: fc.nat(),
  isRefused: fc.boolean(),
  random: fc.double({ min: 0, max: 0.999999, noNaN: true }),
};

test('the next poll is never before floor, ttl, freshness or Retry-After, and never out of reach', () => {
  fc.assert(
    fc.property(fc.record({ ...anyOutcome, hints: anyHints }), (outcome) => {
      const seconds = wait(outcome);
      const asked = Math.min(outcome.retryAfterSeconds ?? 0, 30 * DAY);
      const fresh = outcome.failures > 0 ? 0 : Math.min(outcome.freshForSeconds ?? 0, DAY);
      const least = Math.max(outcome.floorSeconds, asked, fresh, Math.min(outcome.hints.ttlSeconds ?? 0, DAY));
      expect(seconds).toBeGreaterThanOrEqual(Math.floor(least));
      expect(seconds).toBeLessThanOrEqual(Math.max(DAY, asked) * 1.1);
    }),
  );
});

test('no poll falls into a skipped hour or day, and none waits more than the skipped time', () => {
  const some = (most: number) => fc.uniqueArray(fc.integer({ min: 0, max: most }), { maxLength: most });
  fc.assert(
    fc.property(fc.record(anyOutcome), some(23), some(6), (outcome, skipHours, skipDays) => {
      const plain = wait(outcome);
      const seconds = wait({ ...outcome, hints: { skipHours, skipDays } });
      const at = new Date(addSeconds(NOW, seconds));
      expect(skipHours).not.toContain(at.getUTCHours());
      expect(skipDays).not.toContain(at.getUTCDay());
      expect(seconds).toBeGreaterThanOrEqual(plain);
      expect(seconds - plain).toBeLessThanOrEqual(8 * DAY);
    }),
  );
});

test('one failure more never brings the next poll forward', () => {
  fc.assert(
    fc.property(fc.record({ ...anyOutcome, hints: anyHints }), fc.integer({ min: 1, max: 50 }), (outcome, failures) => {
      expect(wait({ ...outcome, failures: failures + 1 })).toBeGreaterThanOrEqual(wait({ ...outcome, failures }));
    }),
  );
});

test.each([
  [4, 4, false],
  [5, 5, true],
  [5, 10, false],
  [6, 10, true],
  [20, 100, false],
  [21, 100, true],
  [0, 0, false],
])('%i new of %i: held for a person is %s', (newItems, items, held) => {
  expect(isFlood(newItems, items)).toBe(held);
});
