import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig } from '../src/config.ts';
import { fromPerson, readArguments, runCommand } from './command.ts';
import { readEnvFile } from './env-file.ts';
import { SECRET_NAMES } from './setup-questions.ts';

const HELP = `Usage: npm run deploy -- [--settings .env] [--dry-run]

Puts this version on Cloudflare: migrations first, then code, with the settings of .env (npm run setup writes it). Secrets
go as secrets, everything else as plain variables. Without .env, what is set on Cloudflare stays.
The first time the database does not exist yet: it is made with the code, which answers 503 until it is migrated.`;

const WRANGLER = resolve(import.meta.dirname, '../node_modules/wrangler/bin/wrangler.js');
/** Means nothing on Cloudflare. */
const NODE_ONLY = /^(PORT|HOST|DATABASE|DATA_DIR|LOG_FILE|TRUSTED_PROXIES|CLOUDFLARE_.*)$/;

const { values } = readArguments(HELP, {
  options: { settings: { type: 'string' }, 'dry-run': { type: 'boolean' } },
});

/** Runs wrangler with its own output shown; its exit code. */
function wrangler(...args: string[]): Promise<number> {
  // A stand-in for tests, which have no account.
  const command = process.env.NEWSDESK_WRANGLER ?? WRANGLER;
  console.log(`\n> wrangler ${args.map((arg) => arg.replace(/^([A-Z_]+):.*/s, '$1:…')).join(' ')}`);
  const child = spawn(process.execPath, [command, ...args], { stdio: 'inherit' });
  return new Promise((done) => child.once('exit', (code) => done(code ?? 1)));
}

function migrate(): Promise<number> {
  return wrangler('d1', 'migrations', 'apply', 'DB', '--remote');
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
  const settings = readEnvFile(fromPerson(values.settings ?? '.env'));
  if (Object.keys(settings).length > 0) readConfig(settings);
  const folder = mkdtempSync(join(tmpdir(), 'newsdesk-deploy-'));
  try {
    const args = settingArguments(settings, join(folder, 'secrets.json'));
    if (values['dry-run']) {
      process.exitCode = await wrangler('deploy', '--dry-run', ...args);
      return;
    }
    const isMigrated = (await migrate()) === 0;
    if (!isMigrated)
      console.log('The database could not be migrated; where it does not exist yet, the code brings it.');
    if ((await wrangler('deploy', ...args)) !== 0)
      throw new Error('The code was not deployed. What ran before runs on.');
    if (!isMigrated && (await migrate()) !== 0) {
      throw new Error('The code is deployed and answers 503: the database is not migrated. Run npm run deploy again.');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log('\nDeployed. Next: npm run doctor -- --base URL --token ADMIN_TOKEN');
}

async function main(): Promise<void> {
  await deploy();
}

runCommand(main);
