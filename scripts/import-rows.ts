import type { PageSource } from '../src/services/ports.ts';
import type { NewsdeskApi } from './ask-newsdesk.ts';
import { type Refused, type Row, withoutDoubles } from './import-row.ts';
import { batchesOf, sendBatch } from './import-send.ts';
import { createProgress, type Progress } from './progress.ts';
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

/** Old sites are often small: two requests at a time. */
const PAGES_AT_ONCE = 2;
const PAGES_PER_BATCH = 20;

/** What has come of the rows so far. */
type Tally = { new: number; known: number; refused: Refused[] };

/**
 * Sends everything in batches, and says what came of it, also where it does not come to its end. Returns how many rows were
 * refused. Throws where Newsdesk does not answer.
 */
export async function importRows(source: ImportSource, run: ImportRun): Promise<number> {
  const isPages = 'pages' in source;
  const placeOf = (row: Row) => (isPages ? (row.url ?? '') : `line ${row.line}`);
  const read = isPages ? { rows: source.pages.map(bareRow), refused: [] } : source;
  const { rows, refused: doubles } = withoutDoubles(read.rows, placeOf);
  const tally: Tally = { new: 0, known: 0, refused: [...read.refused, ...doubles] };
  const total = read.rows.length + read.refused.length;
  try {
    await sendBatches(rows, { run, placeOf, tally, pages: isPages ? createPageReader(source.sitemap) : null });
  } finally {
    tell(total, tally, run);
  }
  return tally.refused.length;
}

type Sending = {
  run: ImportRun;
  placeOf: (row: Row) => string;
  tally: Tally;
  /** Reads the page of each row first; null: the rows are whole. */
  pages: PageSource | null;
};

async function sendBatches(rows: readonly Row[], { pages, placeOf, run, tally }: Sending): Promise<void> {
  using progress = createProgress(run.isDryRun ? 'Looked at' : 'Imported', rows.length);
  for (const batch of batchesOf(rows, pages ? PAGES_PER_BATCH : undefined)) {
    if (run.stop.aborted) break;
    const ready = pages ? await readBatch(batch, pages, { run, tally, progress }) : batch;
    const outcomes = ready.length > 0 ? await sendBatch(run.api, ready, run.isDryRun) : [];
    const byLine = new Map(batch.map((row) => [row.line, row]));
    for (const { line, outcome, reason } of outcomes) {
      const row = byLine.get(line);
      if (outcome !== 'refused') tally[outcome] += 1;
      else tally.refused.push({ place: row ? placeOf(row) : `line ${line}`, reason: reason ?? 'No reason given.' });
    }
    if (!pages) progress.step(batch.length);
  }
}

function bareRow(url: string, index: number): Row {
  const { pathname, search } = new URL(url);
  const nothing = { title: null, publishedAt: null, language: null, kind: null, extract: null, body: null };
  return { line: index + 1, url, path: `${pathname}${search}`, ...nothing, image: null, outlet: null };
}

/** The rows of pages that the newsroom does not have; those it has need not be read. Once stopped, those read by then. */
async function readBatch(
  batch: readonly Row[],
  pages: PageSource,
  { progress, run, tally }: { run: ImportRun; tally: Tally; progress: Progress },
): Promise<Row[]> {
  // Rows without a headline: those that are known get their old path, the others come back as refused.
  const outcomes = await sendBatch(run.api, batch, run.isDryRun);
  const known = new Set(outcomes.filter(({ outcome }) => outcome === 'known').map(({ line }) => line));
  tally.known += known.size;
  progress.step(known.size);
  const wanted = batch.filter((row) => !known.has(row.line));
  const rows: Row[] = [];
  let next = 0;
  async function reader(): Promise<void> {
    for (let row = wanted[next]; row && !run.stop.aborted; row = wanted[next]) {
      next += 1;
      const read = await readOldPage(pages, row, run);
      if ('reason' in read) tally.refused.push(read);
      else rows.push(read);
      progress.step(1);
    }
  }
  await Promise.all(Array.from({ length: PAGES_AT_ONCE }, reader));
  return rows.sort((a, b) => a.line - b.line);
}

function tell(total: number, { known, new: fresh, refused }: Tally, { isDryRun, say }: ImportRun): void {
  for (const { place, reason } of refused) say(`refused  ${place}: ${reason}`);
  say(`${fresh} new, ${known} known already, ${refused.length} refused.`);
  const left = total - fresh - known - refused.length;
  if (left > 0) say(`Stopped with ${left} of ${total} left.${isDryRun ? '' : ' Run the same command again to go on.'}`);
  if (isDryRun) say('This was a dry run: nothing was stored.');
}
