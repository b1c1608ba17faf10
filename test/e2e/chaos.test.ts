import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** The crash test as a person starts it, short: its line of figures, and how it ended. */
async function chaos(...args: string[]): Promise<{ code: number | null; figures: Record<string, unknown> }> {
  const { VITEST, BASE_URL, ...env } = process.env;
  const script = join(import.meta.dirname, '../../scripts/bench.ts');
  const child = spawn(process.execPath, [script, 'chaos', '--seeds', '1', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let told = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  child.stderr.on('data', (chunk) => (told += chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (!printed) throw new Error(`The crash test ended with ${code} and without figures:\n${told}`);
  return { code, figures: JSON.parse(printed) as Record<string, unknown> };
}

test('senders killed by SIGKILL on Node and by exceptions in workerd, with every fault: nobody twice, nobody missed', async () => {
  const { code, figures } = await chaos('--recipients', '400');
  expect(figures).toMatchObject({ duplicates: 0, missing: 0, mismatches: 0, unknown: 0, unfinished: 0, isSound: true });
  expect(Number(figures.kills) + Number(figures.exceptions)).toBeGreaterThan(0);
  expect(code).toBe(0);
});
