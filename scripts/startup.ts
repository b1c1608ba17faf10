import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, runNode } from './check-step.ts';

const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js');
const ENV = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  NO_COLOR: '1',
};
const TIMES = 3;

/** Milliseconds that the start of a Worker was active, by `wrangler check startup`; the least of several tries. */
async function activeMilliseconds(folder: string, config: string): Promise<number> {
  const found: number[] = [];
  for (let n = 0; n < TIMES; n++) {
    const profile = join(folder, 'start.cpuprofile');
    const { output } = await runNode([WRANGLER, 'check', 'startup', '--config', config, '--outfile', profile], ENV);
    const active = /Active: ([\d.]+) ms/.exec(output)?.[1];
    if (active === undefined) throw new Error(`wrangler printed no figure:\n${output}`);
    found.push(Number(active));
  }
  return Math.min(...found);
}

const folder = mkdtempSync(join(tmpdir(), 'newsdesk-startup-'));
try {
  const empty = join(folder, 'wrangler.json');
  writeFileSync(join(folder, 'empty.js'), 'export default { fetch: () => new Response() };');
  writeFileSync(empty, JSON.stringify({ name: 'empty', main: 'empty.js', compatibility_date: '2026-08-04' }));
  const floor = await activeMilliseconds(folder, empty);
  const own = await activeMilliseconds(folder, join(ROOT, 'wrangler.toml'));
  console.log(
    `Start of the Worker: ${own} ms active, an empty one ${floor} ms (least of ${TIMES}; the plan: at most 60).`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
