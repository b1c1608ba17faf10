import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, until } from '../support/program.ts';
import { VARIABLES } from '../support/variables.ts';

const ROOT = join(import.meta.dirname, '../..');
let folder: string;

/** Builds as the image's first stage does, and copies what its second stage copies, read from the Dockerfile itself. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'newsdesk-image-'));
  const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
  const build = /^RUN npm run build -- (.+)$/m.exec(dockerfile)?.[1] ?? '';
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.ts', ...build.split(' ')], { cwd: ROOT });
  expect([status, stderr.toString()]).toEqual([0, '']);
  const copies = [...dockerfile.matchAll(/^COPY --from=build \/app\/(\S+) (\S+)$/gm)];
  expect(copies.length).toBeGreaterThan(2);
  for (const [, from = '', to = ''] of copies) {
    cpSync(join(ROOT, from), join(folder, to === './' ? from : to), { recursive: true });
  }
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

function run(
  file: string,
  env: Record<string, string>,
): { child: ChildProcess; printed(): string; ended: Promise<number | null> } {
  const child = spawn(process.execPath, [join('dist', file)], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...env },
  });
  let text = '';
  child.stdout?.on('data', (chunk) => (text += chunk));
  child.stderr?.on('data', (chunk) => (text += chunk));
  return { child, printed: () => text, ended: new Promise((done) => child.once('exit', done)) };
}

test('what the image holds starts by itself, is healthy, is backed up, and ends on SIGTERM with its work handed back', async () => {
  const port = freePort();
  const env = { ...VARIABLES, HOST: '127.0.0.1', PORT: String(port), DATABASE: join(folder, 'data/newsdesk.db') };
  const server = run('server.js', env);
  await until(async () => (await fetch(`http://127.0.0.1:${port}/health`).catch(() => null))?.ok === true);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  const files = readdirSync(join(folder, 'data'));
  expect(files).toContain('newsdesk.db-wal');
  for (const file of files) expect([file, statSync(join(folder, 'data', file)).mode & 0o077]).toEqual([file, 0]);

  const backup = run('backup.js', { ...env, INIT_CWD: folder });
  expect([await backup.ended, backup.printed()]).toEqual([0, expect.stringContaining('rows of')]);

  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(server.printed()).toContain('server.stopped');
});

test('a missing secret stops the start with its name, not its value', async () => {
  const { SLACK_SIGNING_SECRET: _, ...short } = VARIABLES;
  const server = run('server.js', { ...short, PORT: String(freePort()), DATABASE: join(folder, 'none.db') });
  expect(await server.ended).toBe(1);
  expect(server.printed()).toContain('SLACK_SIGNING_SECRET is missing');
  expect(server.printed()).not.toContain(VARIABLES.ADMIN_TOKEN);
});
