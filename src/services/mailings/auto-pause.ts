import { foldEvents, hasEventsToFold } from '../../db/mailings/email-events.ts';
import {
  countProblemsSince,
  listEndedWithTrouble,
  readStanding,
  type Standing,
  writeMarks,
} from '../../db/mailings/mailing-control.ts';
import { listOpenMailings } from '../../db/mailings/mailings.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { pauseByItself, warnOfEnded } from './control-mailing.ts';
import type { SendingSettings } from './sending-settings.ts';

const FOLD = 1000;
/** Below these a share says nothing: one bounce of ten mails is no trouble. */
const FEWEST_SENT = 100;
const FEWEST_BOUNCES = 5;
const FEWEST_COMPLAINTS = 2;
/** The latest mails, by which a running mailing is judged as well: between this many and twice as many. */
const MARK_EVERY = 10_000;

/** A small newsletter has left before the first mail comes back; what is reported of one that ended longer ago is in its report. */
const WARNED_OF_SECONDS = 3 * 24 * 3600;

/**
 * Adds waiting reports to the counts of their mailings, and pauses a running one with too many bounces or complaints; of one
 * that has left, staff are told.
 */
export async function watchDeliveries(ctx: Context): Promise<void> {
  let isNews = false;
  while (await hasEventsToFold(ctx.db)) {
    const folded = (await ctx.db.batch(foldEvents(ctx.db, ctx.now(), FOLD))).at(-1)?.meta.changes ?? 0;
    isNews = true;
    if (folded < FOLD || !ctx.hasBudget()) break;
  }
  if (isNews) await warnOfTrouble(ctx);
  for (const mailing of await listOpenMailings(ctx.db, ctx.now())) {
    if (mailing.state !== 'sending') continue;
    const standing = await readStanding(ctx.db, mailing.id);
    const trouble = await findTrouble(ctx, mailing.id, standing);
    if (trouble) await pauseByItself(ctx, mailing, { ...trouble, resumeAt: null });
    else await moveMarks(ctx, mailing.id, standing);
  }
}

async function warnOfTrouble(ctx: Context): Promise<void> {
  for (const mailing of await listEndedWithTrouble(ctx.db, addSeconds(ctx.now(), -WARNED_OF_SECONDS))) {
    const trouble = troubleOf(await readStanding(ctx.db, mailing.id), {}, ctx.settings.sending);
    if (trouble) await warnOfEnded(ctx, mailing, trouble);
  }
}

/**
 * What is wrong with what was sent since a mailing last started or with the latest of it, so that good beginnings hide no
 * bad end; null where it is fine. Reports that come late and all at once are counted by when they happened.
 */
async function findTrouble(ctx: Context, mailingId: number, standing: Standing): Promise<Trouble | null> {
  const limits = ctx.settings.sending;
  const all = troubleOf(standing, standing.watchedFrom, limits);
  if (all) return all;
  const [mark] = standing.watchedFrom.marks ?? [];
  const latest = mark && troubleOf(standing, mark, limits);
  if (!mark || !latest) return null;
  const count = (type: string) => countProblemsSince(ctx.db, { mailingId, type, since: mark.at });
  const problems = { bounced: await count('bounced'), complained: await count('complained') };
  return troubleOf({ ...standing, problems }, { submitted: mark.submitted }, limits);
}

/** Sets a mark after each so many mails, and keeps the last two: the latest mails are those since the older one. */
async function moveMarks(ctx: Context, id: number, { problems, submitted, watchedFrom }: Standing): Promise<void> {
  const { marks = [] } = watchedFrom;
  const last = marks.at(-1)?.submitted ?? watchedFrom.submitted ?? 0;
  if (submitted - last < MARK_EVERY) return;
  await writeMarks(ctx.db, id, { marks: [...marks.slice(-1), { submitted, problems, at: ctx.now() }], watchedFrom });
}

type Trouble = { code: string; reason: string };

/** What is wrong with what was sent since `from`; null where it is fine. */
function troubleOf(
  { problems, submitted }: Pick<Standing, 'problems' | 'submitted'>,
  from: Pick<Standing['watchedFrom'], 'problems' | 'submitted'>,
  limits: Pick<SendingSettings, 'pauseAtBounceShare' | 'pauseAtComplaintShare'>,
): Trouble | null {
  const since = (type: string) => (problems[type] ?? 0) - (from.problems?.[type] ?? 0);
  const sent = submitted - (from.submitted ?? 0);
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
