import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readFolders } from '../../scripts/check-files.ts';

const CALL = /\blog\.(?:info|warn|error)\(\s*([^,)\n]+)/g;
/** Calls that log what was also written to the record, and the names it can have. */
const NAMED_ELSEWHERE: Record<string, string[]> = {
  'src/services/mailings/approve-mailing.ts act': ['mailing.stopped', 'mailing.undone'],
  'src/services/mailings/control-mailing.ts entry.act': ['mailing.paused', 'mailing.resumed', 'mailing.cancelled'],
  'src/services/mailings/decide-batches.ts act': ['batches.taken_as_sent', 'batches.sent_again'],
};

/** Every event the sources log; a call whose name is no literal stands as `file expression` unless it is known. */
function loggedEvents(files: ReadonlyMap<string, string>): Set<string> {
  const events = new Set<string>();
  for (const [path, text] of files) {
    for (const [, name = ''] of text.matchAll(CALL)) {
      const literal = /^'([a-z_]+\.[a-z_]+)'$/.exec(name.trim())?.[1];
      const call = `${path} ${name.trim()}`;
      for (const event of literal ? [literal] : (NAMED_ELSEWHERE[call] ?? [call])) events.add(event);
    }
  }
  return events;
}

/** Events named in the first column of the table under "Log". */
function describedEvents(document: string): Set<string> {
  const section = document.split(/^## /m).find((part) => part.startsWith('Log\n')) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return new Set(
    rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)),
  );
}

test('an event that is logged, over several lines as well, is found', () => {
  const files = new Map([['src/a.ts', "ctx.log.warn(\n  'feed.lost', { feed });\nlog.info(act);"]]);
  expect([...loggedEvents(files)]).toEqual(['feed.lost', 'src/a.ts act']);
});

test('the catalogue in docs/operations.md names the events that the program logs, and no other', () => {
  const logged = loggedEvents(readFolders(['src'], ['.ts', '.tsx']));
  const described = describedEvents(readFileSync('docs/operations.md', 'utf8'));
  expect([...described].sort()).toEqual([...logged].sort());
});
