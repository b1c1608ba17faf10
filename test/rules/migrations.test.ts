import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Migrations, migrationProblems, readMigrations } from '../../scripts/check-migrations.ts';
import { LATEST_MIGRATION } from '../../src/db/require-migrated.ts';

const TABLE = 'CREATE TABLE feed (\n  id INTEGER PRIMARY KEY\n) STRICT;\n';

function migrations(files: Record<string, string>, released = ''): Migrations {
  return { files: new Map(Object.entries(files)), released };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

test('the migrations of the project keep every rule', () => {
  const found = readMigrations();
  expect(found.files.size).toBeGreaterThan(0);
  expect(migrationProblems(found)).toEqual([]);
});

test('the program asks for the newest migration, so that it never runs on an older schema', () => {
  expect(LATEST_MIGRATION).toBe([...readMigrations().files.keys()].sort().at(-1));
});

test.each([
  ['a gap', { '0001_create_feed.sql': TABLE, '0003_add_topic.sql': TABLE }],
  ['a twin', { '0001_create_feed.sql': TABLE, '0001_create_topic.sql': TABLE }],
  ['a late start', { '0002_create_feed.sql': TABLE }],
])('refuses %s in the numbers', (_what, files) => {
  expect(migrationProblems(migrations(files))).toEqual([expect.stringMatching(/number 000\d is expected/)]);
});

test.each(['0001_feed.sql', '0001_Create_Feed.sql', '0001-create-feed.sql', '0001_create_feed .sql'])(
  'refuses the name %s',
  (name) => {
    expect(migrationProblems(migrations({ [name]: TABLE }))).toContain(`${name}: name it NNNN_verb_noun.sql`);
  },
);

test.each([
  ['CREATE TABLE a (id INTEGER);', 'the table is not STRICT'],
  ['CREATE TABLE a (strict TEXT);', 'the table is not STRICT'],
  ['CREATE TABLE a (id INTEGER) WITHOUT ROWID;', 'the table is not STRICT'],
  ['CREATE TABLE a (id INTEGER) -- STRICT\n;', 'the table is not STRICT'],
  ["CREATE TABLE a (b TEXT DEFAULT ') STRICT');", 'the table is not STRICT'],
  ['create temp table if not exists a as select 1;', 'the table is not STRICT'],
  ['CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END;', 'a trigger acts out of sight'],
  ['CREATE VIEW v AS SELECT 1;', 'a view acts out of sight'],
  ['create temporary view v AS SELECT 1;', 'a view acts out of sight'],
  ['CREATE TABLE a (\r\n  id INTEGER) STRICT;', 'line ends must be LF'],
])('refuses %j', (sql, why) => {
  const problems = migrationProblems(migrations({ '0001_create_feed.sql': sql }));
  expect(problems).toEqual([expect.stringContaining(`0001_create_feed.sql:1: ${why}`)]);
});

test.each([
  ['DROP TABLE a;', 'nothing is dropped'],
  ['drop index if exists a_b;', 'nothing is dropped'],
  ['ALTER TABLE a DROP COLUMN b;', 'nothing is dropped'],
  ['ALTER TABLE a DROP b;', 'nothing is dropped'],
  ['ALTER TABLE a RENAME TO b;', 'nothing is renamed'],
  ['ALTER TABLE a RENAME COLUMN b TO c;', 'nothing is renamed'],
  ['ALTER TABLE a ADD COLUMN b TEXT NOT NULL;', 'rows that are there have no value'],
  ["ALTER TABLE a ADD b TEXT CHECK (b <> 'DEFAULT') NOT NULL;", 'rows that are there have no value'],
  ['DELETE FROM a;', 'takes no rows away'],
  ['INSERT OR REPLACE INTO a VALUES (1);', 'takes no rows away'],
  ['PRAGMA foreign_keys = OFF;', 'D1 allows no PRAGMA'],
])('refuses %j, which an older program or older rows would not survive', (sql, why) => {
  const problems = migrationProblems(migrations({ '0001_create_feed.sql': sql }));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^0001_create_feed\\.sql:1: .*${why}`));
});

test.each([
  "ALTER TABLE a ADD COLUMN b TEXT NOT NULL DEFAULT '';",
  'ALTER TABLE a ADD COLUMN b INTEGER NOT NULL DEFAULT 0 CHECK (b IN (0, 1));\nALTER TABLE a ADD COLUMN c TEXT;',
  '-- DROP TABLE a;\nUPDATE a SET b = c WHERE b IS NULL;',
  'CREATE TABLE a (id INTEGER) STRICT, WITHOUT ROWID;',
  'CREATE TABLE a (id INTEGER) without rowid, strict;',
  "-- no CREATE TRIGGER; no CREATE VIEW\nCREATE TABLE a (b TEXT CHECK (b IN ('x;', 'CREATE VIEW'))) STRICT;",
  'CREATE INDEX a_b ON a (b);\nALTER TABLE a ADD COLUMN c TEXT;',
])('takes %j', (sql) => {
  expect(migrationProblems(migrations({ '0001_create_feed.sql': sql }))).toEqual([]);
});

test('a released migration may neither change nor go', () => {
  const released = `# released\n${sha256(TABLE)}  0001_create_feed.sql\n`;
  expect(migrationProblems(migrations({ '0001_create_feed.sql': TABLE }, released))).toEqual([]);
  expect(migrationProblems(migrations({ '0001_create_feed.sql': `${TABLE}\n` }, released))).toEqual([
    '0001_create_feed.sql: it was released and must not change; add a new migration',
  ]);
  expect(migrationProblems(migrations({ '0001_create_news.sql': TABLE }, released))).toEqual([
    '0001_create_feed.sql: it was released and must stay',
  ]);
});

test('a line of the released list that cannot be read is told', () => {
  const problems = migrationProblems(migrations({ '0001_create_feed.sql': TABLE }, 'abc  0001_create_feed.sql\n'));
  expect(problems).toEqual(['released.sha256: cannot read "abc  0001_create_feed.sql"']);
});
