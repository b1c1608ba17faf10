import * as z from 'zod';
import { emptyRecipients, findOldMailing, listBatchesAfter } from '../../db/mailings/old-recipients.ts';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';

const DAY = 86_400;
const REACHED = 'recipients_emptied';
/** Batches of one statement, and statements of one sweep: half a million recipients an hour at most. */
const BATCHES = 200;
const SLICES = 25;

/** The mailing that is being emptied or was last, and behind which of its batches to go on; null: it is done. */
const ReachedShape = z.object({ finishedAt: z.string(), id: z.number(), lo: z.number().nullable() });

/**
 * Forgets who exactly was mailed by mailings that ended longer ago than the setting says: of each recipient the number stays,
 * so that "was it sent" still has an answer. In slices, in the order in which mailings ended; a kill in between repeats one.
 */
export async function emptyOldRecipients(ctx: Context): Promise<void> {
  const before = addSeconds(ctx.now(), -ctx.settings.sending.keepRecipientsDays * DAY);
  let reached = (await readSetting(ctx.db, REACHED, ReachedShape)) ?? { finishedAt: '', id: 0, lo: null };
  for (let slice = 0; slice < SLICES && ctx.hasBudget(); slice += 1) {
    if (reached.lo === null) {
      const next = await findOldMailing(ctx.db, reached, before);
      // Its recipients are needed until the correction has left.
      if (!next || next.isCorrected) return;
      reached = { finishedAt: next.finishedAt, id: next.id, lo: 0 };
    }
    const after: number = reached.lo ?? 0;
    const page = await listBatchesAfter(ctx.db, { mailingId: reached.id, after, limit: BATCHES });
    const last = page.at(-1);
    if (last !== undefined) {
      await ctx.db.batch([emptyRecipients(ctx.db, { mailingId: reached.id, after, upTo: last })]);
    }
    reached = { ...reached, lo: last === undefined || page.length < BATCHES ? null : last };
    await writeSetting(ctx.db, REACHED, reached, ctx.now());
  }
}
