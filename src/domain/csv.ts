/** One record of a CSV file and the line it begins on, counted from 1. */
export type CsvRecord = { line: number; cells: string[] };

export interface CsvReader {
  /** Records that a further piece of the text completes. */
  push(text: string): CsvRecord[];
  /** The record that ends with the file, without a line end. Throws RangeError for a quote that never closes. */
  end(): CsvRecord[];
}

/** Of a list of readers. */
const LONGEST_CELL = 100_000;
const MOST_CELLS = 500;

/** Where a reader stands between two pieces. */
type State = {
  readonly delimiter: string;
  readonly longestCell: number;
  mode: 'start' | 'plain' | 'quoted' | 'closing';
  cell: string;
  cells: string[];
  line: number;
  /** The line on which the record under way begins. */
  startedOn: number;
  isBehindCr: boolean;
  /** Records that were completed and not handed on yet. */
  found: CsvRecord[];
};

/**
 * Reads CSV (RFC 4180) piece by piece, so that a file of any length takes little memory. Line ends may be CRLF, LF or CR; a quote
 * inside an unquoted cell is a letter. Empty lines are left out. Throws RangeError for a cell of more than `longestCell` letters, or a record beyond any real one.
 */
export function createCsvReader(delimiter: string, longestCell = LONGEST_CELL): CsvReader {
  const state: State = {
    delimiter,
    longestCell,
    mode: 'start',
    cell: '',
    cells: [],
    line: 1,
    startedOn: 1,
    isBehindCr: false,
    found: [],
  };
  return {
    push(text) {
      for (let at = 0; at < text.length; ) at = takeLetter(state, text, at);
      return state.found.splice(0);
    },
    end() {
      const { cell, cells, mode, startedOn } = state;
      if (mode === 'quoted') throw new RangeError(`The quote that opens on line ${startedOn} is never closed.`);
      if (cells.length > 0 || cell !== '' || mode !== 'start') endRecord(state);
      return state.found.splice(0);
    },
  };
}

/** Takes the letter at `at`, and with it what no mark interrupts; where to go on. */
function takeLetter(state: State, text: string, at: number): number {
  const letter = text[at] ?? '';
  if (letter === '\n' || letter === '\r') {
    takeLineEnd(state, letter);
    return at + 1;
  }
  state.isBehindCr = false;
  if (letter === '"' && state.mode === 'start') state.mode = 'quoted';
  else if (letter === '"' && state.mode === 'quoted') state.mode = 'closing';
  else if (letter === '"' && state.mode === 'closing') {
    state.cell += '"';
    state.mode = 'quoted';
  } else if (letter === state.delimiter && state.mode !== 'quoted') endCell(state);
  else {
    if (state.mode !== 'quoted') state.mode = 'plain';
    // A mark that is the run's first letter is handled above, so a run is never empty.
    return Math.max(takeRun(state, text, at), at + 1);
  }
  return at + 1;
}

/** Takes what no mark interrupts at once; letter by letter would be several times slower. */
function takeRun(state: State, text: string, from: number): number {
  let to = from;
  while (to < text.length) {
    const letter = text[to];
    const isMark = state.mode === 'quoted' ? letter === '"' : letter === state.delimiter;
    if (isMark || letter === '\n' || letter === '\r') break;
    to += 1;
  }
  state.cell += text.slice(from, to);
  if (state.cell.length > state.longestCell)
    throw new RangeError(`A cell on line ${state.startedOn} is too long, or a quote is missing.`);
  return to;
}

function takeLineEnd(state: State, letter: string): void {
  const isSecondHalf = letter === '\n' && state.isBehindCr;
  state.isBehindCr = letter === '\r';
  if (!isSecondHalf) state.line += 1;
  if (state.mode === 'quoted') {
    state.cell += letter;
    return;
  }
  if (!isSecondHalf) endRecord(state);
  state.startedOn = state.line;
}

function endCell(state: State): void {
  const { cells, startedOn } = state;
  if (cells.length >= MOST_CELLS) throw new RangeError(`Line ${startedOn} has more than ${MOST_CELLS} columns.`);
  cells.push(state.cell);
  state.cell = '';
  state.mode = 'start';
}

function endRecord(state: State): void {
  endCell(state);
  const { cells, startedOn } = state;
  if (cells.length > 1 || cells[0] !== '') state.found.push({ line: startedOn, cells });
  state.cells = [];
}

/** What parts the columns: the mark that stands most often in the first line. */
export function delimiterOf(firstLine: string): string {
  const count = (mark: string) => firstLine.split(mark).length;
  return [',', ';', '\t'].sort((a, b) => count(b) - count(a))[0] ?? ',';
}
