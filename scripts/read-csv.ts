import { type CsvError, parse } from 'csv-parse/sync';
import { delimiterOf } from '../src/domain/csv.ts';
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

type CsvRecord = { record: Record<string, string>; info: { lines: number } };

/**
 * Reads a back catalogue: comma, semicolon or tab between the columns, any usual encoding, column names in the first line.
 * Throws with a sentence where the file as a whole cannot be read; a row that cannot is in `refused`.
 */
export function readCsv(bytes: Uint8Array, options: CsvOptions): { rows: Row[]; refused: Refused[] } {
  const text = decodeBytes(bytes, contentTypeOf(options.encoding));
  const rows: Row[] = [];
  const refused: Refused[] = [];
  // A record ends on the line that its info names, and began behind the one before.
  let line = 2;
  for (const { record, info } of parseText(text)) {
    const row = readRow(record, line, options);
    line = info.lines + 1;
    if ('reason' in row) refused.push(row);
    else rows.push(row);
  }
  return { rows, refused };
}

function parseText(text: string): CsvRecord[] {
  try {
    return parse(text, {
      bom: true,
      columns: headerOf,
      delimiter: delimiterOf(text.split(/\r?\n/, 1)[0] ?? ''),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as CsvRecord[];
  } catch (error) {
    const { code, lines } = error as Partial<CsvError> & { lines?: number };
    if (!code?.startsWith('CSV_')) throw error;
    throw new Error(`The file is not CSV from line ${lines ?? '?'} on: ${(error as Error).message}`, { cause: error });
  }
}

function readRow(record: Record<string, string>, line: number, options: CsvOptions): Row | Refused {
  const value = (column: Column) => record[column]?.trim() || null;
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
