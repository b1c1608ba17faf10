import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineAt } from './check-files.ts';
import { ROOT } from './check-step.ts';

/** `files`: name → text, in no order. `released`: the text of migrations/released.sha256. */
export type Migrations = { files: ReadonlyMap<string, string>; released: string };

const NAME = /^(\d{4})_[a-z]+(?:_[a-z0-9]+)+\.sql$/;
const RELEASED_LINE = /^([0-9a-f]{64}) {2}(\S+\.sql)$/;

/**
 * What is wrong with the migrations, one line each: numbers must count up from 0001, names say what they do, tables are
 * STRICT, triggers and views are not used, nothing is taken away or renamed, so that the program before it goes on running
 * beside it, and a migration that was released (its SHA-256 is listed, as sha256sum prints it) stays as it was.
 */
export function migrationProblems({ files, released }: Migrations): string[] {
  const names = [...files.keys()].sort();
  return [
    ...names.filter((name) => !NAME.test(name)).map((name) => `${name}: name it NNNN_verb_noun.sql`),
    ...numberProblems(names),
    ...[...files].flatMap(([name, text]) => textProblems(name, text)),
    ...releaseProblems(files, released),
  ];
}

/** The migrations of this checkout. */
export function readMigrations(): Migrations {
  const folder = join(ROOT, 'migrations');
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return {
    files: new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
    released: readFileSync(join(folder, 'released.sha256'), 'utf8'),
  };
}

function numberProblems(sorted: readonly string[]): string[] {
  return sorted.flatMap((name, index) => {
    const expected = String(index + 1).padStart(4, '0');
    return name.startsWith(`${expected}_`) ? [] : [`${name}: number ${expected} is expected here, without gap or twin`];
  });
}

function textProblems(name: string, text: string): string[] {
  const problems: string[] = [];
  const add = (index: number, what: string) => problems.push(`${name}:${lineAt(text, index)}: ${what}`);
  if (text.includes('\r')) add(text.indexOf('\r'), 'line ends must be LF');
  // Comments and quoted text are blanked, so that a semicolon or a bracket in them counts for nothing.
  const sql = text.replace(/--.*$|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/gm, (part) => part.replace(/[^\n]/g, ' '));
  for (const match of sql.matchAll(/\bCREATE\s+(?:TEMP(?:ORARY)?\s+)?(TRIGGER|VIEW)\b/gi)) {
    add(match.index, `a ${match[1]?.toLowerCase()} acts out of sight; write the statement where it is needed`);
  }
  for (const match of sql.matchAll(/\bCREATE\s+(?:TEMP(?:ORARY)?\s+)?TABLE\b[^;]*/gi)) {
    if (!/\)[^()]*\bSTRICT\b[^()]*$/i.test(match[0])) add(match.index, 'the table is not STRICT');
  }
  for (const { pattern, why } of TAKES_AWAY) {
    for (const match of sql.matchAll(pattern)) add(match.index, why);
  }
  return problems;
}

/** A deploy migrates first: for some seconds the old program runs on the new schema, and a backup may be older than both. */
const TAKES_AWAY: { pattern: RegExp; why: string }[] = [
  { pattern: /\bDROP\s+(?:TABLE|INDEX|COLUMN)\b/gi, why: 'nothing is dropped; leave it and stop using it' },
  { pattern: /\bALTER\s+TABLE\b[^;]*\bDROP\b(?!\s+COLUMN)/gi, why: 'nothing is dropped; leave it and stop using it' },
  { pattern: /\bALTER\s+TABLE\b[^;]*\bRENAME\b/gi, why: 'nothing is renamed; add what is new beside it' },
  {
    pattern: /\bALTER\s+TABLE\b(?=[^;]*\bNOT\s+NULL\b)(?![^;]*\bDEFAULT\b)[^;]*/gi,
    why: 'rows that are there have no value for it: give a DEFAULT or leave out NOT NULL',
  },
  { pattern: /\b(?:DELETE\s+FROM|REPLACE\s+INTO|INSERT\s+OR\s+REPLACE)\b/gi, why: 'a migration takes no rows away' },
  { pattern: /\bPRAGMA\b/gi, why: 'D1 allows no PRAGMA that changes anything' },
];

function releaseProblems(files: ReadonlyMap<string, string>, released: string): string[] {
  return released
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const [, hash, name = ''] = RELEASED_LINE.exec(line) ?? [];
      if (!hash) return [`released.sha256: cannot read "${line}"`];
      const text = files.get(name);
      if (text === undefined) return [`${name}: it was released and must stay`];
      const isSame = createHash('sha256').update(text).digest('hex') === hash;
      return isSame ? [] : [`${name}: it was released and must not change; add a new migration`];
    });
}
