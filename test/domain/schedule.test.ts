import { expect, test } from 'vitest';
import { instantOf, localDay } from '../../src/domain/local-day.ts';
import { dateAfter, dateOnOrAfter, latestToPrepare, type Rhythm } from '../../src/domain/schedule.ts';

const DAILY: Rhythm = { frequency: 'daily', time: '09:00', weekday: 1, dayOfMonth: 1 };

test.each([
  ['a plain day', '2026-03-02', '09:00', 'Asia/Shanghai', '2026-03-02T01:00:00.000Z'],
  ['a gap of an hour: the first instant after it', '2026-03-29', '02:30', 'Europe/Zurich', '2026-03-29T01:00:00.000Z'],
  ['an overlap of an hour: the first', '2026-10-25', '02:30', 'Europe/Zurich', '2026-10-25T00:30:00.000Z'],
  ['a gap of half an hour', '2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
  ['just after that gap', '2026-10-04', '02:30', 'Australia/Lord_Howe', '2026-10-03T15:30:00.000Z'],
  ['an overlap of half an hour: the first', '2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
  ['a gap at midnight', '2026-04-24', '00:30', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
  ['a date that a zone left out', '2011-12-30', '09:00', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
])('local times: %s', (_what, date, time, zone, instant) => {
  expect(instantOf(date, time, zone)).toBe(instant);
});

test.each<[Partial<Rhythm>, string, string, string]>([
  [{}, '2026-03-02', '2026-03-02', '2026-03-03'],
  [{ frequency: 'weekly', weekday: 1 }, '2026-03-02', '2026-03-02', '2026-03-09'],
  [{ frequency: 'weekly', weekday: 7 }, '2026-03-02', '2026-03-08', '2026-03-15'],
  [{ frequency: 'monthly', dayOfMonth: 31 }, '2026-02-02', '2026-02-28', '2026-03-31'],
  [{ frequency: 'monthly', dayOfMonth: 1 }, '2026-02-02', '2026-03-01', '2026-04-01'],
  [{ frequency: 'monthly', dayOfMonth: 30 }, '2028-01-31', '2028-02-29', '2028-03-30'],
])('dates of %o from %s', (rhythm, from, first, second) => {
  expect(dateOnOrAfter({ ...DAILY, ...rhythm }, from)).toBe(first);
  expect(dateAfter({ ...DAILY, ...rhythm }, first)).toBe(second);
});

const ZONES = ['Europe/Zurich'];

test.each<[string, string, string, number, string | null]>([
  ['before its time, none', '2026-03-02', '2026-03-02T07:59:59.000Z', 0, null],
  ['at its time, this one', '2026-03-02', '2026-03-02T08:00:00.000Z', 0, '2026-03-02'],
  ['hours ahead, already', '2026-03-02', '2026-03-02T04:00:00.000Z', 4, '2026-03-02'],
  ['after three missed, the last only', '2026-03-02', '2026-03-04T08:00:00.000Z', 0, '2026-03-04'],
  ['after years, the last only', '2021-01-01', '2026-03-04T09:00:00.000Z', 0, '2026-03-04'],
  ['made ahead after a miss, the coming one', '2026-03-02', '2026-03-03T06:00:00.000Z', 4, '2026-03-03'],
])('which to prepare: %s', (_what, next, now, hoursAhead, date) => {
  expect(latestToPrepare(DAILY, { next, now, hoursAhead, zones: ZONES })).toBe(date);
});

test('a local date is the zone’s own', () => {
  expect(localDay('2026-03-02T20:00:00.000Z', 'Asia/Shanghai')).toBe('2026-03-03');
  expect(localDay('2026-03-02T20:00:00.000Z', 'America/New_York')).toBe('2026-03-02');
});
