import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** Takes the settings of .env, where there is one, into the environment; what is set there already stands. */
export function loadSettings(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/** The variables of a .env file; none where there is no file. */
export function readEnvFile(path: string): Record<string, string> {
  if (!existsSync(path)) return {};
  const read = parseEnv(readFileSync(path, 'utf8'));
  return Object.fromEntries(Object.entries(read).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** Sets variables in a .env file that only its owner may read; other lines and comments stay as they are. */
export function writeEnvFile(path: string, values: Readonly<Record<string, string>>): void {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
  const left = new Map(Object.entries(values));
  const kept = lines.map((line) => {
    const name = /^\s*(?:export\s+)?([A-Z0-9_]+)\s*=/.exec(line)?.[1];
    const value = name === undefined ? undefined : left.get(name);
    if (name === undefined || value === undefined) return line;
    left.delete(name);
    return assignment(name, value);
  });
  const added = [...left].map(([name, value]) => assignment(name, value));
  writeFileSync(path, `${[...kept, ...added].join('\n').replace(/^\n+/, '')}\n`, { mode: 0o600 });
  // One that was there before may be open to others.
  chmodSync(path, 0o600);
}

/**
 * Bare where every reader takes a bare value as it stands: Node, systemd and Docker, which would hand quotes on as a part of it.
 * Throws for a value that no quoting can hold.
 */
function assignment(name: string, value: string): string {
  if (/^[^"'`\s#\\][^#\\\r\n]*$/.test(value) && value.trim() === value) return `${name}=${value}`;
  const mark = ['"', "'", '`'].find((one) => !value.includes(one));
  if (!mark || /[\r\n]/.test(value))
    throw new Error(`${name} cannot be written to .env: use one line and one kind of quotes.`);
  return `${name}=${mark}${value}${mark}`;
}
