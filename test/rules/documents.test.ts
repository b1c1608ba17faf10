import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const DOCUMENTS = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'emails/README.md',
  ...['docs', 'docs/decisions'].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  ),
];

/** Headings as the anchors that GitHub makes of them. */
function anchors(text: string): Set<string> {
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

/** Links of a document, and pictures, that lead nowhere in this folder. */
function deadLinks(path: string, text: string): string[] {
  const prose = text.replace(/```[\s\S]*?```|`[^`]*`/g, '');
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)].map(([, md, html]) => md ?? html ?? '');
  return links
    .filter((link) => !/^(?:[a-z]+:|\/)/.test(link))
    .filter((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? path : join(dirname(path), file);
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchors(target === path ? text : readFileSync(target, 'utf8')).has(anchor);
    })
    .map((link) => `${path}: ${link}`);
}

/** Scripts that a document tells people to run and that package.json does not have. */
function unknownScripts(path: string, text: string, scripts: ReadonlySet<string>): string[] {
  const named = [...text.matchAll(/npm run (?:--silent |-s )?([a-z][a-z:-]*)/g)].map(([, name = '']) => name);
  return named.filter((name) => !scripts.has(name)).map((name) => `${path}: npm run ${name}`);
}

test('every link and picture in the documents leads to something', () => {
  expect(DOCUMENTS.flatMap((path) => deadLinks(path, readFileSync(path, 'utf8')))).toEqual([]);
});

test('every npm script that the documents name exists', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const known = new Set(Object.keys(scripts));
  expect(DOCUMENTS.flatMap((path) => unknownScripts(path, readFileSync(path, 'utf8'), known))).toEqual([]);
});

test('a dead link, a dead anchor and an unknown script are found', () => {
  const text = '# One\n[a](gone.md) [b](#one) [c](#two) <img src="docs/images/gone.png"> `npm run --silent nothing`';
  expect(deadLinks('README.md', text)).toEqual([
    'README.md: gone.md',
    'README.md: #two',
    'README.md: docs/images/gone.png',
  ]);
  expect(unknownScripts('README.md', text, new Set(['test']))).toEqual(['README.md: npm run nothing']);
});
