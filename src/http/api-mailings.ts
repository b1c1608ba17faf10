import { stringify } from 'csv-stringify/sync';
import { Hono } from 'hono';
import * as z from 'zod';
import { noteAct } from '../db/desk/audit.ts';
import { findMailing, listRecentMailings, type Mailing } from '../db/mailings/mailings.ts';
import { AppError } from '../domain/errors.ts';
import type { Context } from '../services/context.ts';
import { controlMailing } from '../services/mailings/control-mailing.ts';
import { mailingReport } from '../services/mailings/mailing-report.ts';
import {
  listRecipients,
  proveDelivery,
  type RecipientRow,
  recipientPart,
} from '../services/mailings/prove-delivery.ts';
import type { HttpEnv } from './environment.ts';
import { readJson } from './read-json.ts';
import { wrongQuery } from './wrong-query.ts';

const MOST_LISTED = 100;
const COLUMNS = ['reader', 'locale', 'outcome', 'batch', 'submitted_at', 'provider_id', 'reason', 'reported_at'];
export const ActShape = z.object({ act: z.enum(['pause', 'resume', 'cancel'], 'Say pause, resume or cancel.') });

/** Newsletters for scripts: what was sent, to whom by id, and what became of each copy. */
export const mailingApiRoutes = new Hono<HttpEnv>()
  .get('/api/v1/mailings', async (c) => {
    const mailings = await listRecentMailings(c.var.ctx.db, MOST_LISTED);
    return c.json({ mailings: mailings.map(shown) });
  })
  .get('/api/v1/mailings/:id', async (c) => {
    const mailing = await named(c.var.ctx, c.req.param('id'));
    return c.json({ mailing: shown(mailing), report: await mailingReport(c.var.ctx, mailing) });
  })
  .post('/api/v1/mailings/:id', async (c) => {
    const { act } = await readJson(c, ActShape);
    const { mailing, isDone } = await controlMailing(c.var.ctx, { publicId: c.req.param('id'), act, by: 'api' });
    return c.json({ mailing: shown(mailing), isDone }, isDone ? 200 : 409);
  })
  .get('/api/v1/mailings/:id/recipients.csv', async (c) => {
    const { ctx } = c.var;
    const mailing = await named(ctx, c.req.param('id'));
    const withAddresses = c.req.query('addresses') === 'yes';
    if (withAddresses) await noteAddresses(ctx, mailing);
    const part = await recipientPart(ctx, mailing, readAfter(c.req.query('after')));
    const rows = listRecipients(ctx, mailing, { ...part, withAddresses });
    return new Response(csvOf(rows, { withAddresses, isFirst: part.after === 0 }), {
      headers: {
        ...(part.upTo === null ? {} : { Link: nextLink(c.req.url, part.upTo) }),
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="newsletter-${mailing.publicId}.csv"`,
        'Cache-Control': 'no-store',
      },
    });
  })
  .get('/api/v1/mailings/:id/recipients/:reader', async (c) =>
    c.json(await proveDelivery(c.var.ctx, c.req.param('id'), c.req.param('reader'))),
  );

async function named(ctx: Context, publicId: string): Promise<Mailing> {
  const mailing = await findMailing(ctx.db, publicId);
  if (!mailing) throw new AppError('not_found', 'There is no newsletter with this id.');
  return mailing;
}

/** Who takes addresses out stands in the audit log before the first one leaves. */
async function noteAddresses(ctx: Context, { publicId }: Mailing): Promise<void> {
  const act = 'mailing.addresses_exported';
  await noteAct(ctx.db, { at: ctx.now(), actor: 'api', act, subject: `mailing:${publicId}` });
}

/** Throws AppError('invalid') for what no answer gave. */
function readAfter(text: string | undefined): number {
  if (text === undefined) return 0;
  const after = Number(text);
  if (Number.isSafeInteger(after) && after >= 0) return after;
  throw wrongQuery('after', 'Take it from the Link header of the answer before.');
}

/** Where the list goes on (RFC 8288); relative, so that a proxy in front changes nothing. */
function nextLink(url: string, after: number): string {
  const next = new URL(url);
  next.searchParams.set('after', String(after));
  return `<${next.search}>; rel="next"`;
}

/** CSV piece by piece, so that a list of millions never stands in memory. Cells that a spreadsheet would compute are quoted. */
function csvOf(
  pages: AsyncGenerator<RecipientRow[]>,
  { isFirst, withAddresses }: { isFirst: boolean; withAddresses: boolean },
): ReadableStream<Uint8Array> {
  const columns = withAddresses ? [...COLUMNS, 'address'] : COLUMNS;
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (controller) => {
      // Only in the first answer, so that those of a long list can be put one behind the other.
      if (isFirst) controller.enqueue(encoder.encode(`${columns.join(',')}\n`));
    },
    async pull(controller) {
      // A pull that brings nothing is never asked again: a page without rows is passed over here.
      for (let page = await pages.next(); ; page = await pages.next()) {
        if (page.done) return controller.close();
        if (page.value.length === 0) continue;
        return controller.enqueue(encoder.encode(stringify(page.value, { columns, escape_formulas: true })));
      }
    },
    cancel: async () => void (await pages.return(undefined)),
  });
}

function shown(mailing: Mailing) {
  const { approvedAt, approvedBy, createdAt, failedCount, finishedAt, kind, pauseReason, publicId } = mailing;
  const { startedAt, state, submittedCount } = mailing;
  return {
    id: publicId,
    kind,
    state,
    createdAt,
    approvedAt,
    approvedBy,
    startedAt,
    finishedAt,
    submitted: submittedCount,
    refused: failedCount,
    pauseReason,
  };
}
