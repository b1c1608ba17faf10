import { stringify } from 'csv-stringify/sync';
import { noteAct } from '../../db/desk/audit.ts';
import { forgetSeen, markSeen } from '../../db/desk/slack-seen.ts';
import { listReaders, type Reader } from '../../db/readers/reader-list.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { signToken, verifyToken } from '../tokens.ts';

/** A million readers in 500 statements: D1 allows 1,000 in one invocation. */
const PAGE = 2_000;
const LINK_SECONDS = 600;
/** As the import reads them again. */
const COLUMNS = [
  'email',
  'name',
  'company',
  'occupation',
  'locale',
  'frequency',
  'status',
  'topics',
  'source',
  'consent_at',
  'left_at',
];
/** What a spreadsheet takes for a formula at the beginning of a cell (OWASP, CSV injection), wide forms included. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

/** Every reader as CSV, piece by piece. No cell begins as a formula. The export stands in the audit log before it begins. */
export async function exportReaders(ctx: Context, by: string): Promise<ReadableStream<Uint8Array>> {
  await noteAct(ctx.db, { at: ctx.now(), actor: by, act: 'readers.exported', subject: 'readers:all' });
  const encoder = new TextEncoder();
  let after = 0;
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(`${COLUMNS.join(',')}\n`)),
    async pull(controller) {
      const page = await listReaders(ctx.db, { after, state: null, limit: PAGE });
      const last = page.at(-1);
      if (!last) return controller.close();
      after = last.id;
      controller.enqueue(encoder.encode(csvOf(page)));
    },
  });
}

/** Rows of readers as CSV. */
export function csvOf(readers: readonly Reader[]): string {
  const rows = readers.map((reader) => [
    reader.email,
    reader.name,
    reader.company,
    reader.occupation,
    reader.locale,
    reader.frequency,
    reader.state === 'active' ? 'subscribed' : reader.state,
    reader.topics.join(';'),
    reader.source,
    reader.confirmedAt,
    reader.leftAt,
  ]);
  // The library marks the usual cases; what is left is marked here, so that an update of it cannot let one through.
  const safe = rows.map((cells) => cells.map((cell) => (cell !== null && FORMULA.test(cell) ? `'${cell}` : cell)));
  return stringify(safe, { escape_formulas: true });
}

/** A link by which one person can take the list out once, within ten minutes. */
export function exportLink(ctx: Pick<Context, 'config' | 'ids' | 'now'>): string {
  const until = String(Date.parse(addSeconds(ctx.now(), LINK_SECONDS)));
  const token = signToken(ctx.config.tokenKeys, 'export', { subject: ctx.ids.publicId(), detail: until });
  return `${ctx.config.brand.baseUrl}/exports/readers?t=${token}`;
}

/** Whether such a link is genuine and not over; looking at it uses nothing up. */
export function isExportLink(ctx: Pick<Context, 'config' | 'now'>, token: string): boolean {
  const claim = verifyToken(ctx.config.tokenKeys, 'export', token);
  return claim !== null && Number(claim.detail) > Date.parse(ctx.now());
}

/** Uses a link up; null where it is over, forged or used. */
export async function exportByLink(ctx: Context, token: string): Promise<ReadableStream<Uint8Array> | null> {
  const keys = [`export:${token}`];
  if (!isExportLink(ctx, token) || !(await markSeen(ctx.db, keys, ctx.now()))) return null;
  try {
    return await exportReaders(ctx, 'link');
  } catch (error) {
    await forgetSeen(ctx.db, keys);
    throw error;
  }
}
