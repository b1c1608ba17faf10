import { type IsoTime, secondsBetween } from './time.ts';

const LEAST_SIGHTINGS = 3;
const LEAST_SECONDS = 24 * 3600;

/** Where permanent redirects lead a feed's polls (RFC 9110 §15.4.2, §15.4.9), and how long they have done so. */
export type Move = { movedTo: string | null; movedSightings: number; movedSince: IsoTime | null };

export const NO_MOVE: Move = { movedTo: null, movedSightings: 0, movedSince: null };

/** What is known after a poll that was led to `target`, or by no permanent redirect at all. */
export function moveAfter(known: Move, target: string | null, now: IsoTime): Move {
  if (target === null) return NO_MOVE;
  if (target !== known.movedTo) return { movedTo: target, movedSightings: 1, movedSince: now };
  return { ...known, movedSightings: known.movedSightings + 1, movedSince: known.movedSince ?? now };
}

/** Whether the move is believed: the same target in three polls over at least a day. A slip of an evening is not. */
export function isMoveDue(move: Move, now: IsoTime): boolean {
  const { movedSightings, movedSince, movedTo } = move;
  if (movedTo === null || movedSince === null) return false;
  return movedSightings >= LEAST_SIGHTINGS && secondsBetween(movedSince, now) >= LEAST_SECONDS;
}
