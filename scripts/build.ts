import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, stop } from 'esbuild';
import { readArguments, runCommand } from './command.ts';

const ROOT = join(import.meta.dirname, '..');
const UNUSED = join(ROOT, 'src/stubs/unused.cjs');

/**
 * Modules that packages load and that never run here: Bolt's own servers and installer, Resend's reading of received mail, the parser of
 * style attributes (none is allowed) and the writing of XML. scripts/build-worker.ts leaves out more.
 */
export const UNUSED_MODULES = [
  'express',
  '@slack/oauth',
  '@slack/socket-mode',
  'raw-body',
  'postal-mime',
  'postcss',
  'xmlbuilder',
];

/** Commands that an image without packages carries beside the program. */
const TOOLS = { backup: 'scripts/backup.ts', restore: 'scripts/restore.ts', doctor: 'scripts/doctor.ts' };

/**
 * Compiles the mails, then bundles the program into dist/: for development with its local stand-ins, for an image with the
 * commands that look after it.
 */
export async function buildAll(parts: { withStandIns: boolean; withTools?: boolean }): Promise<void> {
  const emails = spawnSync(process.execPath, [join(ROOT, 'scripts/build-emails.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (emails.status !== 0) throw new Error('The mails could not be compiled; the lines above say where.');
  const shared = {
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    outdir: join(ROOT, 'dist'),
    sourcemap: 'linked',
    logLevel: 'warning',
    absWorkingDir: ROOT,
  } as const;
  await Promise.all([
    bundle({
      ...shared,
      entryPoints: { server: 'src/server.ts', ...(parts.withTools ? TOOLS : {}) },
      alias: Object.fromEntries(UNUSED_MODULES.map((name) => [name, UNUSED])),
      jsx: 'automatic',
      jsxImportSource: 'hono/jsx',
      // CommonJS packages inside an ES module still ask for Node's own modules by require().
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    }),
    ...(parts.withStandIns ? [bundle({ ...shared, entryPoints: { dev: 'dev/main.ts' }, packages: 'external' })] : []),
  ]);
  // esbuild's own process would stay beside the program, with some 200 MB.
  await stop();
}

/** Bundles, and puts each file in its place in one step: another start may be reading the old one. */
async function bundle(options: BuildOptions): Promise<void> {
  const { outputFiles = [] } = await build({ ...options, write: false });
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  for (const { path, contents } of outputFiles) {
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  }
}

async function main(): Promise<void> {
  const { values } = readArguments(
    `Usage: npm run build -- [--with-tools] [--with-stand-ins]

Compiles the mails and bundles the program to dist/server.js, which needs migrations/ and no package.

  --with-tools      also dist/backup.js, dist/restore.js and dist/doctor.js, for a machine without node_modules
  --with-stand-ins  also dist/dev.js, the local Slack, mailbox and feed`,
    { options: { 'with-tools': { type: 'boolean' }, 'with-stand-ins': { type: 'boolean' } } },
  );
  console.log('Building. This takes some seconds.');
  await buildAll({ withStandIns: values['with-stand-ins'] ?? false, withTools: values['with-tools'] ?? false });
  console.log('Built. Start it with: node dist/server.js');
}

if (import.meta.main) runCommand(main);
