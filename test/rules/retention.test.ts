import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** The tables named in the first column of the table under "Retention". */
function tablesInDocument(document: string): string[] {
  const section = document.split(/^## /m).find((part) => part.startsWith('Retention\n')) ?? '';
  const cells = section.split('\n').map((line) => line.split('|')[1] ?? '');
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
}

function tablesInMigrations(): string[] {
  const sql = globSync('migrations/*.sql').map((file) => readFileSync(file, 'utf8'));
  return sql.flatMap((text) => [...text.matchAll(/^CREATE TABLE (\w+)/gm)].map(([, name = '']) => name));
}

test('docs/operations.md says for every table, once, how long its rows are kept', () => {
  const told = tablesInDocument(readFileSync('docs/operations.md', 'utf8'));
  expect(told.toSorted()).toEqual(tablesInMigrations().toSorted());
});
