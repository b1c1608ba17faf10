import { expect, test } from 'vitest';
import { createProgress } from '../../scripts/progress.ts';

function runWith(isTTY: boolean): string[] {
  const written: string[] = [];
  let time = 0;
  const stream = { isTTY, write: (text: string) => written.push(text) };
  {
    using progress = createProgress('Imported', 1000, { stream, now: () => time });
    for (let n = 0; n < 10; n += 1) {
      time += 500;
      progress.step(100);
    }
  }
  return written;
}

test('a terminal has one line that is drawn anew, with rate and time left', () => {
  const written = runWith(true);
  expect(written.length).toBeGreaterThan(9);
  expect(written.slice(0, 2)).toEqual([
    '\r\u001b[2KImported: 0 of 1000 (0%)',
    '\r\u001b[2KImported: 100 of 1000 (10%), 200 a second, 0:05 left',
  ]);
  expect(written.at(-1)).toBe('\n');
});

test('a pipe has plain lines now and then, and one at the end', () => {
  expect(runWith(false)).toEqual([
    'Imported: 400 of 1000 (40%), 200 a second, 0:03 left\n',
    'Imported: 800 of 1000 (80%), 200 a second, 0:01 left\n',
    'Imported: 1000 of 1000 (100%), 200 a second\n',
  ]);
});

test('a long part of the work tells how far it is, behind the line', () => {
  const written: string[] = [];
  let time = 0;
  const stream = { isTTY: false, write: (text: string) => written.push(text) };
  {
    using progress = createProgress('Tables', 2, { stream, now: () => time });
    time += 3_000;
    progress.step(0, '5000 rows, now batch');
    progress.step(2, '');
  }
  expect(written).toEqual(['Tables: 0 of 2 (0%), 5000 rows, now batch\n', 'Tables: 2 of 2 (100%), 40 a minute\n']);
});

test('a line that is said stands above the one that is drawn, and what is to do may turn out to be more', () => {
  const written: string[] = [];
  let time = 0;
  const stream = { isTTY: true, write: (text: string) => written.push(text) };
  const print = (line: string) => written.push(`${line}\n`);
  using progress = createProgress('Feeds', 2, { stream, print, now: () => time });
  time += 1_000;
  progress.step(1);
  progress.expect(2);
  progress.say('added Example');
  expect(written).toEqual([
    '\r\u001b[2KFeeds: 0 of 2 (0%)',
    '\r\u001b[2KFeeds: 1 of 2 (50%), 1 a second, 0:01 left',
    '\r\u001b[2K',
    'added Example\n',
    '\r\u001b[2KFeeds: 1 of 4 (25%), 1 a second, 0:03 left',
  ]);
});

test('what is less than one is done in full all the same', () => {
  const written: string[] = [];
  {
    using progress = createProgress('Read (KB)', 0.4, {
      stream: { write: (text) => written.push(text) },
      now: () => 0,
    });
    progress.step(0.4);
  }
  expect(written).toEqual(['Read (KB): 1 of 1 (100%)\n']);
});

test('work that throws leaves its line behind it, so that what is told then begins a line of its own', () => {
  const written: string[] = [];
  const work = () => {
    using progress = createProgress('Feeds', 2, { stream: { isTTY: true, write: (text) => written.push(text) } });
    progress.step(1);
    throw new Error('Newsdesk does not answer.');
  };
  expect(work).toThrow('does not answer');
  expect(written.at(-1)).toBe('\n');
});
