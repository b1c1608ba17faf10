import { GENERATED, lineAt } from './check-files.ts';

const MAX_LINES = 300;

/** Times come from the program's clock; SQL's own clock would write another form and could not be set by a test. */
const SQL_CLOCK =
  /\bCURRENT_(?:TIMESTAMP|TIME|DATE)\b|\b(?:datetime|date|time|julianday|unixepoch|strftime)\s*\([^)]*?'now'/gi;

/** Where SQL asks for the time itself, as `path:line: what`. */
export function sqlClockProblems(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, text]) =>
    [...text.matchAll(SQL_CLOCK)].map(
      (match) => `${path}:${lineAt(text, match.index)}: ${match[0]} is SQL's own clock; bind the time instead`,
    ),
  );
}

/** Hand-written files that are longer than one reads at a sitting. */
export function lengthProblems(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, text]) => {
    const lines = text.replace(/\n$/, '').split('\n').length;
    return path === GENERATED || lines <= MAX_LINES
      ? []
      : [`${path}: ${lines} lines; split it by what it does (at most ${MAX_LINES})`];
  });
}
