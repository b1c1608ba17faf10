import { createReadStream, createWriteStream, renameSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { BackupRows } from './backup-door.ts';

/** First line, rows of tables, last line; see docs/operations.md. */
export type BackupHead = { newsdesk: 'backup'; version: 1; takenAt: string; migrations: string[]; tables: string[] };
export type BackupLine = BackupHead | BackupRows | { end: true; counts: Record<string, number> };

/**
 * Writes lines of JSON to a file that only its owner may read, gzipped where its name ends in .gz. The file gets its name
 * when it is complete; what is interrupted leaves nothing behind that looks like a backup.
 */
export async function writeLines(path: string, lines: AsyncIterable<BackupLine>): Promise<void> {
  const partial = `${path}.partial`;
  const text = Readable.from(textOf(lines));
  const file = createWriteStream(partial, { mode: 0o600 });
  try {
    if (path.endsWith('.gz')) await pipeline(text, createGzip(), file);
    else await pipeline(text, file);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

async function* textOf(lines: AsyncIterable<BackupLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

/**
 * The lines of a backup; `onBytes` hears of every piece of the file that is read. Throws naming the line that is not one, and
 * where the file ends too early.
 */
export async function* readLines(path: string, onBytes: (count: number) => void): AsyncGenerator<BackupLine> {
  let number = 0;
  let isEnded = false;
  for await (const text of textLines(path, onBytes)) {
    number += 1;
    const line = parseLine(text, number);
    if (number === 1 && !('newsdesk' in line)) throw new Error(`${path} is no backup of Newsdesk.`);
    isEnded = 'end' in line;
    yield line;
  }
  if (!isEnded) throw new Error(`The backup is cut off after line ${number}. Take another one.`);
}

/** Only the rows of one table, of a file that was read through before; other lines are not even parsed. */
export async function* readRowsOf(path: string, table: string): AsyncGenerator<BackupRows> {
  const start = `{"table":${JSON.stringify(table)},`;
  for await (const text of textLines(path, () => {})) {
    if (text.startsWith(start)) yield JSON.parse(text) as BackupRows;
  }
}

async function* textLines(path: string, onBytes: (count: number) => void): AsyncGenerator<string> {
  const bytes = createReadStream(path).on('data', (piece) => onBytes(piece.length));
  const input = path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  bytes.once('error', (error) => input.destroy(error));
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } finally {
    // Whoever had enough wants to hear of no more bytes.
    bytes.destroy();
  }
}

function parseLine(text: string, number: number): BackupLine {
  try {
    return JSON.parse(text) as BackupLine;
  } catch (error) {
    throw new Error(`Line ${number} of the backup is damaged.`, { cause: error });
  }
}
