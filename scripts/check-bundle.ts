import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Finding, ROOT, runNode } from './check-step.ts';
import { withFolder } from './with-folder.ts';

const MAX_KIB = 500;
const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js');

/** Bundles the Worker as a deployment would and weighs what would be uploaded, gzipped. */
export function checkBundle(): Promise<Finding> {
  return withFolder(async (folder) => {
    const outdir = join(folder, 'out');
    const { code, output } = await runNode([WRANGLER, 'deploy', '--dry-run', '--outdir', outdir], {
      WRANGLER_SEND_METRICS: 'false',
      WRANGLER_HIDE_BANNER: 'true',
      WRANGLER_LOG_PATH: join(folder, 'log'),
      CLOUDFLARE_CF_FETCH_ENABLED: 'false',
      NO_COLOR: '1',
    });
    if (code !== 0) return { report: output || `wrangler ended with ${code}.` };
    return weigh(gzippedBytes(outdir) / 1024);
  });
}

function weigh(kib: number): Finding {
  const note = `${kib.toFixed(1)} KiB gzipped, at most ${MAX_KIB}`;
  return { note, report: kib > 0 && kib <= MAX_KIB ? '' : `The Worker's bundle: ${note}.` };
}

/** As wrangler weighs an upload: all modules as one. The README and source maps beside them are not uploaded as code. */
function gzippedBytes(outdir: string): number {
  const modules = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  return gzipSync(Buffer.concat(modules.map((name) => readFileSync(join(outdir, name))))).length;
}
