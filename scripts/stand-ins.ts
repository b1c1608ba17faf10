import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Ready } from '../dev/main.ts';

/** The running stand-ins, and what they told once they listened. */
export type StandIns = Ready & { child: ChildProcess };

/** Starts the stand-ins as a child that ends with this process. Rejects with what it printed when it cannot start. */
export function startStandIns(env: Record<string, string>): Promise<StandIns> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../dist/dev.js')], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => {
      // Sent by dev/main.ts of this same build.
      resolve({ ...(message as Ready), child });
    });
    child.once('exit', (code) => reject(new Error(`The local stand-ins ended at once (exit code ${code}).`)));
  });
}
