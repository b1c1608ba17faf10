import { Hono } from 'hono';
import * as z from 'zod';
import { planBackup, readBackupPage } from '../services/operate/backup.ts';
import { beginRestore, finishRestore, restoreRows } from '../services/operate/restore-backup.ts';
import type { HttpEnv } from './environment.ts';
import { readJson } from './read-json.ts';
import { wrongQuery } from './wrong-query.ts';

const Value = z.union([z.string(), z.number(), z.null()]);
const KeyShape = z.array(Value).min(1).max(9);
export const BeginShape = z.object({ migrations: z.array(z.string()).max(1000) });
export const RowsShape = z.object({
  table: z.string(),
  columns: z.array(z.string()).min(1).max(100),
  rows: z.array(z.array(Value)),
});
export const FinishShape = z.object({ next: z.int().min(0).default(0) });

/** Everything the newsroom knows, in pages, out and in again: for `npm run backup` and `npm run restore`. */
export const backupApiRoutes = new Hono<HttpEnv>()
  .get('/api/v1/backup', async (c) => c.json(await planBackup(c.var.ctx)))
  .get('/api/v1/backup/:table', async (c) => {
    const after = readKey(c.req.query('after'));
    return c.json(await readBackupPage(c.var.ctx, { table: c.req.param('table'), after }));
  })
  .post('/api/v1/restore/begin', async (c) => {
    await beginRestore(c.var.ctx, await readJson(c, BeginShape));
    return c.json({ status: 'open' });
  })
  .post('/api/v1/restore/rows', async (c) => {
    const leftOut = await restoreRows(c.var.ctx, await readJson(c, RowsShape));
    return c.json({ status: 'stored', leftOut });
  })
  .post('/api/v1/restore/finish', async (c) => {
    const { next } = await readJson(c, FinishShape);
    return c.json(await finishRestore(c.var.ctx, next));
  });

function readKey(text: string | undefined) {
  if (text === undefined) return null;
  try {
    return KeyShape.parse(JSON.parse(text));
  } catch {
    throw wrongQuery('after', 'Give the key as a page gave it.');
  }
}
