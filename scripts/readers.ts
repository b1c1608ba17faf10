import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ImportTermsShape } from '../src/services/readers/import-readers.ts';
import { ROW_STATUSES } from '../src/services/readers/import-readers-row.ts';
import { askForJson, askNewsdesk, refusal } from './ask-newsdesk.ts';
import { fileFromPerson, fromPerson, readArguments, runCommand, showUsage, stopOnInterrupt } from './command.ts';
import { findNewsdesk } from './find-newsdesk.ts';
import { importReaderFiles, undoReaders } from './import-readers.ts';
import { createProgress } from './progress.ts';

const NEW_LINE = 10;

const HELP = `Usage: npm run readers -- import FILE.csv ... --consent-source "WHERE THEY AGREED" [options]
       npm run readers -- undo IMPORT ...
       npm run readers -- export FILE.csv [--force]

import brings readers along from Mailchimp, Ghost, listmonk, Buttondown or a list of your own. Nobody is mailed by it. Who left,
bounced, complained or was erased stays out, and opt-outs in the file are kept. Running it again, also after it was stopped, goes
on where it was and adds nobody twice. undo removes them again, until the first newsletter to any of them.

  --dry-run             say what would come in, line by line where something is wrong, and store nothing
  --consent-source S    where these people agreed to be mailed; needed, and kept as evidence
  --consent-date D      when they agreed, for rows without such a column, for example 2024-05-17
  --language L          en or zh-Hans, for rows that name none (else en)
  --frequency F         instant, daily, weekly or monthly (else weekly)
  --status S            subscribed, unsubscribed or cleaned: what the whole file is, where its columns do not say so
  --tag "NAME=slug"     a tag that means a topic of another name; may stand several times
  --base URL            where Newsdesk runs (else BASE_URL, else this machine)
  --token T             its admin token (else ADMIN_TOKEN)

Columns are found by their names: email (or Email Address), name or first and last name, company, occupation, language, status,
tags, consent_at (OPTIN_TIME, CONFIRM_TIME, created_at ...), consent_source, left_at (UNSUB_TIME ...). Mailchimp's three files
(subscribed, unsubscribed, cleaned) are told apart by their columns; give all three at once, and those who left come first.
Bad rows are listed with the reason, and the exit code is then 1.`;

const { positionals, values } = readArguments(HELP, {
  allowPositionals: true,
  options: {
    'dry-run': { type: 'boolean' },
    'consent-source': { type: 'string' },
    'consent-date': { type: 'string' },
    language: { type: 'string' },
    frequency: { type: 'string' },
    status: { type: 'string' },
    tag: { type: 'string', multiple: true },
    force: { type: 'boolean' },
    base: { type: 'string' },
    token: { type: 'string' },
  },
});

function termsOf() {
  const pairs = (values.tag ?? []).map((pair) => pair.split('='));
  if (pairs.some(({ length }) => length < 2)) throw new Error('--tag: write "NAME=slug".');
  const terms = ImportTermsShape.safeParse({
    consentSource: values['consent-source'],
    consentAt: values['consent-date'],
    locale: values.language,
    frequency: values.frequency,
    tags: Object.fromEntries(pairs.map(([name = '', slug = '']) => [name, slug])),
  });
  if (terms.success) return terms.data;
  throw new Error(terms.error.issues.map(({ message, path }) => `${optionOf(path)}: ${message}`).join(' '));
}

/** The option from which a term was read. */
function optionOf([name]: readonly PropertyKey[]): string {
  const other: Record<string, string> = {
    consentSource: 'consent-source',
    consentAt: 'consent-date',
    locale: 'language',
    tags: 'tag',
  };
  return `--${other[String(name)] ?? String(name)}`;
}

async function runImport(files: readonly string[]): Promise<void> {
  const paths = files.map(fileFromPerson);
  const status = values.status === undefined ? null : ROW_STATUSES.find((known) => known === values.status);
  if (status === undefined) throw new Error('--status: give subscribed, unsubscribed or cleaned.');
  const stop = stopOnInterrupt('this page');
  const run = {
    api: findNewsdesk(place()),
    isDryRun: values['dry-run'] ?? false,
    terms: termsOf(),
    status,
    stop,
    say: console.log,
  };
  const isWhole = await importReaderFiles(paths, run);
  if (stop.aborted) process.exitCode = 130;
  else if (!isWhole) process.exitCode = 1;
}

async function runExport(file: string): Promise<void> {
  const path = fromPerson(file);
  if (existsSync(path) && !values.force) throw new Error(`${file} is there already. --force writes over it.`);
  const api = findNewsdesk(place());
  const { readers } = await askForJson<{ readers: { total: number; isCut: boolean } }>(api, '/api/v1/counters');
  const response = await askNewsdesk(api, '/api/v1/readers.csv');
  if (!response.ok || !response.body) throw await refusal(response);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  // Names and addresses: for the person who asked, and nobody else on this machine.
  const output = createWriteStream(`${path}.partial`, { mode: 0o600 });
  try {
    await pipeline(response.body, countingLines(readers.isCut ? null : readers.total + 1), output, {
      signal: stop.signal,
    });
    renameSync(`${path}.partial`, path);
  } catch (error) {
    rmSync(`${path}.partial`, { force: true });
    if (!stop.signal.aborted) throw error;
    process.exitCode = 130;
    throw new Error('Stopped. Nothing was written.');
  }
  console.log(`Written to ${file}. It holds names and addresses; keep it no longer than you need it.`);
}

/** Hands a CSV on and tells how many of its lines have passed, of about `total`; null: nobody knows how many. */
function countingLines(total: number | null): (source: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array> {
  return async function* count(source) {
    using progress = createProgress('Lines', total);
    for await (const piece of source) {
      progress.step(piece.filter((byte) => byte === NEW_LINE).length);
      yield piece;
    }
  };
}

function place() {
  return { base: values.base, token: values.token };
}

async function main(): Promise<void> {
  const [command, ...rest] = positionals;
  const [what] = rest;
  if (command === 'import' && what !== undefined) return runImport(rest);
  if (command === 'export' && what !== undefined && rest.length === 1) return runExport(what);
  if (command === 'undo' && what !== undefined) {
    const api = findNewsdesk(place());
    for (const id of rest) await undoReaders(id, { api, say: console.log });
    return;
  }
  showUsage(HELP);
}

runCommand(main);
