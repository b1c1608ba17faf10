import { expect, test } from 'vitest';
import { batchDigest } from '../../src/services/mailings/batch-digest.ts';

const UTF8 = new TextEncoder();

function mail(shared: string[], own: string[]) {
  return { shared: shared.map((text) => UTF8.encode(text)), own };
}

const BATCHES = {
  'two mails': [mail(['<a', 'b>'], ['one']), mail(['<a', 'b>'], ['two'])],
  'the same in the other order': [mail(['<a', 'b>'], ['two']), mail(['<a', 'b>'], ['one'])],
  'a mail less': [mail(['<a', 'b>'], ['one'])],
  'another text of one reader': [mail(['<a', 'b>'], ['one']), mail(['<a', 'b>'], ['too'])],
  'another byte of what readers share': [mail(['<a', 'b>'], ['one']), mail(['<a', 'c>'], ['two'])],
  'shared bytes cut elsewhere': [mail(['<', 'ab>'], ['one']), mail(['<', 'ab>'], ['two'])],
  'texts cut elsewhere': [mail(['<', '', '>'], ['o', 'ne'])],
  'the same letters in other texts': [mail(['<', '', '>'], ['on', 'e'])],
  'a text that looks like two': [mail(['<', '', '>'], ['o1:', 'ne'])],
  none: [],
};

test('a batch has the same digest whenever it is built, and none of these has that of another', () => {
  const digests = Object.values(BATCHES).map((mails) => batchDigest(mails));
  expect(Object.values(structuredClone(BATCHES)).map((mails) => batchDigest(mails))).toEqual(digests);
  expect(new Set(digests).size).toBe(digests.length);
  for (const digest of digests) expect(digest).toMatch(/^[0-9a-f]{64}$/);
});
