import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config.ts';
import { ROOT } from './check-step.ts';
import { fromPerson, readArguments, runCommand } from './command.ts';
import { readEnvFile } from './env-file.ts';
import { SECRET_NAMES } from './setup-questions.ts';

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

/** Runs wrangler with its own output shown; its exit code and what it printed. */
function wrangler(...args: string[]): Promise<{ code: number; output: string }> {
  // A stand-in for tests, which have no account.
  const command = process.env.NEWSDESK_WRANGLER ?? WRANGLER;
  console.log(`\n> wrangler ${args.map((arg) => arg.replace(/^([A-Z_]+):.*/s, '$1:…')).join(' ')}`);
  const child = spawn(process.execPath, [command, ...args], { stdio: ['inherit', 'pipe', 'pipe'] });
  let output = '';
  for (const [from, to] of [[child.stdout, process.stdout] as const, [child.stderr, process.stderr] as const]) {
    from.on('data', (chunk: Buffer) => {
      output += chunk;
      to.write(chunk);
    });
  }
  return new Promise((done) => child.once('close', (code) => done({ code: code ?? 1, output })));
}

/** Brings the database up to this version, and makes it where there is none yet. Throws where that fails. */
async function migrate(): Promise<void> {
  const apply = () => wrangler('d1', 'migrations', 'apply', 'DB', '--remote');
  const first = await apply();
  if (first.code === 0) return;
  const isMissing = /Couldn't find a D1 DB/.test(first.output);
  if (isMissing && (await makeDatabase()) && (await apply()).code === 0) return;
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
  const settings = readEnvFile(fromPerson(values.settings ?? '.env'));
  if (Object.keys(settings).length > 0) readConfig(settings);
  const folder = mkdtempSync(join(tmpdir(), 'newsdesk-deploy-'));
  try {
    const args = settingArguments(settings, join(folder, 'secrets.json'));
    if (values['dry-run']) {
      process.exitCode = (await wrangler('deploy', '--dry-run', ...args)).code;
      return;
    }
    await migrate();
    if ((await wrangler('deploy', ...args)).code !== 0)
      throw new Error(
        '\nThe code was not deployed. What ran before runs on; it gets along with the database, which has the new schema already.',
      );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log('\nDeployed. Next: npm run doctor -- --base URL --token ADMIN_TOKEN');
}

async function main(): Promise<void> {
  await deploy();
}

runCommand(main);
