import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addSeconds, secondsBetween } from '../../src/domain/time.ts';

test('times move forth and back in one form, and sort as text', () => {
  const from = '2026-03-02T08:00:00.000Z';
  expect(addSeconds(from, 90.5)).toBe('2026-03-02T08:01:30.500Z');
  expect(addSeconds(from, -86_400)).toBe('2026-03-01T08:00:00.000Z');
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), (seconds) => {
      const moved = addSeconds(from, seconds);
      expect(secondsBetween(from, moved)).toBe(seconds);
      expect(moved < from).toBe(seconds < 0);
    }),
  );
});
