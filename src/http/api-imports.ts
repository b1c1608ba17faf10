import { Hono } from 'hono';
import * as z from 'zod';
import { type Import, listImports } from '../db/readers/imports.ts';
import {
  beginImport,
  endImport,
  ImportTermsShape,
  importPage,
  judgeImport,
  knownImport,
  MOST_ROWS,
} from '../services/readers/import-readers.ts';
import { ReaderRowShape } from '../services/readers/import-readers-row.ts';
import { undoImport } from '../services/readers/import-readers-undo.ts';
import type { HttpEnv } from './environment.ts';
import { readJson } from './read-json.ts';

const BY = 'api';
const SHOWN = 50;

const rows = z
  .array(ReaderRowShape, 'Give rows as a list.')
  .min(1)
  .max(MOST_ROWS, `Send at most ${MOST_ROWS} rows at a time.`);

export const BeginImportShape = z.strictObject({
  /** SHA-256 of the file and of its terms: the same one goes on where it stopped. */
  fingerprint: z.string().regex(/^[0-9a-f]{64}$/, 'Give the SHA-256 of the file, 64 hex digits.'),
  terms: ImportTermsShape,
});
export const CheckImportShape = z.strictObject({ terms: ImportTermsShape, rows });
export const ImportRowsShape = z.strictObject({ rows, tags: ImportTermsShape.shape.tags });

/** Imports of readers for scripts: check (stores nothing), or begin, rows in the order of their lines, finish; and undo. */
export const importApiRoutes = new Hono<HttpEnv>()
  .get('/api/v1/imports', async (c) => {
    const imports = await listImports(c.var.ctx.db, SHOWN);
    return c.json({ imports: imports.map(importJson) });
  })
  .post('/api/v1/imports', async (c) => {
    const input = await readJson(c, BeginImportShape);
    const { found, isNew } = await beginImport(c.var.ctx, { ...input, by: BY });
    return c.json(importJson(found), isNew ? 201 : 200);
  })
  .post('/api/v1/imports/check', async (c) => {
    const { rows: given, terms } = await readJson(c, CheckImportShape);
    return c.json(await judgeImport(c.var.ctx, given, terms));
  })
  .get('/api/v1/imports/:id', async (c) => c.json(importJson(await knownImport(c.var.ctx, c.req.param('id')))))
  .post('/api/v1/imports/:id/rows', async (c) => {
    const page = await readJson(c, ImportRowsShape);
    const { found, judged } = await importPage(c.var.ctx, { ...page, publicId: c.req.param('id') });
    return c.json({ import: importJson(found), ...judged });
  })
  .post('/api/v1/imports/:id/finish', async (c) =>
    c.json(importJson(await endImport(c.var.ctx, c.req.param('id'), BY))),
  )
  .post('/api/v1/imports/:id/undo', async (c) =>
    c.json(importJson(await undoImport(c.var.ctx, c.req.param('id'), BY))),
  );

function importJson({ id: _, publicId, ...rest }: Import) {
  return { id: publicId, ...rest };
}
