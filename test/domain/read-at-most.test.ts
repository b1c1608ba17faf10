import { expect, test } from 'vitest';
import { readAtMost } from '../../src/domain/read-at-most.ts';

/** A body of these pieces that notes how many were asked for and whether it was cancelled. */
function bodyOf(pieces: readonly string[]) {
  const seen = { given: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const piece = pieces[seen.given];
        seen.given += 1;
        if (piece === undefined) controller.close();
        else controller.enqueue(new TextEncoder().encode(piece));
      },
      cancel() {
        seen.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, seen };
}

test.each([
  [[], ''],
  [['ab', 'c'], 'abc'],
  [['', '新', '闻'], '新闻'],
])('a body of the pieces %j within its limit is read to its end', async (pieces, whole) => {
  const { body } = bodyOf(pieces);
  const bytes = await readAtMost(body, new TextEncoder().encode(whole).length);
  expect(new TextDecoder().decode(bytes ?? undefined)).toBe(whole);
  expect(bytes).not.toBeNull();
});

test('no body is an empty one', async () => {
  expect(await readAtMost(null, 0)).toEqual(new Uint8Array(0));
});

test('a body one byte too long is null, and what follows is not asked for', async () => {
  const { body, seen } = bodyOf(['abc', 'd', 'never read']);
  expect(await readAtMost(body, 3)).toBeNull();
  expect(seen).toEqual({ given: 2, isCancelled: true });
});
