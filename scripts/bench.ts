import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { readOptions } from '../bench/options.ts';
import { buildAll, UNUSED_MODULES } from './build.ts';
import { ROOT } from './check-step.ts';
import { runCommand } from './command.ts';
import { withFolder } from './with-folder.ts';

/**
 * Bundles bench/ as the program itself is bundled, into a folder of its own under dist/, and runs it there with the
 * arguments given. The figures go to stdout, one JSON line each; everything else to stderr.
 */
async function main(): Promise<void> {
  // What is wrong with it is told before anything is built.
  readOptions();
  // Until the bench itself runs and hears the signal.
  const leave = () => process.exit(130);
  process.once('SIGINT', leave);
  console.error('Building. This takes some seconds.');
  await buildAll({ withStandIns: false });
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  await withFolder(
    async (folder) => {
      await bundle(folder);
      process.off('SIGINT', leave);
      process.exitCode = await run(join(folder, 'main.js'));
    },
    join(ROOT, 'dist'),
  );
}

async function bundle(outdir: string): Promise<void> {
  await build({
    entryPoints: readdirSync(join(ROOT, 'bench'))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(ROOT, 'bench', name)),
    outdir,
    absWorkingDir: ROOT,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    splitting: true,
    logLevel: 'warning',
    sourcemap: 'linked',
    // As in the program itself everything else is in the bundle; these are tools that only benches use.
    external: ['wrangler', '@cloudflare/vitest-plugin', 'mjml', 'esbuild'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    alias: Object.fromEntries(UNUSED_MODULES.map((name) => [name, join(ROOT, 'src/stubs/unused.cjs')])),
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
  });
}

function run(entry: string): Promise<number> {
  const child = spawn(process.execPath, ['--enable-source-maps', entry, ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.once('SIGINT', pass);
  process.once('SIGTERM', pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

runCommand(main);
