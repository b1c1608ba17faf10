import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, runNode } from './check-step.ts';
import { endOnInterrupt, readArguments, runCommand } from './command.ts';
import { createProgress, type Progress } from './progress.ts';
import { withFolder } from './with-folder.ts';

readArguments(
  `Usage: npm run startup

Says how many milliseconds the Worker's start is active, by \`wrangler check startup\`, beside an empty Worker's.`,
  {},
);

const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js');
const ENV = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  NO_COLOR: '1',
};
const TIMES = 3;

/** Milliseconds that the start of a Worker was active, by `wrangler check startup`; the least of several tries. */
async function activeMilliseconds(folder: string, config: string, progress: Progress): Promise<number> {
  const found: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    const profile = join(folder, 'start.cpuprofile');
    const { output } = await runNode([WRANGLER, 'check', 'startup', '--config', config, '--outfile', profile], ENV);
    const active = /Active: ([\d.]+) ms/.exec(output)?.[1];
    if (active === undefined) throw new Error(`wrangler printed no figure:\n${output}`);
    found.push(Number(active));
    progress.step(1);
  }
  return Math.min(...found);
}

/** Of our Worker, and of one that is empty. */
async function measure(folder: string): Promise<{ own: number; floor: number }> {
  using progress = createProgress('Starts', 2 * TIMES);
  const empty = join(folder, 'wrangler.json');
  writeFileSync(join(folder, 'empty.js'), 'export default { fetch: () => new Response() };');
  writeFileSync(empty, JSON.stringify({ name: 'empty', main: 'empty.js', compatibility_date: '2026-08-04' }));
  const floor = await activeMilliseconds(folder, empty, progress);
  return { floor, own: await activeMilliseconds(folder, join(ROOT, 'wrangler.toml'), progress) };
}

async function main(): Promise<void> {
  endOnInterrupt(() => 'Stopped. Nothing was measured to its end.');
  const { floor, own } = await withFolder(measure);
  console.log(
    `Start of the Worker: ${own} ms active, an empty one ${floor} ms (least of ${TIMES}; the plan: at most 60).`,
  );
}

runCommand(main);
