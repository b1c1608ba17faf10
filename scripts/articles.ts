import { readFileSync } from 'node:fs';
import { fileFromPerson, readArguments, runCommand, showUsage, stopOnInterrupt } from './command.ts';
import { findNewsdesk } from './find-newsdesk.ts';
import { type ImportRun, importRows } from './import-rows.ts';
import { readCsv } from './read-csv.ts';
import { readSitemap } from './read-sitemap.ts';

const HELP = `Usage: npm run articles -- import FILE.csv|SITEMAP_URL [options]

Takes over the articles of an older site: with their original dates and old paths, never announced in Slack and never
mailed. Running it again adds nothing twice: an article is known by its address or old path.

  --dry-run     say what would come in, and store nothing
  --base URL    where Newsdesk runs (else BASE_URL, else this machine)
  --token T     its admin token (else ADMIN_TOKEN)
  --zone Z      zone of dates that name none, for example Asia/Shanghai (else TIME_ZONE, else UTC)
  --encoding E  of a CSV file that is no UTF-8, for example gb18030 (else guessed; a short file is easily guessed wrong)
  --kind K      kind of articles that name none (else press_release)
  --only PATH   of a sitemap, only pages whose path begins so, for example /news/

A CSV file has the names of its columns in the first line:
  title         headline; needed
  url           where the article stands; its text is read there. url or path is needed
  path          its old path, for example /news/2019/results.html: readers who ask for it are sent to the article
  published_at  original date; needed
  language      en, zh-Hans ...
  kind          press_release, coverage, event, science, results ...
  extract       a few sentences; else the beginning of the body
  body          the whole text, plain or simple HTML
  image         address of the picture
  outlet        name of the publication, for press coverage

Of a sitemap each page is read once for headline, date, extract and picture. Pages without headline or date are refused.
Rows that are refused are listed with the reason, and the exit code is then 1.`;

const OPTIONS = {
  'dry-run': { type: 'boolean' },
  base: { type: 'string' },
  token: { type: 'string' },
  zone: { type: 'string' },
  kind: { type: 'string' },
  encoding: { type: 'string' },
  only: { type: 'string' },
} as const;

const { positionals, values } = readArguments(HELP, { allowPositionals: true, options: OPTIONS }, 2);

async function runImport(source: string): Promise<void> {
  const api = findNewsdesk({ base: values.base, token: values.token });
  const kind = values.kind ?? 'press_release';
  const timeZone = values.zone ?? (process.env.TIME_ZONE || 'UTC');
  const stop = stopOnInterrupt('this batch');
  const run: ImportRun = { api, isDryRun: values['dry-run'] ?? false, kind, timeZone, stop, say: console.log };
  const found = /^https?:\/\//i.test(source)
    ? { sitemap: source, pages: await readSitemap(source, values.only ?? null, stop) }
    : readCsv(readFileSync(fileFromPerson(source)), {
        timeZone,
        now: new Date(),
        kind,
        encoding: values.encoding ?? null,
      });
  // Of a sitemap only a part is known then.
  if (stop.aborted) console.log('Stopped before the first article. Nothing was stored.');
  else if ((await importRows(found, run)) > 0) process.exitCode = 1;
  if (stop.aborted) process.exitCode = 130;
}

async function main(): Promise<void> {
  const [command, source] = positionals;
  if (command === 'import' && source !== undefined) return runImport(source);
  showUsage(HELP);
}

runCommand(main);
