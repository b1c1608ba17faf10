import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../scripts/inspect-feed.ts', import.meta.url));
const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/feeds/${name}`, import.meta.url));

async function run(args: string[], input = ''): Promise<{ code: number | null; lines: string[]; text: string }> {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  child.stdin.end(input);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, text, lines: text.trimEnd().split('\n') };
}

test('prints one feed with exactly the promised keys', async () => {
  const { code, text } = await run([fixture('press.rss'), '--base', 'https://other.example/feed']);
  const { articles, feed } = JSON.parse(text) as { feed: object; articles: Record<string, unknown>[] };
  expect(code).toBe(0);
  expect(Object.keys(feed)).toEqual(['title', 'link', 'language']);
  expect(Object.keys(articles[0] ?? {})).toEqual([
    'key',
    'title',
    'url',
    'publishedAt',
    'updatedAt',
    'author',
    'summary',
    'image',
    'categories',
    'language',
  ]);
  expect(articles[0]).toMatchObject({
    url: 'https://other.example/2026/crane',
    author: 'Ada Quay, Bo Pier',
    image: 'https://harbour.example/crane.jpg',
  });
  expect(articles[1]).toMatchObject({ author: null, image: null, categories: [] });
});

test('answers a batch line by line, in order, errors included', async () => {
  const jobs = [
    JSON.stringify({ path: fixture('notes.json'), contentType: 'application/feed+json' }),
    JSON.stringify({ path: '/no/such/file' }),
    'not json',
    JSON.stringify({ path: fixture('journal.rdf') }),
  ];
  const { code, lines } = await run(['--batch'], `${jobs.join('\n')}\n`);
  const answers = lines.map((line) => JSON.parse(line) as { error?: string; feed?: { title: string } });
  expect(code).toBe(0);
  expect(answers.map(({ error, feed }) => feed?.title ?? typeof error)).toEqual([
    'Notes',
    'string',
    'string',
    'Journal',
  ]);
});

test('exits with an error where the one document is no feed', async () => {
  const { code, text } = await run([SCRIPT]);
  expect(code).toBe(1);
  expect(JSON.parse(text)).toHaveProperty('error');
});
