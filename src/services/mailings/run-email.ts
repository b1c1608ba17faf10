import { readPacing, writePacing } from '../../db/lanes.ts';
import { hasEventsToFold } from '../../db/mailings/email-events.ts';
import { listOpenMailings } from '../../db/mailings/mailings.ts';
import { hasDueMessages } from '../../db/mailings/messages.ts';
import { secondsBetween } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { withLane } from '../lane.ts';
import { watchDeliveries } from './auto-pause.ts';
import { resumeDue } from './control-mailing.ts';
import { createPacer, LONGEST_WAIT_SECONDS, pacedMailer } from './pace.ts';
import { reportMailings } from './report-mailings.ts';
import { runMailings } from './run-mailings.ts';
import { sendMessages } from './send-messages.ts';

const PROGRESS_SECONDS = 5;

/**
 * Sends all mail that is due. Confirmations go first, and are looked for every second while a mailing is under way; so are
 * reports of bounces and complaints, since a turn may send tens of thousands of mails before the next one looks.
 */
export async function runEmail(base: Context, deadline: string): Promise<void> {
  const now = base.now();
  await resumeDue(base);
  const hasWork = (await hasDueMessages(base.db, now)) || (await listOpenMailings(base.db, now)).length > 0;
  if (!hasWork) return;
  await withLane(base, { name: 'email', deadline }, async (lane) => {
    const pacer = createPacer(base, await readPacing(base.db, 'email'), base.mailer.assumedRate);
    const ctx: Context = { ...base, mailer: pacedMailer(base.mailer, pacer) };
    const renew = async () => pacer.waitSeconds() <= LONGEST_WAIT_SECONDS && lane.renew();
    let lookedAt = ctx.now();
    let reportedAt = ctx.now();
    let reporting: Promise<void> | null = null;
    const watch = createWatch(base);
    // A slow Slack must not hold up mail, so nothing waits for it before the lane is given back.
    const tellProgress = () => {
      if (reporting || secondsBetween(reportedAt, ctx.now()) < PROGRESS_SECONDS) return;
      reportedAt = ctx.now();
      reporting = reportMailings(base)
        .catch((error: unknown) => base.log.error('tick.crashed', error, { lane: 'report' }))
        .finally(() => {
          reporting = null;
        });
    };
    const mayGoOn = async () => {
      tellProgress();
      if (secondsBetween(lookedAt, ctx.now()) >= 1) {
        lookedAt = ctx.now();
        await watch();
        await sendMessages(ctx, lane.holder);
      }
      return renew();
    };
    try {
      while ((await renew()) && (await sendMessages(ctx, lane.holder)) > 0);
      await runMailings(ctx, { holder: lane.holder, mayGoOn });
    } finally {
      const { nextAt, perSecond } = pacer.pacing();
      await reporting;
      if (perSecond !== null || pacer.waitSeconds() > 0) {
        await writePacing(ctx.db, { name: 'email', holder: lane.holder, nextAt, perSecond });
      }
    }
  });
}

/**
 * Looks at what came back, from the first report on that comes in this turn: mails are counted as sent only a moment later.
 * Whatever goes wrong with that, mail goes on.
 */
function createWatch(ctx: Context): () => Promise<void> {
  let hasReports = false;
  return async () => {
    try {
      hasReports ||= await hasEventsToFold(ctx.db);
      if (hasReports) await watchDeliveries(ctx);
    } catch (error) {
      ctx.log.error('tick.crashed', error, { lane: 'deliveries' });
    }
  };
}
