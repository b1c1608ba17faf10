import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { NodeDatabase } from '../src/db/d1-node.ts';
import type { SqlValue } from '../src/db/database.ts';
import { migrateNode } from '../src/db/migrate-node.ts';
import { type BackupPage, type BackupPlan, planBackup, readBackupPage } from '../src/services/operate/backup.ts';
import { beginRestore, type Finish, finishRestore, restoreRows } from '../src/services/operate/restore-backup.ts';
import { askForJson, type NewsdeskApi } from './ask-newsdesk.ts';
import { fromPerson } from './command.ts';
import { loadSettings } from './env-file.ts';
import { findNewsdesk } from './find-newsdesk.ts';

export type BackupRows = Omit<BackupPage, 'next'>;

/** A newsroom as backup and restore see it, wherever its database is. Each throws with a sentence for the person. */
export interface BackupDoor {
  plan(): Promise<BackupPlan>;
  page(table: string, after: SqlValue[] | null): Promise<BackupPage>;
  begin(migrations: string[]): Promise<void>;
  /** Returns how many of the rows belong to something that the backup does not hold, and were left out. */
  put(rows: BackupRows): Promise<number>;
  /** Ends a restore; `after` is 0 at first and then the answer's `next`, until it is done. */
  finish(after: number): Promise<Finish>;
  close(): void;
}

export type DoorOptions = { base: string | undefined; token: string | undefined; database: string | undefined };

/**
 * The newsroom a person means: a running one by its address, else the SQLite file of this machine. A file that does not
 * exist is made only where `mayCreate`.
 */
export async function openDoor(options: DoorOptions, mayCreate: boolean): Promise<BackupDoor> {
  if (options.base !== undefined) return overHttp(findNewsdesk(options));
  loadSettings();
  const path = fromPerson(options.database ?? resolve(process.env.DATABASE || 'data/newsdesk.db'));
  if (!mayCreate && !existsSync(path)) {
    throw new Error(`There is no database ${path}. Name it with --database, or a running newsroom with --base URL.`);
  }
  return onFile(path);
}

async function onFile(path: string): Promise<BackupDoor> {
  const db = new NodeDatabase(path);
  const now = () => new Date().toISOString();
  await migrateNode(db, join(import.meta.dirname, '..', 'migrations'), now());
  const place = { db, now };
  return {
    async plan() {
      // One snapshot for the whole backup, however long it takes and whatever the newsroom does meanwhile.
      db.script('BEGIN');
      return planBackup(place);
    },
    page: (table, after) => readBackupPage(place, { table, after }),
    begin: (migrations) => beginRestore(place, { migrations }),
    put: (rows) => restoreRows(place, rows),
    finish: (after) => finishRestore(place, after),
    close: () => db.close(),
  };
}

function overHttp(api: NewsdeskApi): BackupDoor {
  return {
    plan: () => askForJson<BackupPlan>(api, '/api/v1/backup'),
    page(table, after) {
      const query = after ? `?after=${encodeURIComponent(JSON.stringify(after))}` : '';
      return askForJson<BackupPage>(api, `/api/v1/backup/${encodeURIComponent(table)}${query}`);
    },
    begin: async (migrations) => void (await askForJson(api, '/api/v1/restore/begin', { migrations })),
    put: async (rows) => (await askForJson<{ leftOut?: number }>(api, '/api/v1/restore/rows', rows)).leftOut ?? 0,
    finish: (next) => askForJson<Finish>(api, '/api/v1/restore/finish', { next }),
    close: () => {},
  };
}
