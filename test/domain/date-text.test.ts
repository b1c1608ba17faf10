import { expect, test } from 'vitest';
import { momentText, spanText } from '../../src/domain/date-text.ts';

const START = '2026-12-14T01:30:00.000Z';
const plain = (text: string | null) => text?.replaceAll(/\s+/g, ' ') ?? null;

test.each([
  ['en', 'Asia/Shanghai', '2026-12-14T04:00:00.000Z', 'Monday, 14 December 2026, 09:30–12:00 GMT+8'],
  ['zh-Hans', 'Asia/Shanghai', '2026-12-14T04:00:00.000Z', '2026年12月14日星期一 09:30–12:00 GMT+8'],
  ['zh-Hans', 'UTC', '2026-12-14T04:00:00.000Z', '2026年12月14日星期一 01:30–04:00 UTC'],
  ['zh-Hans', 'Asia/Shanghai', null, '2026年12月14日星期一 09:30 GMT+8'],
  [
    'en',
    'Asia/Shanghai',
    '2026-12-15T09:00:00.000Z',
    'Monday, 14 December 2026 at 09:30 – Tuesday, 15 December 2026 at 17:00 GMT+8',
  ],
  [
    'zh-Hans',
    'Asia/Shanghai',
    '2026-12-15T09:00:00.000Z',
    '2026年12月14日星期一 09:30 – 2026年12月15日星期二 17:00 GMT+8',
  ],
  ['zh-Hans', 'Asia/Shanghai', '2026-12-01T00:00:00.000Z', '2026年12月14日星期一 09:30 GMT+8'],
] as const)('an event in %s and %s until %s', (locale, zone, endsAt, text) => {
  expect(plain(spanText({ startsAt: START, endsAt }, locale, zone))).toBe(text);
});

test('an event over the end of summer time names both zones', () => {
  const span = { startsAt: '2026-10-24T08:00:00.000Z', endsAt: '2026-10-25T16:00:00.000Z' };
  expect(plain(spanText(span, 'en', 'Europe/London'))).toMatch(/ at 09:00 BST – .* at 16:00 GMT$/);
});

test('what is no time has no text', () => {
  expect(momentText('soon', 'en', 'UTC')).toBe(null);
  expect(momentText(null, 'zh-Hans', 'UTC')).toBe(null);
});
