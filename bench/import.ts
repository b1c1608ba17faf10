import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFolder } from '../scripts/with-folder.ts';
import { round, tell } from './figures.ts';
import { ended, freeBase, startServer, untilAnswering } from './load.ts';
import { openNewsroom } from './newsroom.ts';
import type { BenchOptions } from './options.ts';

const DEFAULT_READERS = 100_000;
const TOKEN = 'bench-token-of-an-import-0001';

/**
 * A list of readers (`--recipients`, 100,000 unless told) as a person brings it along: by `npm run readers` into the program as
 * `npm start` runs it. How long a dry run, the import, its export and its undo take, and how much memory the program needs.
 */
export async function benchImport(options: BenchOptions): Promise<Record<string, unknown>> {
  const readers = options.recipients ?? DEFAULT_READERS;
  return withFolder(async (folder) => {
    const database = join(folder, 'newsdesk.db');
    const db = await openNewsroom(database);
    const list = join(folder, 'readers.csv');
    await writeList(list, readers);
    const base = await freeBase();
    const server = startServer(base, { DATABASE: database, LOG_FILE: join(folder, 'log'), ADMIN_TOKEN: TOKEN });
    const count = async () => {
      const { results } = await db.prepare(`SELECT COUNT(*) AS n FROM subscriber WHERE state = 'active'`).all();
      return Number(results[0]?.n);
    };
    try {
      await untilAnswering(base, '/subscribe');
      const source = ['--consent-source', 'A fair'];
      const dryRun = await timed(base, ['import', list, ...source, '--dry-run']);
      const taken = await timed(base, ['import', list, ...source]);
      if ((await count()) !== readers) throw new Error('Not every reader came in.');
      const exported = await timed(base, ['export', join(folder, 'out.csv')]);
      const undone = await timed(base, ['undo', /undo (\S+)/.exec(taken.said)?.[1] ?? '']);
      if ((await count()) !== 0) throw new Error('Not every reader was taken back.');
      return {
        readers,
        seconds: taken.seconds,
        readersPerSecond: Math.round(readers / taken.seconds),
        dryRunSeconds: dryRun.seconds,
        exportSeconds: exported.seconds,
        undoSeconds: undone.seconds,
        peakRssMb: peakRssMb(server.pid ?? 0),
      };
    } finally {
      await ended(server);
      db.close();
    }
  });
}

/** A list as Mailchimp writes one, every row with all that is taken from it. */
async function writeList(path: string, readers: number): Promise<void> {
  const file = createWriteStream(path);
  file.write('Email Address,First Name,Last Name,Company,Occupation,TAGS,CONFIRM_TIME\n');
  for (let n = 0; n < readers; n += 1)
    file.write(
      `reader${n}@example${n % 500}.org,Ana,"Li, ${n}",Company ${n % 999},Journalist,"""News""",2023-05-17 10:00:00\n`,
    );
  await new Promise<void>((resolve, reject) => file.end((error?: Error | null) => (error ? reject(error) : resolve())));
}

/** Runs the command of a person. Throws with what it said where it fails. */
async function timed(base: string, args: readonly string[]): Promise<{ seconds: number; said: string }> {
  const from = performance.now();
  const child = spawn(process.execPath, ['scripts/readers.ts', ...args, '--base', base, '--token', TOKEN], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (piece) => {
    said += piece;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  const seconds = round((performance.now() - from) / 1000, 1);
  if (code !== 0) throw new Error(`readers ${args[0]} ended with ${code}. ${said}`);
  tell(`${args[0]}${args.includes('--dry-run') ? ', dry run' : ''}: ${seconds} s`);
  return { seconds, said };
}

/** The most memory a program held, as Linux tells (proc(5)); elsewhere null. */
function peakRssMb(pid: number): number | null {
  const path = `/proc/${pid}/status`;
  const most = existsSync(path) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(path, 'utf8'))?.[1] : undefined;
  return most === undefined ? null : Math.round(Number(most) / 1024);
}
