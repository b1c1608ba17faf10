import { expect, test } from 'vitest';
import { isMoveDue, type Move, moveAfter, NO_MOVE } from '../../src/domain/feed-move.ts';
import { addSeconds } from '../../src/domain/time.ts';

const START = '2026-03-02T08:00:00.000Z';
const A = 'https://a.example/';
const B = 'https://b.example/';

test.each<[string, [number, string | null][], boolean]>([
  [
    'seen twice over two days',
    [
      [0, A],
      [48, A],
    ],
    false,
  ],
  [
    'seen three times in an hour',
    [
      [0, A],
      [0.5, A],
      [1, A],
    ],
    false,
  ],
  [
    'seen three times over a day',
    [
      [0, A],
      [12, A],
      [24, A],
    ],
    true,
  ],
  [
    'interrupted by another target',
    [
      [0, A],
      [12, B],
      [24, A],
      [30, A],
    ],
    false,
  ],
  [
    'interrupted by an answer at the old address',
    [
      [0, A],
      [12, A],
      [20, null],
      [24, A],
    ],
    false,
  ],
  [
    'seen at last for a day again',
    [
      [0, B],
      [1, A],
      [12, A],
      [25, A],
    ],
    true,
  ],
])('a target %s', (_what, sightings, isDue) => {
  let move: Move = NO_MOVE;
  let now = START;
  for (const [hours, target] of sightings) {
    now = addSeconds(START, hours * 3600);
    move = moveAfter(move, target, now);
  }
  expect(isMoveDue(move, now)).toBe(isDue);
});
