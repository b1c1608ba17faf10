import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { listAllFeeds } from './feeds-api.ts';
import { findNewsdesk } from './find-newsdesk.ts';
import { importFeeds } from './import-feeds.ts';
import { readOpml } from './read-opml.ts';
import { writeOpml } from './write-opml.ts';

const USAGE = `Usage: npm run feeds -- import FILE.opml [--channel C…] [--dry-run] [--base URL] [--token T]
       npm run feeds -- export FILE.opml [--base URL] [--token T]
       npm run --silent feeds -- export > FILE.opml`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: 'string' },
    token: { type: 'string' },
    channel: { type: 'string' },
    'dry-run': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  },
});

/** npm runs scripts in the package's folder; INIT_CWD is where the person stood. */
function fromPerson(path: string): string {
  return resolve(process.env.INIT_CWD ?? '.', path);
}

async function runImport(file: string): Promise<void> {
  const path = fromPerson(file);
  if (!existsSync(path)) throw new Error(`There is no file ${file}.`);
  const feeds = readOpml(readFileSync(path));
  if (feeds.length === 0) throw new Error(`${file} lists no feed.`);
  const isDryRun = values['dry-run'] ?? false;
  const stop = new AbortController();
  const options = {
    api: findNewsdesk({ base: values.base, token: values.token }),
    channel: values.channel ?? null,
    isDryRun,
    say: console.log,
    stop: stop.signal,
  };
  process.once('SIGINT', () => {
    console.error('Stopping behind the feeds that are under way.');
    process.exitCode = 130;
    stop.abort();
  });
  if ((await importFeeds(feeds, options)) > 0) process.exitCode = 1;
}

async function runExport(file: string | undefined): Promise<void> {
  const feeds = await listAllFeeds(findNewsdesk({ base: values.base, token: values.token }));
  const opml = writeOpml('Feeds of this newsroom', feeds);
  if (file === undefined) {
    process.stdout.write(opml);
    return;
  }
  writeFileSync(fromPerson(file), opml);
  console.log(`${feeds.length} feeds are in ${file}.`);
}

async function main(): Promise<void> {
  const [command, file] = positionals;
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (command === 'import' && file !== undefined) return runImport(file);
  if (command === 'export') return runExport(file);
  console.error(USAGE);
  process.exitCode = 2;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
