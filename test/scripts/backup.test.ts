import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NodeDatabase } from '../../src/db/d1-node.ts';
import { migrateNode } from '../../src/db/migrate-node.ts';
import { testContext } from '../support/context.ts';
import { openCommandWorld, ROOT } from './command-world.ts';

const AT = '2026-03-01T00:00:00.000Z';
let world: Awaited<ReturnType<typeof openCommandWorld>>;

beforeAll(async () => {
  const { ctx } = await testContext();
  world = await openCommandWorld(() => ctx);
  const db = new NodeDatabase(join(world.folder, 'first.db'));
  await migrateNode(db, join(ROOT, 'migrations'), AT);
  const insert = `INSERT INTO topic (public_id, slug, name, visibility, state, position, created_at)
    SELECT 't' || value, 't' || value, 'Topic ' || value, 'public', 'active', value, '${AT}' FROM json_each(?1)`;
  await db.batch([db.prepare(insert).bind(JSON.stringify(Array.from({ length: 900 }, (_, index) => index)))]);
  db.close();
});
afterAll(() => world.close());

const start = (script: 'backup' | 'restore', ...args: string[]) => world.start(script, args, {});
const run = (script: 'backup' | 'restore', ...args: string[]) => start(script, ...args).ended;

test('a newsroom moves from a file to a running one and back, and every row is counted', async () => {
  const saved = await run('backup', 'all.jsonl.gz', '--database', 'first.db');
  expect([saved.code, saved.out]).toEqual([0, expect.stringContaining('all.jsonl.gz')]);
  expect(statSync(join(world.folder, 'all.jsonl.gz')).mode & 0o077).toBe(0);
  expect((await run('restore', 'all.jsonl.gz', '--check')).out).toContain('is whole');

  const moved = await run('restore', 'all.jsonl.gz', '--base', world.base);
  expect([moved.code, moved.err]).toEqual([0, expect.stringContaining('Pages')]);
  expect((await run('backup', 'again.jsonl', '--base', world.base)).code).toBe(0);
  expect((await run('restore', 'again.jsonl', '--database', 'second.db')).code).toBe(0);
  const second = new NodeDatabase(join(world.folder, 'second.db'));
  const { results } = await second.prepare('SELECT COUNT(*) AS count, MAX(name) AS last FROM topic').all();
  second.close();
  expect(results).toEqual([{ count: 900, last: 'Topic 99' }]);
});

test('a file that is damaged, cut off or foreign, and a newsroom in use, are refused before anything is stored', async () => {
  await run('backup', 'whole.jsonl.gz', '--database', 'first.db');
  const lines = gunzipSync(readFileSync(join(world.folder, 'whole.jsonl.gz')))
    .toString()
    .trimEnd()
    .split('\n');
  const cases: [name: string, text: string, told: string][] = [
    ['cut', lines.slice(0, -1).join('\n'), 'cut off'],
    ['short', [lines[0], lines.at(-1)].join('\n'), 'should hold 900'],
    ['damaged', lines.join('\n').replace('Topic 7"', 'Topic 7'), 'is damaged'],
    ['foreign', '{"a":1}\n', 'is no backup'],
    ['empty', '', 'cut off'],
  ];
  for (const [name, text, told] of cases) {
    writeFileSync(join(world.folder, `${name}.jsonl`), text);
    const refused = await run('restore', `${name}.jsonl`, '--database', `${name}.db`);
    expect([name, refused.code, refused.err]).toEqual([name, 1, expect.stringContaining(told)]);
    expect(readdirSync(world.folder)).not.toContain(`${name}.db`);
  }
  expect((await run('backup', 'x.jsonl', '--database', 'nowhere.db')).err).toContain('There is no database');
  expect((await run('restore', '.', '--database', 'x.db')).err).toBe('. is a folder, not a file.\n');
  expect(readdirSync(world.folder).filter((name) => name.includes('nowhere') || name.startsWith('x.jsonl'))).toEqual(
    [],
  );
});

test('Ctrl-C ends a restore behind the page under way, and it says where it stopped and how to go on', async () => {
  await run('backup', 'stop.jsonl', '--database', 'first.db');
  let interrupted: () => Promise<void> = async () => {};
  const paths: string[] = [];
  const busy = createServer(async (request, response) => {
    paths.push(request.url ?? '');
    if (request.url?.endsWith('/rows')) await interrupted();
    response.end('{"status":"stored","leftOut":0}');
  });
  await new Promise<void>((done) => busy.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${(busy.address() as AddressInfo).port}`;
  const { child, ended } = start('restore', 'stop.jsonl', '--base', address);
  interrupted = async () => {
    child.kill('SIGINT');
    await once(child.stderr, 'data');
  };
  const stopped = await ended;
  await new Promise((done) => busy.close(done));
  expect([stopped.code, stopped.err]).toEqual([
    130,
    expect.stringMatching(/Stopped after page 1 of \d+, in \w+\. .* go on/),
  ]);
  expect(paths.filter((path) => path.endsWith('/rows')).length).toBe(1);
});
