import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConfig } from '../src/config.ts';
import { ROOT } from './check-step.ts';
import { fileFromPerson, readArguments, runCommand } from './command.ts';
import { readEnvFile } from './env-file.ts';
import { SECRET_NAMES } from './setup-questions.ts';
import { withFolder } from './with-folder.ts';

const HELP = `Usage: npm run deploy -- [--settings .env] [--dry-run] [--location HINT | --jurisdiction eu]

Puts this version on Cloudflare: migrations first, then code, with the settings of .env (npm run setup writes it). Secrets
go as secrets, everything else as plain variables. Without .env, what is set on Cloudflare stays.
The first time it makes the database, near you or where --location says (weur, eeur, apac, oc, wnam, enam); with --jurisdiction eu
all data stays in the European Union. Neither can be changed later.`;

const WRANGLER = join(ROOT, 'node_modules/wrangler/bin/wrangler.js');
/** Means nothing on Cloudflare. */
const NODE_ONLY = /^(PORT|HOST|DATABASE|DATA_DIR|LOG_FILE|TRUSTED_PROXIES|CLOUDFLARE_.*)$/;

const { values } = readArguments(HELP, {
  options: {
    settings: { type: 'string' },
    'dry-run': { type: 'boolean' },
    location: { type: 'string' },
    jurisdiction: { type: 'string' },
  },
});

/** What ends a deployment from outside, and the exit code that tells of it. */
const ENDINGS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
const stop = new AbortController();

/** Lets this process outlive what ends wrangler: the secrets lie in a file that must go, and a person wants to know what holds. */
function outliveSignals(): void {
  for (const [signal, code] of Object.entries(ENDINGS)) {
    process.on(signal, () => {
      process.exitCode = code;
      stop.abort();
    });
  }
}

/** Throws where somebody stopped it, with what then holds. */
function throwIfStopped(what: string): void {
  if (stop.signal.aborted) throw new Error(`\nStopped. ${what}`);
}

/** Runs wrangler with its own output shown; its exit code and what it printed. */
function wrangler(...args: string[]): Promise<{ code: number; output: string }> {
  // A stand-in for tests, which have no account.
  const command = process.env.NEWSDESK_WRANGLER ?? WRANGLER;
  console.log(`\n> wrangler ${args.map((arg) => arg.replace(/^([A-Z_]+):.*/s, '$1:…')).join(' ')}`);
  const child = spawn(process.execPath, [command, ...args], {
    stdio: ['inherit', 'pipe', 'pipe'],
    signal: stop.signal,
    killSignal: 'SIGINT',
  });
  // Its end is told by "close", also where a signal brought it about.
  child.once('error', () => {});
  let output = '';
  for (const [from, to] of [[child.stdout, process.stdout] as const, [child.stderr, process.stderr] as const]) {
    from.on('data', (chunk: Buffer) => {
      output += chunk;
      to.write(chunk);
    });
  }
  return new Promise((done) => child.once('close', (code) => done({ code: code ?? 1, output })));
}

/** Brings the database up to this version, and makes it where there is none yet. Throws where that fails or is stopped. */
async function migrate(): Promise<void> {
  const apply = () => wrangler('d1', 'migrations', 'apply', 'DB', '--remote');
  const first = await apply();
  const isMissing = first.code !== 0 && /Couldn't find a D1 DB/.test(first.output);
  const isDone = first.code === 0 || (isMissing && (await makeDatabase()) && (await apply()).code === 0);
  throwIfStopped(
    'Some migrations may have been applied; the code was not deployed. What ran before runs on. Run the same command again to go on.',
  );
  if (isDone) return;
  throw new Error(
    '\nThe database could not be migrated, so the code was not deployed. What ran before runs on. Where Cloudflare does not know you, run `npx wrangler login` first.',
  );
}

async function makeDatabase(): Promise<boolean> {
  const name = /^database_name = "([^"]+)"/m.exec(readFileSync(join(ROOT, 'wrangler.toml'), 'utf8'))?.[1] ?? 'newsdesk';
  const place = (['location', 'jurisdiction'] as const).flatMap((option) => {
    const value = values[option];
    return value === undefined ? [] : [`--${option}`, value];
  });
  const { code } = await wrangler('d1', 'create', name, ...place);
  if (code === 0) console.log('Nothing needs adding to wrangler.toml: the database is found by its name.');
  return code === 0;
}

/** Arguments that carry the settings; the secrets stand in `file`. */
function settingArguments(settings: Record<string, string>, file: string): string[] {
  if (Object.keys(settings).length === 0) return ['--keep-vars'];
  const isSecret = ([name]: [string, string]) => SECRET_NAMES.has(name);
  const carried = Object.entries(settings).filter(([name]) => !NODE_ONLY.test(name));
  writeFileSync(file, JSON.stringify(Object.fromEntries(carried.filter(isSecret))), { mode: 0o600 });
  const plain = carried.filter((entry) => !isSecret(entry));
  return ['--secrets-file', file, ...plain.flatMap(([name, value]) => ['--var', `${name}:${value}`])];
}

async function deploy(): Promise<void> {
  const file = values.settings === undefined ? resolve('.env') : fileFromPerson(values.settings);
  const settings = readEnvFile(file);
  if (Object.keys(settings).length > 0) readConfig(settings);
  outliveSignals();
  await withFolder(async (folder) => {
    const args = settingArguments(settings, join(folder, 'secrets.json'));
    if (values['dry-run']) {
      const { code } = await wrangler('deploy', '--dry-run', ...args);
      throwIfStopped('This was a dry run: nothing was deployed.');
      process.exitCode = code;
      return;
    }
    await migrate();
    const { code } = await wrangler('deploy', ...args);
    throwIfStopped(
      'The code may have been deployed or not. Either gets along with the database, which has the new schema already. Run the same command again to be sure.',
    );
    if (code !== 0)
      throw new Error(
        '\nThe code was not deployed. What ran before runs on; it gets along with the database, which has the new schema already.',
      );
    console.log('\nDeployed. Next: npm run doctor -- --base URL --token ADMIN_TOKEN');
  });
}

runCommand(deploy);
