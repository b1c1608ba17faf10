import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isFlood, nextPollAt } from '../../src/domain/feed-schedule.ts';
import { secondsBetween } from '../../src/domain/time.ts';

const NOW = '2026-03-02T08:00:00.000Z';
const CALM = {
  now: NOW,
  floorSeconds: 300,
  freshForSeconds: null,
  hintSeconds: null,
  retryAfterSeconds: null,
  failures: 0,
  random: 0,
};
const DAY = 86_400;

function wait(outcome: Partial<Parameters<typeof nextPollAt>[0]>): number {
  return secondsBetween(NOW, nextPollAt({ ...CALM, ...outcome }));
}

test.each([
  ['the floor', {}, 300],
  ['freshness over the floor', { freshForSeconds: 900 }, 900],
  ['the hint over freshness', { freshForSeconds: 900, hintSeconds: 3600 }, 3600],
  ['the floor over a shorter hint', { hintSeconds: 60 }, 300],
  ['double after a failure', { failures: 1 }, 600],
  ['eight times after three', { failures: 3 }, 2400],
  ['a day after very many', { failures: 400 }, DAY],
  ['a day at most for freshness', { freshForSeconds: 31_536_000 }, DAY],
  ['Retry-After beyond a day', { retryAfterSeconds: 3 * DAY }, 3 * DAY],
  ['Retry-After no shorter than the back-off', { retryAfterSeconds: 10, failures: 2 }, 1200],
  ['Retry-After cut at 30 days', { retryAfterSeconds: 9_999_999_999 }, 30 * DAY],
  ['a tenth more by chance', { random: 0.5 }, 315],
])('waits %s', (_what, outcome, seconds) => {
  expect(wait(outcome)).toBe(seconds);
});

test('the next poll is never before the floor or Retry-After, and never out of reach', () => {
  const maybe = fc.option(fc.double({ min: 0, max: 1e15, noNaN: true }));
  fc.assert(
    fc.property(
      fc.record({
        floorSeconds: fc.integer({ min: 1, max: DAY }),
        freshForSeconds: maybe,
        hintSeconds: maybe,
        retryAfterSeconds: maybe,
        failures: fc.nat(),
        random: fc.double({ min: 0, max: 0.999999, noNaN: true }),
      }),
      (outcome) => {
        const seconds = wait(outcome);
        const asked = Math.min(outcome.retryAfterSeconds ?? 0, 30 * DAY);
        expect(seconds).toBeGreaterThanOrEqual(Math.floor(Math.max(outcome.floorSeconds, asked)));
        expect(seconds).toBeLessThanOrEqual(Math.max(DAY, asked) * 1.1);
      },
    ),
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
