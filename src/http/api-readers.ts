import { Hono } from 'hono';
import * as z from 'zod';
import { listReaders, type Reader } from '../db/readers/reader-list.ts';
import { SUBSCRIBER_STATES } from '../db/readers/subscribers.ts';
import { readInput } from '../services/read-input.ts';
import { giveUpSuppressions } from '../services/readers/address-hash.ts';
import { findEvidence } from '../services/readers/find-evidence.ts';
import { findReader, knownReader } from '../services/readers/find-reader.ts';
import { MOST_DAYS, readGrowth } from '../services/readers/growth.ts';
import { liftSuppression } from '../services/readers/lift-suppression.ts';
import {
  addReader,
  eraseReader,
  exportReader,
  NewReaderShape,
  resendConfirmation,
  unsubscribeReader,
} from '../services/readers/reader-acts.ts';
import { exportReaders } from '../services/readers/reader-list-export.ts';
import type { HttpEnv } from './environment.ts';
import { readJson } from './read-json.ts';

const BY = 'api';
const PAGE = 200;
const CSV = {
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': 'attachment; filename="readers.csv"',
  'Cache-Control': 'no-store',
};

export const FindShape = z.strictObject({
  email: z.string('Give an address.').max(320, 'Give at most 320 characters.'),
});
/** Whoever was erased is in no list. */
const LISTED_STATES = SUBSCRIBER_STATES.filter((state) => state !== 'erased');
export const ReadersQuery = z.object({
  state: z.enum(LISTED_STATES, `Give one of ${LISTED_STATES.join(', ')}.`).optional(),
  /** Id of the last reader of the page before. */
  after: z.string().max(40).optional(),
});
const DAYS = `Give a number of days, from 1 to ${MOST_DAYS}.`;
export const GrowthQuery = z.object({
  days: z.coerce.number(DAYS).int(DAYS).min(1, DAYS).max(MOST_DAYS, DAYS).default(30),
});

/** Readers for scripts. An address stands in bodies and answers only, never in a URL; the route above checks the token. */
export const readerApiRoutes = new Hono<HttpEnv>()
  .get('/api/v1/readers', async (c) => {
    const { after, state } = readInput(ReadersQuery, c.req.query());
    const last = after === undefined ? 0 : (await knownReader(c.var.ctx, { publicId: after })).id;
    const found = await listReaders(c.var.ctx.db, { after: last, state: state ?? null, limit: PAGE + 1 });
    const shown = found.slice(0, PAGE);
    const next = found.length > PAGE ? (shown.at(-1)?.publicId ?? null) : null;
    return c.json({ readers: shown.map(readerJson), next });
  })
  .get('/api/v1/readers.csv', async (c) => new Response(await exportReaders(c.var.ctx, BY), { headers: CSV }))
  .post('/api/v1/readers', async (c) => {
    const { outcome, reader } = await addReader(c.var.ctx, await readJson(c, NewReaderShape), BY);
    const isOnItsWay = outcome === 'sent' || outcome === 'invited';
    return c.json({ outcome, reader: reader && readerJson(reader) }, isOnItsWay ? 202 : 200);
  })
  .post('/api/v1/readers/find', async (c) => {
    const { email } = await readJson(c, FindShape);
    return c.json(fileJson(await findReader(c.var.ctx, { email })));
  })
  .post('/api/v1/readers/evidence', async (c) => {
    const { email } = await readJson(c, FindShape);
    return c.json({ evidence: await findEvidence(c.var.ctx, email) });
  })
  .get('/api/v1/readers/:id', async (c) =>
    c.json(fileJson(await findReader(c.var.ctx, { publicId: c.req.param('id') }))),
  )
  .delete('/api/v1/readers/:id', async (c) => {
    await eraseReader(c.var.ctx, c.req.param('id'), BY);
    return c.body(null, 204);
  })
  .get('/api/v1/readers/:id/export', async (c) => c.json(await exportReader(c.var.ctx, c.req.param('id'), BY)))
  .post('/api/v1/readers/:id/confirmation', async (c) => {
    const { outcome, reader } = await resendConfirmation(c.var.ctx, c.req.param('id'), BY);
    return c.json({ outcome, reader: reader && readerJson(reader) }, outcome === 'sent' ? 202 : 200);
  })
  .post('/api/v1/readers/:id/unsubscribe', async (c) =>
    c.json({ reader: readerJson(await unsubscribeReader(c.var.ctx, c.req.param('id'), BY)) }),
  )
  .post('/api/v1/suppressions/lift', async (c) => {
    const lifted = await liftSuppression(c.var.ctx, await readJson(c, FindShape), BY);
    return c.json({ reader: lifted && readerJson(lifted) });
  })
  .delete('/api/v1/suppressions', async (c) => c.json({ givenUp: await giveUpSuppressions(c.var.ctx, BY) }))
  .get('/api/v1/growth', async (c) => c.json(await readGrowth(c.var.ctx, readInput(GrowthQuery, c.req.query()).days)));

function readerJson({ id: _, publicId, ...rest }: Reader) {
  return { id: publicId, ...rest };
}

function fileJson({ consent, reader, sent }: Awaited<ReturnType<typeof findReader>>) {
  return { reader: readerJson(reader), consent, sent };
}
