import { createHmac, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createMac } from '../../src/services/hmac.ts';

test.each([0, 1, 20, 32, 64])(
  'a key of %i bytes gives what node:crypto gives, for texts of any length and script',
  (size) => {
    const key = randomBytes(size);
    const mac = createMac(key);
    const lengths = Array.from({ length: 130 }, (_, length) => 'n'.repeat(length));
    for (const text of [
      '',
      'u.k1.reader000123.all',
      '新闻 ü',
      '新'.repeat(170),
      '新'.repeat(171),
      ...lengths,
      'x'.repeat(5000),
      'short',
    ])
      expect(mac(text)).toBe(createHmac('sha256', key).update(text).digest('base64url'));
  },
);

test('a vector of RFC 4231 (case 2) comes out', () => {
  const mac = createMac(Buffer.from('Jefe'))('what do ya want for nothing?');
  expect(Buffer.from(mac, 'base64url').toString('hex')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('a key longer than a block is refused', () => {
  expect(() => createMac(randomBytes(65))).toThrow('longer than a block');
});
