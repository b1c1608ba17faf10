import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_HINTS, type PollHints, paceSeconds, publishingRhythm } from '../../src/domain/feed-rhythm.ts';
import { addSeconds } from '../../src/domain/time.ts';

const NOW = '2026-03-02T08:00:00.000Z';
const HOUR = 3600;
const DAY = 86_400;
const ago = (seconds: number) => addSeconds(NOW, -seconds);

test.each([
  ['no dates', [], { gapSeconds: null, newestAt: null }],
  ['undated items', [null, null], { gapSeconds: null, newestAt: null }],
  ['one date', [ago(HOUR)], { gapSeconds: null, newestAt: ago(HOUR) }],
  ['dates in any order', [ago(3 * HOUR), ago(HOUR), ago(9 * HOUR)], { gapSeconds: 4 * HOUR, newestAt: ago(HOUR) }],
  ['one long pause among short ones', [ago(0), ago(HOUR), ago(2 * HOUR), ago(90 * DAY)], { gapSeconds: HOUR }],
  ['a date still to come', [addSeconds(NOW, DAY), ago(HOUR), ago(2 * HOUR)], { gapSeconds: HOUR, newestAt: ago(HOUR) }],
  [
    'only the ten newest',
    [
      ...Array.from({ length: 10 }, (_, n) => ago(n * HOUR)),
      ...Array.from({ length: 30 }, (_, n) => ago((n + 1) * DAY)),
    ],
    { gapSeconds: HOUR },
  ],
])('reads the rhythm of %s', (_what, dates, rhythm) => {
  expect(publishingRhythm(dates, NOW)).toMatchObject(rhythm);
});

test.each<[string, Partial<PollHints>, string | null, number]>([
  ['nothing known', {}, null, 0],
  ['only what the publisher says', { updateSeconds: HOUR }, null, HOUR],
  ['a publisher that says "yearly"', { updateSeconds: 365 * DAY }, null, HOUR],
  ['half the gap', { gapSeconds: HOUR, newestAt: ago(HOUR) }, null, HOUR / 2],
  ['an hour at most, so that no release waits', { gapSeconds: 6 * HOUR, newestAt: ago(HOUR) }, null, HOUR],
  ['a weekly feed', { gapSeconds: 7 * DAY, newestAt: ago(DAY) }, null, HOUR],
  ['"hourly" of a feed that is not', { gapSeconds: 2 * DAY, newestAt: ago(DAY), updateSeconds: HOUR }, null, HOUR],
  ['"daily" of a busy feed', { gapSeconds: HOUR, newestAt: ago(60), updateSeconds: DAY }, null, HOUR / 2],
  ['"hourly" of one that nearly is', { gapSeconds: HOUR, newestAt: ago(60), updateSeconds: HOUR }, null, HOUR],
  ['a single item of eight hours ago', { newestAt: ago(8 * HOUR) }, null, HOUR],
  ['no dates, but news by our own watch', {}, ago(8 * HOUR), HOUR],
  ['a month of silence', { gapSeconds: HOUR, newestAt: ago(30 * DAY), updateSeconds: HOUR }, null, 3 * HOUR],
  ['many items of one moment', { gapSeconds: 0, newestAt: ago(HOUR) }, null, 0],
])('paces itself by %s', (_what, hints, lastNewAt, seconds) => {
  expect(paceSeconds({ ...NO_HINTS, ...hints }, lastNewAt, NOW)).toBe(seconds);
});

test('the pace of any dates is from nothing to three hours', () => {
  const date = fc.option(fc.date({ min: new Date('1990-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }));
  fc.assert(
    fc.property(fc.array(date), fc.option(fc.nat()), (dates, updateSeconds) => {
      const rhythm = publishingRhythm(
        dates.map((one) => one?.toISOString() ?? null),
        NOW,
      );
      const pace = paceSeconds({ ...NO_HINTS, ...rhythm, updateSeconds }, null, NOW);
      expect(pace).toBeGreaterThanOrEqual(0);
      expect(pace).toBeLessThanOrEqual(3 * HOUR);
    }),
  );
});
