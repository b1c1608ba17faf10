import type { SqlValue } from '../../src/db/database.ts';
import type { Context } from '../../src/services/context.ts';
import { type BackupPage, planBackup, readBackupPage } from '../../src/services/operate/backup.ts';

/** Every page of a newsroom's backup, in the order they are read. */
export async function everyPage(ctx: Context): Promise<{ pages: BackupPage[]; migrations: string[] }> {
  const { tables, migrations } = await planBackup(ctx);
  const pages: BackupPage[] = [];
  for (const table of tables) {
    let after: SqlValue[] | null = null;
    do {
      const page = await readBackupPage(ctx, { table, after });
      pages.push(page);
      after = page.next;
    } while (after);
  }
  return { pages, migrations };
}
