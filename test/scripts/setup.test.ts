import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readEnvFile } from '../../scripts/env-file.ts';
import { QUESTIONS } from '../../scripts/setup-questions.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'newsdesk-setup-test-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function runSetup(file: string, answers: readonly string[]): { code: number | null; told: string } {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['scripts/setup.ts', '--file', file], {
    cwd: join(import.meta.dirname, '../..'),
    input: answers.map((line) => `${line}\n`).join(''),
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '' },
  });
  return { code: status, told: stdout + stderr };
}

const ANSWERS: Record<string, string> = {
  BASE_URL: 'https://news.example.com',
  MAIL_FROM: 'news@example.com',
  POSTAL_ADDRESS: '1 Main Street, "Springfield"',
  SLACK_BOT_TOKEN: 'xoxb-1-2-abcdefghij',
  SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
  RESEND_API_KEY: 're_12345678_abcdefgh',
};
const asked = QUESTIONS.filter(({ unless }) => unless === undefined).map(({ name }) => ANSWERS[name] ?? '');

test('a set-up asks again for what is wrong, makes the secrets, and writes what only its owner may read', () => {
  const file = join(folder, 'first.env');
  const { code, told } = runSetup(file, ['no address', ...asked]);
  expect([code, told]).toEqual([0, expect.stringContaining('BASE_URL must be an http(s) address')]);
  const { ADMIN_TOKEN = '', TOKEN_SECRET = '', ...rest } = readEnvFile(file);
  expect(rest).toEqual(ANSWERS);
  expect(ADMIN_TOKEN).toMatch(/^[0-9a-f]{48}$/);
  expect(TOKEN_SECRET).toMatch(/^k1:[A-Za-z0-9+/]{43}=$/);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(told).not.toContain(ADMIN_TOKEN);
  expect(told).not.toContain(TOKEN_SECRET);
  expect(runSetup(file, []).told).toContain('is complete');
});

test('Ctrl-C ends a set-up with the code of that, and nothing is written', async () => {
  const file = join(folder, 'third.env');
  const child = spawn(process.execPath, ['scripts/setup.ts', '--file', file], {
    cwd: join(import.meta.dirname, '../..'),
    env: { PATH: process.env.PATH ?? '' },
  });
  let told = '';
  child.stderr.on('data', (chunk) => (told += chunk));
  child.stdout.on('data', (chunk) => String(chunk).includes('BASE_URL: ') && child.kill('SIGINT'));
  const [code] = await once(child, 'close');
  expect([code, told, existsSync(file)]).toEqual([130, '\nStopped. Nothing was written.\n', false]);
});

test('a set-up that nobody ends writes nothing and fails', () => {
  const file = join(folder, 'second.env');
  const { code, told } = runSetup(file, asked.slice(0, 6));
  expect([code, told]).toEqual([1, expect.stringContaining('Nothing was written.')]);
  expect(existsSync(file)).toBe(false);
});
