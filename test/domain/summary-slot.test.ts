import { expect, test } from 'vitest';
import { latestSlot, quietUntil } from '../../src/domain/summary-slot.ts';

const daily = (atTime: string) => ({ mode: 'daily' as const, atTime, weekday: 1 });
const monday = { mode: 'weekly' as const, atTime: '09:00', weekday: 1 };

test.each([
  [
    'before the time it is yesterday’s',
    daily('09:00'),
    '2026-03-02T00:59:00.000Z',
    'Asia/Shanghai',
    '2026-03-01',
    '2026-03-01T01:00:00.000Z',
  ],
  [
    'at the time it is today’s',
    daily('09:00'),
    '2026-03-02T01:00:00.000Z',
    'Asia/Shanghai',
    '2026-03-02',
    '2026-03-02T01:00:00.000Z',
  ],
  [
    'a time the clocks skip is the next valid one',
    daily('02:30'),
    '2026-03-29T12:00:00.000Z',
    'Europe/Zurich',
    '2026-03-29',
    '2026-03-29T01:00:00.000Z',
  ],
  [
    'of a time shown twice the first counts',
    daily('02:30'),
    '2026-10-25T12:00:00.000Z',
    'Europe/Zurich',
    '2026-10-25',
    '2026-10-25T00:30:00.000Z',
  ],
  ['a week has one', monday, '2026-03-08T12:00:00.000Z', 'UTC', '2026-03-02', '2026-03-02T09:00:00.000Z'],
])('%s', (_, plan, now, zone, localDate, at) => {
  expect(latestSlot(plan, now, zone)).toEqual({ localDate, at });
});

test.each<[string, string | null]>([
  ['2026-03-02T21:59:00.000Z', null],
  ['2026-03-02T22:00:00.000Z', '2026-03-03T07:00:00.000Z'],
  ['2026-03-03T06:59:00.000Z', '2026-03-03T07:00:00.000Z'],
  ['2026-03-03T07:00:00.000Z', null],
])('quiet hours over midnight at %s end at %s', (now, until) => {
  expect(quietUntil({ from: '22:00', to: '07:00' }, now, 'UTC')).toBe(until);
});
