/** How far long work is. Declared by `using`, so that its line ends with the work, also where that throws. */
export interface Progress extends Disposable {
  /** So much more is done; `step(0, note)` tells how far a long part is, behind the same line. */
  step(by: number, note?: string): void;
  /** So much more is to do than was thought; below 0 so much less. */
  expect(more: number): void;
  /** Prints a line for good, above the one that is drawn. */
  say(line: string): void;
}

type Stream = { isTTY?: boolean; write(text: string): unknown };

const REDRAW_MS = 100;
const LINE_EVERY_MS = 2000;
/** Takes away the line that a terminal shows last. */
export const ERASE = '\r\u001b[2K';

function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function rateText(perSecond: number): string {
  if (perSecond === 0) return '';
  return perSecond >= 1 ? `, ${Math.round(perSecond)} a second` : `, ${Math.ceil(perSecond * 60)} a minute`;
}

/**
 * Tells how far work is: in a terminal one line that is drawn anew, with rate and time left; in a pipe a plain line every two
 * seconds and one at the end. `total` is null where nobody knows it before. `now` is in milliseconds; `print` takes the lines
 * that are said.
 */
export function createProgress(
  what: string,
  total: number | null,
  { stream = process.stderr as Stream, now = () => Date.now(), print = (line: string) => console.log(line) } = {},
): Progress {
  const started = now();
  let [done, toldAt, told, behind, all] = [0, started, '', '', total];
  function line(): string {
    const seconds = (now() - started) / 1000;
    const rate = seconds > 0 ? done / seconds : 0;
    const percent = all !== null && all > 0 ? Math.floor((done / all) * 100 + 1e-9) : 100;
    const share = all === null ? '' : ` of ${Math.ceil(all)} (${percent}%)`;
    const left = all !== null && rate > 0 && done < all ? `, ${clock((all - done) / rate)} left` : '';
    return `${what}: ${Math.ceil(done)}${share}${rateText(rate)}${left}${behind}`;
  }
  function tell(): void {
    const text = line();
    if (stream.isTTY) stream.write(`${ERASE}${text}`);
    else if (text !== told) stream.write(`${text}\n`);
    told = text;
    toldAt = now();
  }
  // What takes long before its first step is seen to have begun.
  if (stream.isTTY && all !== 0) tell();
  return {
    step(by, note) {
      done += by;
      if (note !== undefined) behind = note === '' ? '' : `, ${note}`;
      if (now() - toldAt >= (stream.isTTY ? REDRAW_MS : LINE_EVERY_MS)) tell();
    },
    expect(more) {
      if (all !== null) all += more;
    },
    say(text) {
      if (stream.isTTY) stream.write(ERASE);
      print(text);
      toldAt = now();
      if (stream.isTTY) tell();
    },
    [Symbol.dispose]() {
      if (all === 0) return;
      tell();
      if (stream.isTTY) stream.write('\n');
    },
  };
}
