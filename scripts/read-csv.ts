import { type CsvRecord, createCsvReader, delimiterOf } from '../src/domain/csv.ts';
import { decodeBytes } from '../src/feeds/decode.ts';
import { readDate } from '../src/feeds/normalise/dates.ts';
import type { Refused, Row } from './import-row.ts';

export const COLUMNS = [
  'title',
  'url',
  'path',
  'published_at',
  'language',
  'kind',
  'extract',
  'body',
  'image',
  'outlet',
] as const;
/** As the newsroom takes it; longer ones would make a request too large. */
const LONGEST_BODY = 200_000;
/** A body that is too long costs its row; beyond this a quote is missing. */
const LONGEST_CELL = 5_000_000;
type Column = (typeof COLUMNS)[number];

export type CsvOptions = {
  /** IANA zone of dates that name none. */
  timeZone: string;
  now: Date;
  /** Kind of rows that name none. */
  kind: string;
  /** Name of the encoding where the file is no UTF-8; null: guessed from its bytes. */
  encoding: string | null;
};

function isColumn(name: string): name is Column {
  return COLUMNS.some((column) => column === name);
}

function headerOf(names: readonly string[]): string[] {
  const header = names.map((name) => name.trim().toLowerCase().replaceAll(' ', '_'));
  const unknown = header.filter((name) => name !== '' && !isColumn(name));
  if (unknown.length > 0) {
    throw new Error(`There is no column "${unknown.join('", "')}". Columns are: ${COLUMNS.join(', ')}.`);
  }
  const missing = ['title', 'published_at'].filter((name) => !header.includes(name));
  if (missing.length > 0) throw new Error(`The file lacks the column ${missing.join(' and ')} in its first line.`);
  return header;
}

/** Throws for an encoding that nobody knows: its text would be read as another. */
function contentTypeOf(encoding: string | null): string | null {
  if (encoding === null) return null;
  try {
    return `text/csv; charset=${new TextDecoder(encoding).encoding}`;
  } catch {
    throw new Error(`There is no encoding "${encoding}". Examples: gb18030, big5, windows-1252.`);
  }
}

/**
 * Reads a back catalogue: comma, semicolon or tab between the columns, any usual encoding, column names in the first line.
 * Throws with a sentence where the file as a whole cannot be read; a row that cannot is in `refused`.
 */
export function readCsv(bytes: Uint8Array, options: CsvOptions): { rows: Row[]; refused: Refused[] } {
  const [header, ...records] = recordsOf(decodeBytes(bytes, contentTypeOf(options.encoding)));
  const columns = headerOf(header?.cells ?? []);
  const rows: Row[] = [];
  const refused: Refused[] = [];
  for (const record of records) {
    const row = readRow(record, columns, options);
    if ('reason' in row) refused.push(row);
    else rows.push(row);
  }
  return { rows, refused };
}

function recordsOf(text: string): CsvRecord[] {
  const reader = createCsvReader(delimiterOf(text.split(/\r?\n/, 1)[0] ?? ''), LONGEST_CELL);
  try {
    return [...reader.push(text), ...reader.end()];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Error(`The file is not CSV. ${error.message}`, { cause: error });
  }
}

function readRow({ cells, line }: CsvRecord, columns: readonly string[], options: CsvOptions): Row | Refused {
  const value = (column: Column) => cells[columns.indexOf(column)]?.trim() || null;
  const written = value('published_at');
  const publishedAt = written && readDate(written, options);
  if (!publishedAt) {
    const reason = written
      ? `published_at: "${written.slice(0, 40)}" is no date of the past.`
      : 'published_at: Give the original date.';
    return { place: `line ${line}`, reason };
  }
  if ((value('body')?.length ?? 0) > LONGEST_BODY) {
    return { place: `line ${line}`, reason: 'body: Give a body of at most 200,000 characters.' };
  }
  return {
    line,
    title: value('title'),
    url: value('url'),
    path: value('path'),
    publishedAt,
    language: value('language'),
    kind: value('kind') ?? options.kind,
    extract: value('extract'),
    body: value('body'),
    image: value('image'),
    outlet: value('outlet'),
  };
}
