import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import { type BuildResult, build, type Plugin, transform } from 'esbuild';
import { UNUSED_MODULES } from './build.ts';

const ROOT = join(import.meta.dirname, '..');
const UNUSED = join(ROOT, 'src/stubs/unused.cjs');

/** Parts of packages that load with them and that nothing in the Worker runs, each by its file. */
const UNUSED_PARTS: readonly RegExp[] = [
  // Ways into Bolt other than ours (src/slack/receiver.ts), and its assistants.
  /@slack\/bolt\/dist\/(?:receivers\/(?:AwsLambdaReceiver|ExpressReceiver|HTTPReceiver|HTTPModuleFunctions|HTTPResponseAck|SocketMode\w+|custom-routes)|Assistant\w*)\.js$/,
  // Files are sent to nobody, and no text is streamed.
  /@slack\/web-api\/dist\/(?:file-upload|chat-stream)\.js$/,
  // Drawing in a browser; pages are made on the server.
  /hono\/dist\/jsx\/dom\/(?:components|render|jsx-runtime|jsx-dev-runtime|hooks\/index|intrinsic-element\/components)\.js$/,
  // Named characters for writing HTML; only reading names them.
  /entities\/dist\/generated\/encode-html\.js$/,
  // Feeds out are written, never read, with this one.
  /xml-js\/lib\/(?:xml2js|xml2json)\.js$/,
];

const unusedParts: Plugin = {
  name: 'unused-parts',
  setup({ onResolve }) {
    onResolve({ filter: /^\.{1,2}\// }, ({ path, resolveDir }) => {
      const file = `${join(resolveDir, path).replace(/\.js$/, '')}.js`;
      return UNUSED_PARTS.some((part) => part.test(file)) ? { path: UNUSED } : undefined;
    });
  },
};

const BUILT_IN = new RegExp(`^(?:node:)?(?:${builtinModules.filter((name) => !name.includes(':')).join('|')})$`);

/** Node's own modules are the platform's; where a package asks by require(), a module that imports stands in. */
const builtIns: Plugin = {
  name: 'node-built-ins',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: BUILT_IN }, ({ kind, path }) => {
      const name = path.startsWith('node:') ? path : `node:${path}`;
      return kind === 'require-call' ? { path: name, namespace: 'required' } : { path: name, external: true };
    });
    onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: `import all from '${path}'; module.exports = all;`,
      loader: 'js',
    }));
  },
};

/** Of a package's description only its name and version are asked for. */
const shortDescriptions: Plugin = {
  name: 'short-descriptions',
  setup({ onLoad }) {
    onLoad({ filter: /\/node_modules\/.*\/package\.json$/ }, ({ path }) => {
      const { name, version } = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
      return { contents: JSON.stringify({ name, version }), loader: 'json' };
    });
  },
};

/** Takes the indentation out of SQL, styles and scripts written as text. */
const flatText: Plugin = {
  name: 'flat-text',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/(?:db\/.*|http\/.*(?:style|css|script)[\w-]*)\.ts$/ }, async ({ path }) => {
      const options = { loader: 'ts', format: 'esm', target: 'es2024', minifyWhitespace: true } as const;
      const { code } = await transform(readFileSync(path, 'utf8'), options);
      // In code without white space, only text has lines that begin with blanks.
      return { contents: code.replaceAll(/\n +/g, '\n'), loader: 'js' };
    });
  },
};

/** Bundles the Worker in memory, as a deployment uploads it: `worker.js`, and a file for each part that is loaded late. */
export function bundleWorker(): Promise<BuildResult<{ write: false; metafile: true }>> {
  return build({
    entryPoints: { worker: 'src/worker.ts' },
    absWorkingDir: ROOT,
    outdir: join(ROOT, 'dist/worker'),
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
    platform: 'browser',
    mainFields: ['browser', 'module', 'main'],
    conditions: ['workerd', 'worker', 'browser'],
    define: { 'process.env.NODE_ENV': '"production"' },
    // Dates in forms are no business of a cleaner of HTML.
    alias: Object.fromEntries([...UNUSED_MODULES, 'dayjs'].map((name) => [name, UNUSED])),
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    plugins: [builtIns, unusedParts, shortDescriptions, flatText],
    logLevel: 'warning',
  });
}

/** Compiles the mails and writes dist/worker/: new files first, `worker.js` after what it imports, leftovers last. */
async function buildWorker(): Promise<void> {
  const emails = spawnSync(process.execPath, [join(ROOT, 'scripts/build-emails.ts')], { stdio: 'inherit' });
  if (emails.status !== 0) throw new Error('The mails could not be compiled; the lines above say where.');
  const { outputFiles } = await bundleWorker();
  const folder = join(ROOT, 'dist/worker');
  mkdirSync(folder, { recursive: true });
  const isEntry = (path: string) => basename(path) === 'worker.js';
  for (const { contents, path } of outputFiles.toSorted((a, b) => Number(isEntry(a.path)) - Number(isEntry(b.path)))) {
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
  }
  const written = new Set(outputFiles.map(({ path }) => basename(path)));
  for (const name of readdirSync(folder)) if (!written.has(name)) rmSync(join(folder, name), { force: true });
}

if (import.meta.main) await buildWorker();
