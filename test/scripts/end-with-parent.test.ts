import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const PROGRAM = `
  import { endWithParent } from './scripts/end-with-parent.ts';
  endWithParent();
  process.once('SIGTERM', () => { console.log('ended in order'); process.exit(0); });
  console.log('running');
  setInterval(() => {}, 1000);`;

test('a program whose shell is ended, as npm ends it, ends in order by itself', async () => {
  // Two commands, so that the shell stays and waits.
  const shell = spawn('sh', ['-c', `"${process.execPath}" --input-type=module-typescript -e "$PROGRAM"; true`], {
    env: { ...process.env, PROGRAM },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  shell.stdout.on('data', (chunk) => {
    printed += chunk;
    if (String(chunk).includes('running')) shell.kill('SIGTERM');
  });
  // The program holds the pipe as well: it closes when both are gone.
  await once(shell, 'close');
  expect(printed).toBe('running\nended in order\n');
});
