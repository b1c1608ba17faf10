import type { NewsdeskApi } from './ask-newsdesk.ts';
import { type Refused, type Row, withoutDoubles } from './import-row.ts';
import { batchesOf, sendBatch } from './import-send.ts';
import { createProgress } from './progress.ts';
import { createPageReader, readOldPage } from './read-old-page.ts';

export type ImportRun = {
  api: NewsdeskApi;
  isDryRun: boolean;
  kind: string;
  timeZone: string;
  /** Aborted: end behind the batch that is under way. */
  stop: AbortSignal;
  say: (line: string) => void;
};

/** Rows of a file with those that could not be read, or the pages of a sitemap. */
export type ImportSource = { rows: Row[]; refused: Refused[] } | { sitemap: string; pages: string[] };

export type ImportResult = { total: number; new: number; known: number; refused: number };

/** Old sites are often small: two requests at a time. */
const PAGES_AT_ONCE = 2;
const PAGES_PER_BATCH = 20;

/** Sends everything in batches, says what came of it, and counts. Throws where Newsdesk does not answer. */
export async function importRows(source: ImportSource, run: ImportRun): Promise<ImportResult> {
  const isPages = 'pages' in source;
  const placeOf = (row: Row) => (isPages ? (row.url ?? '') : `line ${row.line}`);
  const read = isPages ? { rows: source.pages.map(bareRow), refused: [] } : source;
  const { rows, refused: doubles } = withoutDoubles(read.rows, placeOf);
  const refused = [...read.refused, ...doubles];
  const counts = { new: 0, known: 0 };
  const progress = createProgress(run.isDryRun ? 'Looked at' : 'Imported', rows.length);
  for (const batch of batchesOf(rows, isPages ? PAGES_PER_BATCH : undefined)) {
    if (run.stop.aborted) break;
    const ready = isPages ? await readBatch(batch, source.sitemap, run) : { rows: batch, known: 0, refused: [] };
    refused.push(...ready.refused);
    counts.known += ready.known;
    const outcomes = ready.rows.length > 0 ? await sendBatch(run.api, ready.rows, run.isDryRun) : [];
    const byLine = new Map(batch.map((row) => [row.line, row]));
    for (const { line, outcome, reason } of outcomes) {
      const row = byLine.get(line);
      if (outcome !== 'refused') counts[outcome] += 1;
      else refused.push({ place: row ? placeOf(row) : `line ${line}`, reason: reason ?? 'No reason given.' });
    }
    progress.step(batch.length);
  }
  progress.end();
  const result = { total: rows.length + read.refused.length + doubles.length, ...counts, refused: refused.length };
  tell(result, refused, run);
  return result;
}

function bareRow(url: string, index: number): Row {
  const { pathname, search } = new URL(url);
  const nothing = { title: null, publishedAt: null, language: null, kind: null, extract: null, body: null };
  return { line: index + 1, url, path: `${pathname}${search}`, ...nothing, image: null, outlet: null };
}

/** The rows of pages that the newsroom does not have; those it has need not be read. */
async function readBatch(
  batch: readonly Row[],
  sitemap: string,
  run: ImportRun,
): Promise<{ rows: Row[]; known: number; refused: Refused[] }> {
  // Rows without a headline: those that are known get their old path, the others come back as refused.
  const outcomes = await sendBatch(run.api, batch, run.isDryRun);
  const known = new Set(outcomes.filter(({ outcome }) => outcome === 'known').map(({ line }) => line));
  const wanted = batch.filter((row) => !known.has(row.line));
  const source = createPageReader(sitemap);
  const read: (Row | Refused)[] = [];
  let next = 0;
  async function reader(): Promise<void> {
    for (let row = wanted[next]; row; row = wanted[next]) {
      next += 1;
      read.push(await readOldPage(source, row, run));
    }
  }
  await Promise.all(Array.from({ length: PAGES_AT_ONCE }, reader));
  const rows = read.filter((row) => 'line' in row).sort((a, b) => a.line - b.line);
  return { rows, known: known.size, refused: read.filter((row) => 'reason' in row) };
}

function tell(result: ImportResult, refused: readonly Refused[], { isDryRun, say, stop }: ImportRun): void {
  for (const { place, reason } of refused) say(`refused  ${place}: ${reason}`);
  say(`${result.new} new, ${result.known} known already, ${result.refused} refused.`);
  const left = result.total - result.new - result.known - result.refused;
  if (stop.aborted && left > 0)
    say(`Stopped with ${left} of ${result.total} left. Run the same command again to go on.`);
  if (isDryRun) say('This was a dry run: nothing was stored.');
}
