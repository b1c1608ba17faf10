import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { hostOf } from '../src/domain/feed-host.ts';
import type { FeedDocument } from '../src/domain/feed-item.ts';
import { createFeedSource } from '../src/feeds/feed-source.ts';
import { NO_VALIDATORS } from '../src/feeds/http-cache.ts';
import { readDocument } from '../src/feeds/read-document.ts';
import { createGuardedFetch } from '../src/feeds-fetch-node.ts';
import { fromPerson, readArguments, runCommand, showUsage } from './command.ts';

const USAGE = `Usage: npm run --silent inspect-feed -- FILE|URL [--content-type T] [--base URL]
       npm run --silent inspect-feed -- --batch < LINES

Says what Newsdesk makes of a feed, as JSON. --content-type is what a server would say of the file, --base the address it stands at.
--batch reads one JSON object {path, contentType?, base?} a line and answers each in one line, in order; {error} where it fails.`;
const USER_AGENT = 'Newsdesk-inspect/1.0';

type Job = { path: string; contentType: string | null; base: string | null };

/** The answer for one feed, keys and order as the command promises them. */
function report({ items, language, link, title }: FeedDocument) {
  return {
    feed: { title, link, language },
    articles: items.map((item) => ({
      key: item.key,
      title: item.title,
      url: item.url,
      publishedAt: item.publishedAt,
      updatedAt: item.updatedAt,
      author: item.authors.length > 0 ? item.authors.join(', ') : null,
      summary: item.summary,
      image: item.image?.url ?? null,
      categories: item.categories,
      language: item.language,
    })),
  };
}

function findFile(path: string): string {
  const near = fromPerson(path);
  return existsSync(near) ? near : resolve(path);
}

async function fetchDocument(url: string): Promise<FeedDocument> {
  // Whoever runs this names the address by hand, so their own machine is fair game.
  const own = hostOf(url) ?? '';
  const source = createFeedSource({
    fetch: createGuardedFetch([own]),
    userAgent: USER_AGENT,
    allowedPrivateHosts: [own],
    now: () => new Date(),
  });
  const answer = await source.read({ url, validators: NO_VALIDATORS, timeZone: 'UTC' });
  if (answer.kind === 'document') return answer.document;
  throw new Error(answer.kind === 'failed' ? answer.message : 'The server says the feed is unchanged.');
}

async function inspect({ base, contentType, path }: Job) {
  if (/^https?:\/\//i.test(path)) return report(await fetchDocument(path));
  const bytes = await readFile(findFile(path));
  return report(await readDocument(bytes, contentType, { documentUrl: base, timeZone: 'UTC', now: new Date() }));
}

function messageOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'There is no such file.';
  if (code === 'EISDIR') return 'This is a folder, not a file.';
  return error instanceof Error ? error.message : String(error);
}

function parseLine(line: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(line)) as Record<string, unknown>;
  } catch {
    throw new Error('The line is not JSON.');
  }
}

function readJob(line: string): Job {
  const { base, contentType, path } = parseLine(line);
  if (typeof path !== 'string') throw new Error('The line has no "path".');
  return {
    path,
    contentType: typeof contentType === 'string' ? contentType : null,
    base: typeof base === 'string' ? base : null,
  };
}

/** Writes one line and waits where the reader is slower than we are. */
async function writeLine(value: unknown): Promise<void> {
  if (process.stdout.write(`${JSON.stringify(value)}\n`)) return;
  await new Promise((done) => process.stdout.once('drain', done));
}

async function runBatch(): Promise<void> {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue;
    try {
      await writeLine(await inspect(readJob(line)));
    } catch (error) {
      await writeLine({ error: messageOf(error) });
    }
  }
}

async function runOne(job: Job): Promise<void> {
  try {
    console.log(JSON.stringify(await inspect(job), null, 2));
  } catch (error) {
    console.log(JSON.stringify({ error: messageOf(error) }));
    process.exitCode = 1;
  }
}

async function main(): Promise<void> {
  const options = { batch: { type: 'boolean' }, 'content-type': { type: 'string' }, base: { type: 'string' } } as const;
  const { positionals, values } = readArguments(USAGE, { allowPositionals: true, options }, 1);
  const [path] = positionals;
  if (values.batch) return await runBatch();
  if (path === undefined) return showUsage(USAGE);
  await runOne({ path, contentType: values['content-type'] ?? null, base: values.base ?? null });
}

runCommand(main);
