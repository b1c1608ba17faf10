import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RULES } from '../../scripts/check-import-rules.ts';
import { importProblems, readSources, tellImport } from '../../scripts/check-imports.ts';
import { importsOf } from '../../scripts/read-imports.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/rules');
const IDS = [...RULES.map((rule) => rule.id), 'no-cycles'];

/** A fixture holds files of an imagined tree, each after a `// file:` line; the lines to refuse end in `// refused`. */
function readFixture(id: string): Map<string, string> {
  const parts = readFileSync(join(FIXTURES, `${id}.txt`), 'utf8').split(/^\/\/ file: (\S+)\n/m);
  const files = new Map<string, string>();
  for (let at = 1; at < parts.length; at += 2) files.set(parts[at] ?? '', parts[at + 1] ?? '');
  return files;
}

/** `path:line` of every import that a fixture marks; a statement of several lines is marked at its end. */
function marked(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, text]) => {
    const lines = text.split('\n');
    return lines.flatMap((line, index) => {
      if (line.endsWith('// refused')) return [`${path}:${index + 1}`];
      if (!line.endsWith('// refused above')) return [];
      return [`${path}:${lines.slice(0, index).findLastIndex((earlier) => earlier.startsWith('import')) + 1}`];
    });
  });
}

test('every rule has a fixture, and every fixture a rule', () => {
  const names = readdirSync(FIXTURES).map((name) => name.replace(/\.txt$/, ''));
  expect(names.sort()).toEqual([...IDS].sort());
});

test.each(IDS)('%s: the fixture is refused at the marked lines, for this rule alone', (id) => {
  const files = readFixture(id);
  const problems = importProblems(files);
  expect(marked(files).length).toBeGreaterThan(0);
  expect(problems.map(({ path, line }) => `${path}:${line}`).sort()).toEqual(marked(files).sort());
  expect([...new Set(problems.map(({ rule }) => rule))]).toEqual([id]);
});

test('the source tree keeps every rule', () => {
  const files = readSources();
  expect(files.size).toBeGreaterThan(100);
  expect(importProblems(files).map(tellImport)).toEqual([]);
});

test.each([
  ["import './a.ts';", './a.ts', false],
  ['import x from "./a.ts";', './a.ts', false],
  ["import type { A } from './a.ts';", './a.ts', true],
  ["export type { A } from './a.ts';", './a.ts', true],
  ["import { type A, b } from './a.ts';", './a.ts', false],
  ["import type, { b } from './a.ts';", './a.ts', false],
  ["import\n  * as a\n  from\n  './a.ts';", './a.ts', false],
  ["export * from './a.ts';", './a.ts', false],
  ["const a = await import('./a.ts');", './a.ts', false],
  ["const a = await import('./a.ts', { with: { type: 'json' } });", './a.ts', false],
  ['const a = import(name);', '*', false],
  ['const a = import(`./$' + '{name}.ts`);', '*', false],
])('%j is an import of %s', (source, name, isType) => {
  expect(importsOf('src/x.ts', source)).toMatchObject([{ name, isType, line: 1 }]);
});

test.each([
  "// import a from './a.ts';",
  "/**\n * import a from './a.ts';\n */",
  "const text = 'import a from somewhere';",
  "export const from = 'a';",
  'const meta = import.meta.dirname;',
])('%j imports nothing', (source) => {
  expect(importsOf('src/x.ts', source)).toEqual([]);
});

test('a slash and a star inside a string hide no import after them', () => {
  const source = "const accept = 'text/html, */*';\nconst a = await import('./a.ts'); // */\n";
  expect(importsOf('src/x.ts', source)).toMatchObject([{ name: './a.ts', line: 2 }]);
});
