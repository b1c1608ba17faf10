import type { Import } from '../../db/readers/imports.ts';
import type { Context } from '../context.ts';
import { sha256OfBytes } from '../hash.ts';
import {
  beginImport,
  endImport,
  type ImportTerms,
  importPage,
  type Judged,
  judgeImport,
  MOST_ROWS,
  nothingJudged,
} from './import-readers.ts';
import type { ReaderRow } from './import-readers-row.ts';

const MOST_TOLD = 50;
/** How long one go may take: a Worker is given 30 seconds once it has answered. */
const LONGEST_MS = 20_000;

/** What would become of a whole list; stores nothing. Who stands in it twice counts as known the second time. */
export async function judgeList(ctx: Context, rows: readonly ReaderRow[], terms: ImportTerms): Promise<Judged> {
  const whole = nothingJudged();
  const seen = new Set<string>();
  const once = rows.filter(({ email, status }) => {
    const place = `${status} ${email.toLowerCase()}`;
    const isNew = email === '' || !seen.has(place);
    seen.add(place);
    return isNew;
  });
  whole.counts.known += rows.length - once.length;
  for (let at = 0; at < once.length; at += MOST_ROWS) {
    const page = await judgeImport(ctx, once.slice(at, at + MOST_ROWS), terms);
    for (const [outcome, count] of Object.entries(page.counts))
      whole.counts[outcome as keyof Judged['counts']] += count;
    whole.told = [...whole.told, ...page.told.filter(({ outcome }) => outcome !== 'known')].slice(0, MOST_TOLD);
    whole.tags = [...new Set([...whole.tags, ...page.tags])].slice(0, MOST_TOLD);
  }
  return whole;
}

/**
 * Imports a list page by page, and tells `onPage` how many lines are through. It ends early where it takes too long for one
 * go; the same list on the same terms then goes on where this one stopped, and what was taken is not taken twice. Throws what
 * beginImport and importPage throw.
 */
export async function importList(
  ctx: Context,
  list: { bytes: Uint8Array<ArrayBuffer>; rows: readonly ReaderRow[]; terms: ImportTerms; by: string },
  onPage: (done: number) => Promise<void>,
): Promise<{ found: Import; left: number }> {
  const { by, bytes, rows, terms } = list;
  const fingerprint = await fingerprintOf(bytes, terms);
  let { found } = await beginImport(ctx, { fingerprint, terms, by });
  if (found.state !== 'open') return { found, left: 0 };
  const due = rows.filter(({ line }) => line > found.lineDone);
  const until = Date.parse(ctx.now()) + LONGEST_MS;
  for (let at = 0; at < due.length; at += MOST_ROWS) {
    if (!ctx.hasBudget() || Date.parse(ctx.now()) > until) return { found, left: due.length - at };
    const page = due.slice(at, at + MOST_ROWS);
    ({ found } = await importPage(ctx, { publicId: found.publicId, rows: page, tags: terms.tags }));
    await onPage(rows.length - due.length + Math.min(at + MOST_ROWS, due.length));
  }
  return { found: await endImport(ctx, found.publicId, by), left: 0 };
}

/** Names a list with its terms as scripts name theirs, so that the same one is not taken twice. */
async function fingerprintOf(bytes: Uint8Array<ArrayBuffer>, terms: ImportTerms): Promise<string> {
  const said = new TextEncoder().encode(JSON.stringify([null, terms]));
  const whole = new Uint8Array(said.length + bytes.length);
  whole.set(said);
  whole.set(bytes, said.length);
  return sha256OfBytes(whole);
}
