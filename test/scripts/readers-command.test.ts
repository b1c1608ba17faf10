import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askApp } from '../http/app.ts';
import { testContext, VARIABLES } from '../support/context.ts';

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'newsdesk-readers-'));
  const { ctx } = await testContext();
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = await askApp(ctx)(request.url ?? '/', {
      method: request.method ?? 'GET',
      headers: { authorization: request.headers.authorization ?? '', 'content-type': 'application/json' },
      ...(body ? { body } : {}),
    });
    response.writeHead(answer.status).end(await answer.text());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await new Promise((done) => server.close(done));
});

/** Runs the command as npm does, in another folder than the person's; its exit code and what it told. */
function readers(...args: string[]): Promise<{ code: number | null; told: string }> {
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const child = spawn(process.execPath, ['scripts/readers.ts', ...args], {
    cwd: join(import.meta.dirname, '../..'),
    env: { PATH: process.env.PATH ?? '', INIT_CWD: folder, ADMIN_TOKEN: VARIABLES.ADMIN_TOKEN, BASE_URL: base },
  });
  let told = '';
  child.stdout.on('data', (chunk) => (told += chunk));
  child.stderr.on('data', (chunk) => (told += chunk));
  return new Promise((done) => child.once('close', (code) => done({ code, told })));
}

test('readers come in once, go out as a file of their owner, and are taken back', async () => {
  writeFileSync(join(folder, 'list.csv'), 'email,name,created_at\nana@b.example,Ana,2024-05-17\n');
  const bring = ['import', 'list.csv', '--consent-source', 'Form on www.example.com'];

  expect((await readers(...bring, '--dry-run')).told).toContain('nothing was stored');
  const { code, told } = await readers(...bring);
  expect([code, told]).toEqual([0, expect.stringContaining('1 new, 0 known already')]);

  expect((await readers('export', 'out.csv')).code).toBe(0);
  expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toContain('ana@b.example,Ana');
  expect(statSync(join(folder, 'out.csv')).mode & 0o777).toBe(0o600);

  const id = /undo (\S+)/.exec(told)?.[1] ?? '';
  expect((await readers('undo', id)).code).toBe(0);
  await readers('export', 'after.csv');
  expect(readFileSync(join(folder, 'after.csv'), 'utf8')).not.toContain('ana@b.example');
});

test('an export that is refused leaves no file', async () => {
  const { code, told } = await readers('export', 'refused.csv', '--token', 'wrong');
  expect([code, told]).toEqual([1, expect.stringContaining('refuses the token')]);
  expect(['refused.csv', 'refused.csv.partial'].filter((name) => existsSync(join(folder, name)))).toEqual([]);
});
