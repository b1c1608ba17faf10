import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testContext } from '../support/context.ts';
import { openCommandWorld } from './command-world.ts';

let world: Awaited<ReturnType<typeof openCommandWorld>>;
beforeAll(async () => {
  const { ctx } = await testContext();
  world = await openCommandWorld(() => ctx);
});
afterAll(() => world.close());

/** What the command told on both ways out, and its exit code. */
async function readers(...args: string[]): Promise<{ code: number | null; told: string }> {
  const { code, err, out } = await world.start('readers', args).ended;
  return { code, told: out + err };
}

test('readers come in once, go out as a file of their owner, and are taken back', async () => {
  writeFileSync(join(world.folder, 'list.csv'), 'email,name,created_at\nana@b.example,Ana,2024-05-17\n');
  const bring = ['import', 'list.csv', '--consent-source', 'Form on www.example.com'];

  expect((await readers(...bring, '--dry-run')).told).toContain('nothing was stored');
  const { code, told } = await readers(...bring);
  expect([code, told]).toEqual([0, expect.stringContaining('1 new, 0 known already')]);

  expect((await readers('export', 'out.csv')).code).toBe(0);
  expect(readFileSync(join(world.folder, 'out.csv'), 'utf8')).toContain('ana@b.example,Ana');
  expect(statSync(join(world.folder, 'out.csv')).mode & 0o777).toBe(0o600);

  const id = /undo (\S+)/.exec(told)?.[1] ?? '';
  expect((await readers('undo', id)).code).toBe(0);
  await readers('export', 'after.csv');
  expect(readFileSync(join(world.folder, 'after.csv'), 'utf8')).not.toContain('ana@b.example');
});

test.each([
  [['--language', 'xx', '--frequency', 'often'], '--language: Give en or zh-Hans. --frequency: Give one of instant,'],
  [['--tag', 'Press'], '--tag: write "NAME=slug".'],
  [['--status', 'gone'], '--status: give subscribed, unsubscribed or cleaned.'],
  [['--consent-source', ''], '--consent-source: Say where these people agreed'],
])('what is wrong with %j is told by the name of the option', async (wrong, words) => {
  writeFileSync(join(world.folder, 'list.csv'), 'email\nana@b.example\n');
  const { code, told } = await readers('import', 'list.csv', '--consent-source', 'A fair', ...wrong);
  expect([code, told]).toEqual([1, expect.stringContaining(words)]);
});

test('an export that is refused leaves no file', async () => {
  const { code, told } = await readers('export', 'refused.csv', '--token', 'wrong');
  expect([code, told]).toEqual([1, expect.stringContaining('refuses the token')]);
  expect(['refused.csv', 'refused.csv.partial'].filter((name) => existsSync(join(world.folder, name)))).toEqual([]);
});
