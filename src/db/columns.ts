import * as z from 'zod';

/** A column that holds JSON text. */
export function json<T>(shape: z.ZodType<T>) {
  return z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(shape);
}

/** A 0/1 column. */
export const flag = z.number().transform((value) => value === 1);

/** A table's allowed moves: from each state, the states that may follow. */
export type Transitions<State extends string> = Record<State, readonly State[]>;

/** The states from which `to` may be reached, as a JSON list to bind to `state IN (SELECT value FROM json_each(?))`. */
export function statesBefore<State extends string>(transitions: Transitions<State>, to: State): string {
  const states = Object.entries<readonly State[]>(transitions);
  return JSON.stringify(states.filter(([, next]) => next.includes(to)).map(([state]) => state));
}
