import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** What the local stand-ins tell once they listen. */
export type StandIns = {
  child: ChildProcess;
  slackApiUrl: string;
  resendBaseUrl: string;
  feedUrl: string;
  fileUrl: string | null;
  slackPageUrl: string;
  mailboxUrl: string;
  channels: { news: string; review: string };
};

/** Starts the stand-ins as a child that ends with this process. Rejects with what it printed when it cannot start. */
export function startStandIns(env: Record<string, string>): Promise<StandIns> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../dist/dev.js')], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => {
      // Sent by dev/main.ts of this same build.
      const ready = message as Omit<StandIns, 'child'>;
      resolve({ ...ready, fileUrl: ready.fileUrl ?? null, child });
    });
    child.once('exit', (code) => reject(new Error(`The local stand-ins ended at once (exit code ${code}).`)));
  });
}
