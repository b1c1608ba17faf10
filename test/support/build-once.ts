import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Builds dist/ once for all tests that start the whole program. */
export function setup(): void {
  const args = [join(import.meta.dirname, '../../scripts/build.ts'), '--with-stand-ins'];
  const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error('The program could not be built; the lines above say why.');
}
