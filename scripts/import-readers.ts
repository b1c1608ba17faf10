import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { createCsvReader, delimiterOf } from '../src/domain/csv.ts';
import type { ImportTerms, Judged, ToldRow } from '../src/services/readers/import-readers.ts';
import { type Columns, rowOf } from '../src/services/readers/import-readers-columns.ts';
import type { ReaderRow } from '../src/services/readers/import-readers-row.ts';
import { askPatiently, type NewsdeskApi } from './ask-newsdesk.ts';
import { createProgress } from './progress.ts';
import { headerOf, inSafeOrder } from './reader-files.ts';

export type ReadersRun = {
  api: NewsdeskApi;
  isDryRun: boolean;
  terms: ImportTerms;
  /** What the whole file is, whatever its columns say; null: as its rows say. */
  status: ReaderRow['status'] | null;
  /** Aborted: end after the page that is under way. */
  stop: AbortSignal;
  say: (line: string) => void;
};

type ImportAnswer = {
  id: string;
  state: string;
  lineDone: number;
  newCount: number;
  knownCount: number;
  refusedCount: number;
  badCount: number;
  optOutCount: number;
  bounceCount: number;
};

const PAGE = 1_000;
const MOST_TOLD = 200;

/** The rows of a CSV file, read piece by piece. Throws with a sentence where the file as a whole cannot be read. */
export async function* rowsOfFile(path: string): AsyncGenerator<ReaderRow & { bytes: number }> {
  let columns: Columns | null = null;
  let reader: ReturnType<typeof createCsvReader> | null = null;
  let bytes = 0;
  for await (const piece of createReadStream(path, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
    bytes += Buffer.byteLength(String(piece));
    reader ??= createCsvReader(delimiterOf(String(piece).split(/\r?\n/, 1)[0] ?? ''));
    for (const record of reader.push(String(piece))) {
      if (columns) yield { ...rowOf(record, columns), bytes };
      else columns = headerOf(record.cells, basename(path));
    }
  }
  for (const record of reader?.end() ?? []) {
    if (columns) yield { ...rowOf(record, columns), bytes };
    else columns = headerOf(record.cells, basename(path));
  }
}

/**
 * Imports files, each as an import of its own, and says what came of it: those of people who left first, whatever the order they
 * are given in. Returns whether every row could be read.
 */
export async function importReaderFiles(paths: readonly string[], run: ReadersRun): Promise<boolean> {
  const ordered = await inSafeOrder(paths);
  const seen: SeenRows = { places: new Set(), gone: new Set() };
  let isWhole = true;
  for (const path of ordered) {
    if (run.stop.aborted) break;
    if (ordered.length > 1) run.say(`${basename(path)}:`);
    isWhole = (await importReaders(path, run, seen)) && isWhole;
  }
  return isWhole;
}

/** What a dry run has met so far, since it stores nothing: rows by status and address, and the addresses of people who left. */
type SeenRows = { places: Set<string>; gone: Set<string> };

/** Imports a file, says what came of it, and returns whether every row could be read. */
async function importReaders(path: string, run: ReadersRun, seen: SeenRows): Promise<boolean> {
  const { isDryRun, say, stop } = run;
  const begun = isDryRun ? null : await begin(run, await fingerprintOf(path, run));
  if (begun?.state === 'finished') {
    say('This file came in before, on the same terms, and nothing was stored again. What came of it:');
    return tellTotals(begun, run, []);
  }
  if (begun && begun.lineDone > 0) say(`This file was begun before and had come to line ${begun.lineDone}.`);
  const sent = nothingSent(begun?.lineDone ?? 0);
  try {
    await sendPages(path, run, { begun, seen, sent });
  } catch (error) {
    if (sent.lineDone > 0) say(stoppedAt(sent, isDryRun));
    throw error;
  }
  const { counts, tags, told } = sent;
  if (tags.size > 0) say(`Tags that name no topic: ${[...tags].slice(0, 20).join(', ')}. --tag "NAME=slug" maps one.`);
  if (stop.aborted) {
    say(stoppedAt(sent, isDryRun));
    return false;
  }
  if (begun)
    return tellTotals(await askPatiently<ImportAnswer>(run.api, `/api/v1/imports/${begun.id}/finish`, {}), run, told);
  tellRows(told, run);
  say(totals({ ...counts, optOut: counts.opt_out }));
  say('This was a dry run: nothing was stored.');
  return counts.bad === 0;
}

function stoppedAt({ lineDone }: Sent, isDryRun: boolean): string {
  const where = lineDone > 0 ? `after line ${lineDone}` : 'before the first line';
  return isDryRun
    ? `Stopped ${where}. This was a dry run: nothing was stored.`
    : `Stopped ${where}. What came in stays; run the same command again to go on.`;
}

/** What the pages of a file came to. `lineDone`: the last line that was taken. */
type Sent = { counts: Judged['counts']; told: ToldRow[]; tags: Set<string>; lineDone: number };

/** Before the first page, of a file that had come to `lineDone` before. */
function nothingSent(lineDone: number): Sent {
  const counts = { new: 0, known: 0, refused: 0, opt_out: 0, bounce: 0, bad: 0 };
  return { counts, told: [], tags: new Set(), lineDone };
}

/** Sends a file page by page, from where an import that was begun before had come to, until its end or until it is stopped. */
async function sendPages(
  path: string,
  run: ReadersRun,
  { begun, seen, sent }: { begun: ImportAnswer | null; seen: SeenRows; sent: Sent },
): Promise<void> {
  const from = sent.lineDone;
  using progress = createProgress(run.isDryRun ? 'Looked at (KB)' : 'Imported (KB)', statSync(path).size / 1024);
  let [page, bytes, shownBytes]: [ReaderRow[], number, number] = [[], 0, 0];
  async function send(): Promise<void> {
    note(sent, await askAbout(page, run, begun));
    sent.lineDone = page.at(-1)?.line ?? sent.lineDone;
    progress.step((bytes - shownBytes) / 1024);
    [page, shownBytes] = [[], bytes];
  }
  for await (const { bytes: at, ...read } of rowsOfFile(path)) {
    if (run.stop.aborted) break;
    bytes = at;
    const row = run.status ? { ...read, status: run.status } : read;
    if (row.line <= from) continue;
    // A dry run stores nothing, so what stands twice in the files is known to this side only.
    const before = run.isDryRun ? metBefore(row, seen) : null;
    if (before) sent.counts[before] += 1;
    else if (page.push(row) >= PAGE) await send();
  }
  if (page.length > 0 && !run.stop.aborted) await send();
}

function askAbout(rows: ReaderRow[], { api, terms }: ReadersRun, begun: ImportAnswer | null): Promise<Judged> {
  if (begun === null) return askPatiently(api, '/api/v1/imports/check', { terms, rows });
  return askPatiently(api, `/api/v1/imports/${begun.id}/rows`, { rows, tags: terms.tags });
}

function note(sent: Sent, { counts, tags, told }: Judged): void {
  for (const outcome of Object.keys(sent.counts) as (keyof Sent['counts'])[]) sent.counts[outcome] += counts[outcome];
  sent.told.push(...told.slice(0, MOST_TOLD - sent.told.length));
  for (const tag of tags) sent.tags.add(tag);
}

function metBefore({ email, status }: ReaderRow, { gone, places }: SeenRows): 'known' | 'refused' | null {
  const address = email.toLowerCase();
  if (address === '') return null;
  if (places.has(`${status} ${address}`)) return 'known';
  places.add(`${status} ${address}`);
  if (status === 'unsubscribed' || status === 'cleaned') gone.add(address);
  return status === 'subscribed' && gone.has(address) ? 'refused' : null;
}

/** Removes whom an import brought, until the first newsletter to any of them. */
export async function undoReaders(id: string, { api, say }: Pick<ReadersRun, 'api' | 'say'>): Promise<void> {
  const { state } = await askPatiently<ImportAnswer>(api, `/api/v1/imports/${encodeURIComponent(id)}/undo`, {});
  say(
    state === 'undone' ? 'Removed. The readers of this import are gone.' : 'Removal goes on by itself within the hour.',
  );
}

function tellTotals(done: ImportAnswer, run: ReadersRun, told: readonly ToldRow[]): boolean {
  const {
    badCount: bad,
    bounceCount: bounce,
    knownCount: known,
    newCount,
    optOutCount: optOut,
    refusedCount: refused,
  } = done;
  tellRows(told, run);
  run.say(totals({ new: newCount, known, refused, optOut, bounce, bad }));
  if (newCount > 0)
    run.say(`To remove these readers before their first newsletter: npm run readers -- undo ${done.id}`);
  return bad === 0;
}

type Totals = { new: number; known: number; refused: number; optOut: number; bounce: number; bad: number };

function totals({ bad, bounce, known, new: fresh, optOut, refused }: Totals): string {
  const n = (count: number) => count.toLocaleString('en');
  return `${n(fresh)} new, ${n(known)} known already, ${n(refused)} refused, ${n(bad)} bad; ${n(optOut)} opt-outs and ${n(bounce)} bounced addresses noted.`;
}

function tellRows(told: readonly ToldRow[], { say }: ReadersRun): void {
  for (const { line, outcome, reason } of told) if (outcome !== 'known') say(`${outcome}  line ${line}: ${reason}`);
  if (told.length >= MOST_TOLD) say(`Only the first ${MOST_TOLD} lines are named.`);
}

async function fingerprintOf(path: string, { status, terms }: ReadersRun): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([status, terms]));
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

function begin({ api, terms }: ReadersRun, fingerprint: string): Promise<ImportAnswer> {
  return askPatiently(api, '/api/v1/imports', { fingerprint, terms });
}
