import { type CsvRecord, createCsvReader, delimiterOf } from '../../domain/csv.ts';
import { AppError } from '../../domain/errors.ts';
import { type Columns, readHeader, rowOf } from './import-readers-columns.ts';
import type { ReaderRow } from './import-readers-row.ts';

/** Readers that one list may hold where a person waits for it; longer ones come by `npm run readers`. */
export const MOST_LISTED = 20_000;

/** Lines of the second list count from here on, of the third from twice as much: an import goes on by the line it reached. */
const LIST_LINES = 1_000_000;

/** Several lists of one export as one: their bytes and rows, and what each list is, in the order they were read. */
export type ReaderLists = {
  bytes: Uint8Array<ArrayBuffer>;
  rows: ReaderRow[];
  kinds: ('cleaned' | 'unsubscribed' | 'subscribed')[];
};

/** Reads lists as one, those of people who bounced or left first, so that none of them is a reader for a moment. Throws AppError('invalid') naming `file`. */
export function readReaderLists(files: readonly Uint8Array<ArrayBuffer>[]): ReaderLists {
  const lists = files.map((bytes) => {
    const rows = readReaderList(bytes);
    const isAll = (status: ReaderRow['status']) => rows.every((row) => row.status === status);
    const kind = isAll('cleaned') ? 'cleaned' : isAll('unsubscribed') ? 'unsubscribed' : 'subscribed';
    return { bytes, rows, kind } as const;
  });
  const order = ['cleaned', 'unsubscribed', 'subscribed'];
  // An export without bounces has a file of nobody.
  const sorted = lists
    .filter(({ rows }) => rows.length > 0)
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  const rows = sorted.flatMap((list, at) => list.rows.map((row) => ({ ...row, line: at * LIST_LINES + row.line })));
  if (rows.length === 0) throw unreadable('It holds no readers.');
  if (rows.length > MOST_LISTED) throw tooMany();
  const bytes = new Uint8Array(sorted.reduce((size, list) => size + list.bytes.length, 0));
  let end = 0;
  for (const list of sorted) {
    bytes.set(list.bytes, end);
    end += list.bytes.length;
  }
  return { bytes, rows, kinds: sorted.map(({ kind }) => kind) };
}

/** Where a line stands, for people: "Line 5", or "List 2, line 5". */
export function lineName(line: number): string {
  const list = Math.floor(line / LIST_LINES);
  return list === 0 ? `Line ${line}` : `List ${list + 1}, line ${line % LIST_LINES}`;
}

/** The rows of a whole CSV file in memory. Throws AppError('invalid') naming `file`. */
function readReaderList(bytes: Uint8Array): ReaderRow[] {
  let columns: Columns | null = null;
  const rows: ReaderRow[] = [];
  for (const record of recordsOf(textOf(bytes))) {
    if (columns) rows.push(rowOf(record, columns));
    else {
      columns = readHeader(record.cells);
      if (!columns)
        throw unreadable('Its first line names no column of addresses, such as “email” or “Email Address”.');
    }
    if (rows.length > MOST_LISTED) throw tooMany();
  }
  return rows;
}

function recordsOf(text: string): CsvRecord[] {
  const reader = createCsvReader(delimiterOf(text.split(/\r?\n|\r/, 1)[0] ?? ''));
  try {
    return [...reader.push(text), ...reader.end()];
  } catch (error) {
    if (error instanceof RangeError) throw unreadable(error.message);
    throw error;
  }
}

/** UTF-8, or UTF-16 where its first bytes say so, as spreadsheets write "Unicode text". */
function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0x50 && second === 0x4b)
    throw unreadable('It is a ZIP archive or a spreadsheet. Unpack it, or save it as CSV, and give that.');
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const encoding = isUtf16 ? (first === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw unreadable('It is not UTF-8 text. Save it as “CSV UTF-8” and give that.');
  }
}

function tooMany(): AppError {
  return unreadable(
    `It holds more than ${MOST_LISTED.toLocaleString('en')} lines. Split it, or use \`npm run readers\`.`,
  );
}

function unreadable(why: string): AppError {
  return new AppError('invalid', `I can’t read that list. ${why} Nothing was stored.`, { fields: { file: why } });
}
