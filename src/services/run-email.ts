import { readPacing, writePacing } from '../db/lanes.ts';
import { listOpenMailings } from '../db/mailings.ts';
import { hasDueMessages } from '../db/messages.ts';
import { secondsBetween } from '../domain/time.ts';
import type { Context } from './context.ts';
import { withLane } from './lane.ts';
import { createPacer, LONGEST_WAIT_SECONDS, pacedMailer } from './pace.ts';
import { runMailings } from './run-mailings.ts';
import { sendMessages } from './send-messages.ts';

/** Sends all mail that is due. Confirmations go first, and are looked for every second while a mailing is under way. */
export async function runEmail(base: Context, deadline: string): Promise<void> {
  const now = base.now();
  const hasWork = (await hasDueMessages(base.db, now)) || (await listOpenMailings(base.db, now)).length > 0;
  if (!hasWork) return;
  await withLane(base, { name: 'email', deadline }, async (lane) => {
    const pacer = createPacer(base, await readPacing(base.db, 'email'), base.mailer.assumedRate);
    const ctx: Context = { ...base, mailer: pacedMailer(base.mailer, pacer) };
    const renew = async () => pacer.waitSeconds() <= LONGEST_WAIT_SECONDS && lane.renew();
    let lookedAt = ctx.now();
    const mayGoOn = async () => {
      if (secondsBetween(lookedAt, ctx.now()) >= 1) {
        lookedAt = ctx.now();
        await sendMessages(ctx, lane.holder);
      }
      return renew();
    };
    try {
      while ((await renew()) && (await sendMessages(ctx, lane.holder)) > 0);
      await runMailings(ctx, { holder: lane.holder, mayGoOn });
    } finally {
      const { nextAt, perSecond } = pacer.pacing();
      if (perSecond !== null || pacer.waitSeconds() > 0) {
        await writePacing(ctx.db, { name: 'email', holder: lane.holder, nextAt, perSecond });
      }
    }
  });
}
