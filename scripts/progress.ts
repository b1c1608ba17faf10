/** `step(0, note)` tells how far a long part of the work is, behind the same line. */
export type Progress = { step(by: number, note?: string): void; end(): void };

type Stream = { isTTY?: boolean; write(text: string): unknown };

const REDRAW_MS = 100;
const LINE_EVERY_MS = 2000;

function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/**
 * Tells how far work is: in a terminal one line that is drawn anew, with rate and time left; in a pipe a plain line every two
 * seconds and one at the end. `total` is null where nobody knows it before. `now` is in milliseconds.
 */
export function createProgress(
  what: string,
  total: number | null,
  { stream = process.stderr as Stream, now = () => Date.now() } = {},
): Progress {
  const started = now();
  let [done, toldAt, told, behind] = [0, started, '', ''];
  const share = (all: number) => ` of ${all} (${Math.floor((done / Math.max(1, all)) * 100)}%)`;
  const left = (rate: number) =>
    total !== null && rate > 0 && done < total ? `, ${clock((total - done) / rate)} left` : '';
  function tell(): void {
    const seconds = (now() - started) / 1000;
    const rate = seconds > 0 ? done / seconds : 0;
    const line = `${what}: ${done}${total === null ? '' : share(total)}, ${Math.round(rate)} a second${left(rate)}${behind}`;
    if (stream.isTTY) stream.write(`\r\u001b[2K${line}`);
    else if (line !== told) stream.write(`${line}\n`);
    told = line;
    toldAt = now();
  }
  return {
    step(by, note) {
      done += by;
      if (note !== undefined) behind = note === '' ? '' : `, ${note}`;
      if (now() - toldAt >= (stream.isTTY ? REDRAW_MS : LINE_EVERY_MS)) tell();
    },
    end() {
      if (total === 0) return;
      tell();
      if (stream.isTTY) stream.write('\n');
    },
  };
}
