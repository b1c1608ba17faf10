import { readFileSync, writeFileSync } from 'node:fs';
import { fileFromPerson, fromPerson, readArguments, runCommand, showUsage, stopOnInterrupt } from './command.ts';
import { listAllFeeds } from './feeds-api.ts';
import { findNewsdesk } from './find-newsdesk.ts';
import { importFeeds } from './import-feeds.ts';
import { readOpml } from './read-opml.ts';
import { writeOpml } from './write-opml.ts';

const USAGE = `Usage: npm run feeds -- import FILE.opml [options]
       npm run feeds -- export FILE.opml [options]
       npm run --silent feeds -- export > FILE.opml

import adds every feed of a list, as feed readers export it. What a feed holds already becomes a silent baseline: nothing is
announced or mailed. A feed that fails is named, and the exit code is then 1. Running it again adds none twice. export writes
such a list, over a file of that name.

  --channel C   id of the Slack channel that announces what the feeds bring from then on, for example C0123456789
  --dry-run     say what would be added, and add nothing
  --base URL    where Newsdesk runs (else BASE_URL, else this machine)
  --token T     its admin token (else ADMIN_TOKEN)`;

const OPTIONS = {
  base: { type: 'string' },
  token: { type: 'string' },
  channel: { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const;

const { positionals, values } = readArguments(USAGE, { allowPositionals: true, options: OPTIONS }, 2);

async function runImport(file: string): Promise<void> {
  const feeds = readOpml(readFileSync(fileFromPerson(file)));
  if (feeds.length === 0) throw new Error(`${file} lists no feed.`);
  const stop = stopOnInterrupt('the feeds that are under way');
  const options = {
    api: findNewsdesk({ base: values.base, token: values.token }),
    channel: values.channel ?? null,
    isDryRun: values['dry-run'] ?? false,
    say: console.log,
    stop,
  };
  const failed = await importFeeds(feeds, options);
  if (stop.aborted) process.exitCode = 130;
  else if (failed > 0) process.exitCode = 1;
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
  if (command === 'import' && file !== undefined) return runImport(file);
  if (command === 'export') return runExport(file);
  showUsage(USAGE);
}

runCommand(main);
