import { foldEvents, hasEventsToFold } from '../../db/mailings/email-events.ts';
import { readStanding, type Standing } from '../../db/mailings/mailing-control.ts';
import { listOpenMailings } from '../../db/mailings/mailings.ts';
import type { Context } from '../context.ts';
import { pauseByItself } from './control-mailing.ts';
import type { SendingSettings } from './sending-settings.ts';

const FOLD = 1000;
/** Below these a share says nothing: one bounce of ten mails is no trouble. */
const FEWEST_SENT = 100;
const FEWEST_BOUNCES = 5;
const FEWEST_COMPLAINTS = 2;

/** Adds waiting reports to the counts of their mailings, and pauses a running one with too many bounces or complaints. */
export async function watchDeliveries(ctx: Context): Promise<void> {
  while (await hasEventsToFold(ctx.db)) {
    const folded = (await ctx.db.batch(foldEvents(ctx.db, ctx.now(), FOLD))).at(-1)?.meta.changes ?? 0;
    if (folded < FOLD || !ctx.hasBudget()) break;
  }
  for (const mailing of await listOpenMailings(ctx.db, ctx.now())) {
    if (mailing.state !== 'sending') continue;
    const trouble = troubleOf(await readStanding(ctx.db, mailing.id), ctx.settings.sending);
    if (trouble) await pauseByItself(ctx, mailing, { ...trouble, resumeAt: null });
  }
}

/** What is wrong with what was sent since the mailing last started; null where it is fine. */
export function troubleOf(
  { problems, submitted, watchedFrom }: Standing,
  limits: Pick<SendingSettings, 'pauseAtBounceShare' | 'pauseAtComplaintShare'>,
): { code: string; reason: string } | null {
  const since = (type: string) => (problems[type] ?? 0) - (watchedFrom.problems?.[type] ?? 0);
  const sent = submitted - (watchedFrom.submitted ?? 0);
  if (sent < FEWEST_SENT) return null;
  const [bounced, complained] = [since('bounced'), since('complained')];
  if (complained >= FEWEST_COMPLAINTS && complained / sent > limits.pauseAtComplaintShare) {
    const share = percent(complained / sent);
    return {
      code: 'complaints',
      reason: `${complained} of ${sent.toLocaleString('en')} readers (${share}) marked it as spam. Mail providers block senders at 0.3 %. Look at who gets it before you go on.`,
    };
  }
  if (bounced >= FEWEST_BOUNCES && bounced / sent > limits.pauseAtBounceShare) {
    const share = percent(bounced / sent);
    return {
      code: 'bounces',
      reason: `${bounced} of ${sent.toLocaleString('en')} mails (${share}) came back. Is part of the list old or bought? Look before you go on.`,
    };
  }
  return null;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
