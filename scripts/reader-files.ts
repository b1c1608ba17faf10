import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { createCsvReader, delimiterOf } from '../src/domain/csv.ts';
import { type Columns, readHeader } from '../src/services/readers/import-readers-columns.ts';

/** Longer than any first line of an export. */
const HEADER_BYTES = 256 * 1024;
/** Who left comes before who is in, so that nobody who left is a reader even for a moment. */
const ORDER = ['cleaned', 'unsubscribed', 'unknown', 'subscribed'];

/**
 * Files of one export in the order to import them: those of people who left or bounced first. Throws with a sentence where one
 * cannot be a list of readers, before anything of the others is stored.
 */
export async function inSafeOrder(paths: readonly string[]): Promise<string[]> {
  const found: { path: string; place: number }[] = [];
  for (const path of [...new Set(paths)]) {
    const status = (await columnsOf(path)).status ?? 'subscribed';
    found.push({ path, place: ORDER.indexOf(status) });
  }
  return found.sort((a, b) => a.place - b.place).map(({ path }) => path);
}

async function columnsOf(path: string): Promise<Columns> {
  const name = basename(path);
  // Mailchimp's export holds people who never subscribed in a file whose columns look like those of readers.
  if (/^non-?subscribed/i.test(name)) {
    throw new Error(
      `${name}: people in this file never subscribed, so they cannot be mailed. Leave it out. Nothing was stored.`,
    );
  }
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const bytes = buffer.subarray(0, bytesRead);
    if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
      throw new Error(`${name} is a ZIP archive or a spreadsheet. Unpack it, or save it as CSV. Nothing was stored.`);
    }
    const line = bytes.toString('utf8');
    const reader = createCsvReader(delimiterOf(line.split(/\r?\n|\r/, 1)[0] ?? ''));
    const [header] = reader.push(line);
    return headerOf((header ?? reader.end()[0])?.cells ?? [], name);
  } finally {
    await file.close();
  }
}

/** Columns by the cells of a first line. Throws with a sentence that names the file where none holds addresses. */
export function headerOf(cells: readonly string[], name: string): Columns {
  const columns = readHeader(cells);
  if (columns) return columns;
  throw new Error(
    `The first line of ${name} names no column of addresses, such as email or Email Address. Nothing was stored.`,
  );
}
