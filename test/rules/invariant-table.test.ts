import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const COUNT = 10;

type Row = { number: number; name: string; file: string };

/** The rows of the table under "Invariants": which invariant, by which test, in which file. */
function readTable(document: string): Row[] {
  const section = document.split(/^## /m).find((part) => part.startsWith('Invariants\n')) ?? '';
  return section.split('\n').flatMap((line) => {
    const [, number = '', , name = '', file = ''] = line.split('|').map((cell) => cell.trim());
    return /^\d+$/.test(number) ? [{ number: Number(number), name, file: file.replaceAll('`', '') }] : [];
  });
}

/** The rows of the table under "Classes of attack", which has the class in place of a number. */
function readClasses(document: string): Row[] {
  const section = document.split(/^## /m).find((part) => part.startsWith('Classes of attack\n')) ?? '';
  return section.split('\n').flatMap((line, number) => {
    const [, , name = '', file = ''] = line.split('|').map((cell) => cell.trim());
    return file.startsWith('`') ? [{ number, name, file: file.replaceAll('`', '') }] : [];
  });
}

/** What the table says that is not so. */
function tableProblems(rows: readonly Row[]): string[] {
  return rows.flatMap(({ file, name, number }) => {
    if (!existsSync(file)) return [`${number}: there is no file ${file}`];
    return name !== '' && readFileSync(file, 'utf8').includes(name) ? [] : [`${number}: ${file} has no test "${name}"`];
  });
}

const rows = readTable(readFileSync('docs/security.md', 'utf8'));

test('every test that docs/security.md names exists, and every invariant has at least two', () => {
  expect(tableProblems(rows)).toEqual([]);
  const counts = Array.from({ length: COUNT }, (_, n) => rows.filter(({ number }) => number === n + 1).length);
  expect(counts.filter((count) => count < 2)).toEqual([]);
});

test('every test that stands for a class of attack exists', () => {
  const classes = readClasses(readFileSync('docs/security.md', 'utf8'));
  expect(classes.length).toBeGreaterThan(20);
  expect(tableProblems(classes)).toEqual([]);
});

test('a test that is gone or renamed is found', () => {
  const file = 'test/rules/migrations.test.ts';
  expect(tableProblems([{ number: 1, name: 'no such promise is tested', file }])).toHaveLength(1);
  expect(tableProblems([{ number: 1, name: 'x', file: 'test/gone.test.ts' }])).toHaveLength(1);
});
