/** One record of a CSV file and the line it begins on, counted from 1. */
export type CsvRecord = { line: number; cells: string[] };

export interface CsvReader {
  /** Records that a further piece of the text completes. */
  push(text: string): CsvRecord[];
  /** The record that ends with the file, without a line end. Throws RangeError for a quote that never closes. */
  end(): CsvRecord[];
}

const LONGEST_CELL = 100_000;
const MOST_CELLS = 500;

/**
 * Reads CSV (RFC 4180) piece by piece, so that a file of any length takes little memory. Line ends may be CRLF, LF or CR; a quote
 * inside an unquoted cell is a letter. Empty lines are left out. Throws RangeError for a cell or record beyond any real one.
 */
export function createCsvReader(delimiter: string): CsvReader {
  let [cells, cell, line, startedOn]: [string[], string, number, number] = [[], '', 1, 1];
  let mode: 'start' | 'plain' | 'quoted' | 'closing' = 'start';
  let isBehindCr = false;

  function endCell(): void {
    if (cells.length >= MOST_CELLS) throw new RangeError(`Line ${startedOn} has more than ${MOST_CELLS} columns.`);
    cells.push(cell);
    cell = '';
    mode = 'start';
  }

  function endRecord(found: CsvRecord[]): void {
    endCell();
    if (cells.length > 1 || cells[0] !== '') found.push({ line: startedOn, cells });
    cells = [];
  }

  /** Takes what no mark interrupts at once; letter by letter would be several times slower. */
  function takeRun(text: string, from: number): number {
    let to = from;
    while (to < text.length) {
      const letter = text[to];
      const isMark = mode === 'quoted' ? letter === '"' : letter === delimiter;
      if (isMark || letter === '\n' || letter === '\r') break;
      to += 1;
    }
    cell += text.slice(from, to);
    if (cell.length > LONGEST_CELL)
      throw new RangeError(`A cell on line ${startedOn} is too long, or a quote is missing.`);
    return to;
  }

  function takeLineEnd(letter: string, found: CsvRecord[]): void {
    const isSecondHalf = letter === '\n' && isBehindCr;
    isBehindCr = letter === '\r';
    if (!isSecondHalf) line += 1;
    if (mode === 'quoted') cell += letter;
    else if (!isSecondHalf) endRecord(found);
    if (mode !== 'quoted') startedOn = line;
  }

  return {
    push(text) {
      const found: CsvRecord[] = [];
      for (let at = 0; at < text.length; ) {
        const letter = text[at] ?? '';
        if (letter === '\n' || letter === '\r') {
          takeLineEnd(letter, found);
          at += 1;
          continue;
        }
        isBehindCr = false;
        if (letter === '"' && mode === 'start') mode = 'quoted';
        else if (letter === '"' && mode === 'quoted') mode = 'closing';
        else if (letter === '"' && mode === 'closing') {
          cell += '"';
          mode = 'quoted';
        } else if (letter === delimiter && mode !== 'quoted') endCell();
        else {
          if (mode !== 'quoted') mode = 'plain';
          const to = takeRun(text, at);
          // A mark that is the run's first letter is handled above, so a run is never empty.
          at = Math.max(to, at + 1);
          continue;
        }
        at += 1;
      }
      return found;
    },
    end() {
      if (mode === 'quoted') throw new RangeError(`The quote that opens on line ${startedOn} is never closed.`);
      const found: CsvRecord[] = [];
      if (cells.length > 0 || cell !== '' || mode !== 'start') endRecord(found);
      return found;
    },
  };
}

/** What parts the columns: the mark that stands most often in the first line. */
export function delimiterOf(firstLine: string): string {
  const count = (mark: string) => firstLine.split(mark).length;
  return [',', ';', '\t'].sort((a, b) => count(b) - count(a))[0] ?? ',';
}
