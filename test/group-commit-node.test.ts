import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { NodeDatabase } from '../src/db/d1-node.ts';

/** A database in a file, and a second connection to it: what that one sees is committed. */
function openFile() {
  const folder = mkdtempSync(join(tmpdir(), 'newsdesk-group-'));
  const path = join(folder, 'x.db');
  const db = new NodeDatabase(path);
  db.script('CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT');
  const other = new DatabaseSync(path);
  onTestFinished(() => {
    other.close();
    rmSync(folder, { recursive: true });
  });
  const seen = () =>
    other
      .prepare('SELECT n FROM t ORDER BY n')
      .all()
      .map(({ n }) => n);
  return { db, seen, put: (n: number) => db.prepare('INSERT INTO t (n) VALUES (?1)').bind(n) };
}

test('what is written in one turn is one commit, and nothing is answered before it', async () => {
  const { db, put, seen } = openFile();
  const first = db.batch([put(1), put(2)]).then(() => seen());
  const others = [put(3).all(), db.batch([put(4)]), db.batch([put(4)]).catch(() => 'refused')];
  expect(seen()).toEqual([]);
  expect(await first).toEqual([1, 2, 3, 4]);
  expect((await Promise.all(others))[2]).toBe('refused');
  db.close();
});

test('when the commit itself cannot be had, every batch of the turn is refused', async () => {
  const { db, put, seen } = openFile();
  db.script('PRAGMA busy_timeout = 1');
  const blocker = new DatabaseSync(String((await db.prepare('PRAGMA database_list').all()).results[0]?.file));
  blocker.exec('BEGIN IMMEDIATE');
  const outcomes = await Promise.allSettled([db.batch([put(1)]), put(2).all()]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  blocker.exec('ROLLBACK');
  blocker.close();
  await db.batch([put(3)]);
  expect(seen()).toEqual([3]);
  db.close();
});

test('what waits is written before the file is closed', async () => {
  const { db, put, seen } = openFile();
  const written = put(7).all();
  db.close();
  await written;
  expect(seen()).toEqual([7]);
});
