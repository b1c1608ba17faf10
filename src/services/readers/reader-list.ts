import { type CsvRecord, createCsvReader, delimiterOf } from '../../domain/csv.ts';
import { AppError } from '../../domain/errors.ts';
import { type Columns, readHeader, rowOf } from './import-readers-columns.ts';
import type { ReaderRow } from './import-readers-row.ts';

/** Readers that one list may hold where a person waits for it; longer ones come by `npm run readers`. */
export const MOST_LISTED = 20_000;

/** The rows of a whole CSV file in memory. Throws AppError('invalid') naming `file`. */
export function readReaderList(bytes: Uint8Array): ReaderRow[] {
  let columns: Columns | null = null;
  const rows: ReaderRow[] = [];
  for (const record of recordsOf(textOf(bytes))) {
    if (columns) rows.push(rowOf(record, columns));
    else {
      columns = readHeader(record.cells);
      if (!columns)
        throw unreadable('Its first line names no column of addresses, such as “email” or “Email Address”.');
    }
    if (rows.length > MOST_LISTED)
      throw unreadable(
        `It holds more than ${MOST_LISTED.toLocaleString('en')} lines. Split it, or use \`npm run readers\`.`,
      );
  }
  if (rows.length === 0) throw unreadable('It holds no readers.');
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

function unreadable(why: string): AppError {
  return new AppError('invalid', `I can’t read that list. ${why} Nothing was stored.`, { fields: { file: why } });
}
