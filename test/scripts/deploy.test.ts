import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEnvFile, writeEnvFile } from '../../scripts/env-file.ts';
import { VARIABLES } from '../support/context.ts';

const ROOT = join(import.meta.dirname, '../..');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'newsdesk-deploy-test-'));
  writeFileSync(join(folder, 'none'), '# No settings.\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a deployment with a stand-in for wrangler, which notes what it was asked and fails the calls whose numbers are listed, with those words. */
function runDeploy(
  failing: Record<number, string>,
  envFile = 'none',
  more: string[] = [],
): { calls: string[][]; secrets: string; code: number | null; told: string } {
  const notes = join(folder, 'calls.jsonl');
  rmSync(notes, { force: true });
  writeFileSync(
    join(folder, 'wrangler.mjs'),
    `import { appendFileSync, existsSync, readFileSync } from 'node:fs';
     const args = process.argv.slice(2);
     const file = args[args.indexOf('--secrets-file') + 1];
     const secrets = args.includes('--secrets-file') ? readFileSync(file, 'utf8') : '';
     const count = existsSync(${JSON.stringify(notes)}) ? readFileSync(${JSON.stringify(notes)}, 'utf8').split('\\n').length : 1;
     appendFileSync(${JSON.stringify(notes)}, JSON.stringify({ args, secrets, file }) + '\\n');
     const failing = ${JSON.stringify(failing)}[count];
     if (failing) console.error(failing);
     process.exitCode = failing ? 1 : 0;`,
  );
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['scripts/deploy.ts', '--settings', join(folder, envFile), ...more],
    {
      cwd: ROOT,
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', NEWSDESK_WRANGLER: join(folder, 'wrangler.mjs') },
    },
  );
  const text = existsSync(notes) ? readFileSync(notes, 'utf8').trim() : '';
  const calls = text === '' ? [] : text.split('\n').map((line) => JSON.parse(line));
  for (const { file, secrets } of calls) if (secrets) expect(existsSync(file)).toBe(false);
  return {
    calls: calls.map(({ args }) => args),
    secrets: calls.map(({ secrets }) => secrets).join(''),
    code: status,
    told: stdout + stderr,
  };
}

test('migrations come before code, and what is set on Cloudflare stays where there is no .env', () => {
  const { calls, code } = runDeploy({});
  expect(calls).toEqual([
    ['d1', 'migrations', 'apply', 'DB', '--remote'],
    ['deploy', '--keep-vars'],
  ]);
  expect(code).toBe(0);
});

const MISSING = `✘ [ERROR] Couldn't find a D1 DB named 'newsdesk' (bound as 'DB') in the API.`;

test('the first time, when there is no database yet, it is made where one says, and still migrated before the code', () => {
  const { calls, code } = runDeploy({ 1: MISSING }, 'none', ['--location', 'apac']);
  expect(calls).toEqual([
    ['d1', 'migrations', 'apply', 'DB', '--remote'],
    ['d1', 'create', 'newsdesk', '--location', 'apac'],
    ['d1', 'migrations', 'apply', 'DB', '--remote'],
    ['deploy', '--keep-vars'],
  ]);
  expect(code).toBe(0);
});

test.each([
  ['it does not know who asks', { 1: 'Not logged in.' }, 1],
  ['the database cannot be made', { 1: MISSING, 2: 'No more databases.' }, 2],
  ['a migration fails', { 1: MISSING, 3: 'no such column' }, 3],
])('where %s, no code is deployed, and it says what to do', (_what, failing, asked) => {
  const { calls, code, told } = runDeploy(failing);
  expect([calls.length, code]).toEqual([asked, 1]);
  expect(calls.flat()).not.toContain('deploy');
  expect(told).toContain('What ran before runs on');
  expect(told).toContain('npx wrangler login');
});

test('wrangler itself says so of a missing database in the words that are looked for', async () => {
  const asked: string[] = [];
  // Knows no database and makes none.
  const cloudflare = createServer((request, response) => {
    asked.push(`${request.method} ${request.url?.replace(/^.*\/accounts\/\w+|\?.*$/g, '')}`);
    const isCreation = request.method === 'POST';
    const errors = [isCreation ? { code: 7406, message: 'No more databases.' } : { code: 7404, message: 'Not found.' }];
    response.writeHead(isCreation ? 400 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ success: false, errors, messages: [], result: null }));
  });
  await new Promise<void>((done) => cloudflare.listen(0, '127.0.0.1', done));
  const child = spawn(process.execPath, ['scripts/deploy.ts', '--settings', join(folder, 'none')], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${(cloudflare.address() as AddressInfo).port}/client/v4`,
      CLOUDFLARE_API_TOKEN: 'token',
      CLOUDFLARE_ACCOUNT_ID: '0'.repeat(32),
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      WRANGLER_SEND_METRICS: 'false',
    },
  });
  let told = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (told += chunk));
  const [code] = await once(child, 'close');
  await new Promise((done) => cloudflare.close(done));
  expect(told).toContain('> wrangler d1 create newsdesk');
  expect([code, asked]).toEqual([1, ['GET /d1/database/newsdesk', 'POST /d1/database']]);
});

test('a deployment that Cloudflare refuses fails', () => {
  expect(runDeploy({ 2: 'Too large.' })).toMatchObject({ code: 1, told: expect.stringContaining('was not deployed') });
});

test('secrets travel as secrets, are printed nowhere and stay in no file; the rest as variables', () => {
  writeEnvFile(join(folder, '.env'), { ...VARIABLES, PORT: '9999' });
  const { calls, secrets, told } = runDeploy({}, '.env');
  const deploy = calls[1]?.join(' ') ?? '';
  expect(deploy).toContain('--var BASE_URL:https://news.example.com');
  expect(deploy).not.toMatch(/PORT|ADMIN_TOKEN|xoxb|re_test/);
  expect(JSON.parse(secrets)).toEqual({
    SLACK_BOT_TOKEN: VARIABLES.SLACK_BOT_TOKEN,
    SLACK_SIGNING_SECRET: VARIABLES.SLACK_SIGNING_SECRET,
    RESEND_API_KEY: VARIABLES.RESEND_API_KEY,
    TOKEN_SECRET: VARIABLES.TOKEN_SECRET,
    ADMIN_TOKEN: VARIABLES.ADMIN_TOKEN,
  });
  for (const secret of [VARIABLES.ADMIN_TOKEN, VARIABLES.SLACK_BOT_TOKEN]) expect(told).not.toContain(secret);
});

test('a file of settings that is not there stops a deployment before anything is touched', () => {
  const { calls, code, told } = runDeploy({}, '.env.production');
  expect([calls, code, told]).toEqual([[], 1, expect.stringMatching(/^There is no file .*\.env\.production\.\n$/)]);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s while the code goes up leaves no file with secrets, and says what holds', async (signal, ending) => {
  writeEnvFile(join(folder, '.env'), VARIABLES);
  const wrangler = join(folder, 'waiting.mjs');
  writeFileSync(
    wrangler,
    `import { existsSync } from 'node:fs';
     const at = process.argv.indexOf('--secrets-file');
     if (at > 0) { console.log('holds', existsSync(process.argv[at + 1]), process.argv[at + 1]); setInterval(() => {}, 1000); }`,
  );
  const child = spawn(process.execPath, ['scripts/deploy.ts', '--settings', join(folder, '.env')], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', NEWSDESK_WRANGLER: wrangler },
  });
  let told = '';
  child.stderr.on('data', (chunk) => (told += chunk));
  child.stdout.on('data', (chunk) => {
    told += chunk;
    if (/^holds true .*\n/m.test(told)) child.kill(signal);
  });
  const [code] = await once(child, 'close');
  const file = /^holds true (.*)$/m.exec(told)?.[1] ?? '';
  expect([code, existsSync(file), told]).toEqual([ending, false, expect.stringContaining('deployed or not')]);
});

test('settings that are not complete stop a deployment before anything is touched', () => {
  writeEnvFile(join(folder, '.short'), { BASE_URL: 'https://news.example.com' });
  const { calls, code, told } = runDeploy({}, '.short');
  expect([calls, code]).toEqual([[], 1]);
  expect(told).toContain('RESEND_API_KEY is missing');
});

test('.env keeps its comments and other lines, and reads back what was written', () => {
  const path = join(folder, '.kept');
  writeFileSync(path, '# ours\nSITE_NAME=Old\nexport CUSTOM=1\n', { mode: 0o644 });
  const values = {
    SITE_NAME: `"Quoted" name & more`,
    MEDIA_CONTACT: `King's "press" office, 5 $ <press@example.com>`,
    POSTAL_ADDRESS: '1 Street, Town #4',
    TOKEN_SECRET: 'k1:a+b/c=',
  };
  writeEnvFile(path, values);
  expect(readEnvFile(path)).toMatchObject({ ...values, CUSTOM: '1' });
  expect(readFileSync(path, 'utf8').split('\n')[0]).toBe('# ours');
  expect(statSync(path).mode & 0o077).toBe(0);
  // Docker takes what stands behind the sign as it is, quotes included.
  expect(readFileSync(path, 'utf8')).toContain(`\nMEDIA_CONTACT=${values.MEDIA_CONTACT}\n`);
  expect(() => writeEnvFile(path, { SITE_NAME: 'two\nlines' })).toThrow('one line');
  writeEnvFile(join(folder, '.new'), values);
  expect(statSync(join(folder, '.new')).mode & 0o077).toBe(0);
});
