import { expect, test } from 'vitest';
import { readFolders } from '../../scripts/check-files.ts';
import { lengthProblems, sqlClockProblems } from '../../scripts/check-sources.ts';

test.each([
  'created_at TEXT DEFAULT CURRENT_TIMESTAMP',
  'VALUES (current_date)',
  "WHERE seen_at < datetime('now')",
  "WHERE seen_at < datetime( 'NOW', '-1 day')",
  "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
  "unixepoch('now')",
  "date('now')",
])("finds SQL's own clock in %j", (sql) => {
  expect(sqlClockProblems(new Map([['src/db/early.ts', `\n${sql}`]]))).toEqual([
    expect.stringMatching(/^src\/db\/early\.ts:2: .+ is SQL's own clock/),
  ]);
});

test.each(["datetime(?1, '-1 day')", "const word = 'now';", 'Date.now()', 'current_timestamps', 'update(now)'])(
  'lets %j be',
  (text) => {
    expect(sqlClockProblems(new Map([['src/db/early.ts', text]]))).toEqual([]);
  },
);

test('the project asks its own clock for the time', () => {
  const files = readFolders(['src', 'migrations'], ['.ts', '.tsx', '.sql']);
  expect([...files.keys()]).toContain('migrations/0001_create_newsroom.sql');
  expect(sqlClockProblems(files)).toEqual([]);
});

test('a file may have 300 lines, not 301, unless it is generated', () => {
  const lines = (count: number) => 'x\n'.repeat(count);
  const files = new Map([
    ['src/short.ts', lines(300)],
    ['src/long.ts', lines(301)],
    ['src/email/templates.generated.ts', lines(2000)],
  ]);
  expect(lengthProblems(files)).toEqual([expect.stringMatching(/^src\/long\.ts: 301 lines/)]);
});
