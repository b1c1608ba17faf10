import { expect, test } from 'vitest';
import { momentText, spanText } from '../../../src/http/pages/dates.ts';

const START = '2026-12-14T01:30:00.000Z';
const plain = (text: string | null) => text?.replaceAll(/\s+/g, ' ') ?? null;

test.each([
  ['en', 'Asia/Shanghai', '2026-12-14T04:00:00.000Z', 'Monday, 14 December 2026, 09:30–12:00 GMT+8'],
  ['zh-Hans', 'Asia/Shanghai', '2026-12-14T04:00:00.000Z', '2026年12月14日星期一 09:30–12:00 GMT+8'],
  ['zh-Hans', 'UTC', '2026-12-14T04:00:00.000Z', '2026年12月14日星期一 01:30–04:00 UTC'],
  ['zh-Hans', 'Asia/Shanghai', null, '2026年12月14日星期一 09:30 GMT+8'],
  ['zh-Hans', 'Asia/Shanghai', '2026-12-01T00:00:00.000Z', '2026年12月14日星期一 09:30 GMT+8'],
] as const)('an event in %s and %s until %s', (locale, zone, endsAt, text) => {
  expect(plain(spanText({ startsAt: START, endsAt }, locale, zone))).toBe(text);
});

test('what is no time has no text', () => {
  expect(momentText('soon', 'en', 'UTC')).toBe(null);
  expect(momentText(null, 'zh-Hans', 'UTC')).toBe(null);
});
