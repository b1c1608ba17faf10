import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../../src/services/context.ts';
import { askApp } from '../http/app.ts';
import { VARIABLES } from '../support/context.ts';

export const ROOT = join(import.meta.dirname, '../..');

type Ended = { code: number | null; out: string; err: string };

/** Answers a request in the newsroom's place, and says whether it did. */
type First = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

/** The newsroom of a test behind a port of this machine, and a folder for whoever types commands at it. */
export async function openCommandWorld(contextOf: () => Context, first: First = () => false) {
  const folder = mkdtempSync(join(tmpdir(), 'newsdesk-command-'));
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (await first(request, response)) return;
    const answer = await askApp(contextOf())(request.url ?? '/', {
      method: request.method ?? 'GET',
      headers: { authorization: request.headers.authorization ?? '', 'content-type': 'application/json' },
      ...(body ? { body } : {}),
    });
    response.writeHead(answer.status).end(await answer.text());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  /** Starts a command as npm does, in another folder than the person's; `env` goes over what it is given. */
  function start(script: string, args: readonly string[], env: Record<string, string> = { BASE_URL: base }) {
    const child = spawn(process.execPath, [`scripts/${script}.ts`, ...args], {
      cwd: ROOT,
      env: { PATH: process.env.PATH ?? '', INIT_CWD: folder, ADMIN_TOKEN: VARIABLES.ADMIN_TOKEN, ...env },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    const ended = once(child, 'close').then(([code]): Ended => ({ code, out, err }));
    return { child, ended };
  }

  async function close(): Promise<void> {
    rmSync(folder, { recursive: true });
    await new Promise((done) => server.close(done));
  }
  return { folder, base, start, close };
}
