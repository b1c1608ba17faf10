import { createProgress } from '../scripts/progress.ts';
import { createContext } from '../src/app.ts';
import { countQueries } from '../src/db/count-queries.ts';
import { NodeDatabase } from '../src/db/d1-node.ts';
import type { Database } from '../src/db/database.ts';
import { findMailing } from '../src/db/mailings/mailings.ts';
import { reuseBody } from '../src/email/encode-mail.ts';
import { loadAll } from '../src/late-ports.ts';
import { createLog } from '../src/log.ts';
import type { Context } from '../src/services/context.ts';
import { sendDigest } from '../src/services/mailings/send-digest.ts';
import type { Mailer } from '../src/services/ports.ts';
import { takeOver } from '../src/services/take-over.ts';
import { startTicker } from '../src/ticker.ts';

/** What one send took. Times are milliseconds since the epoch. */
export type SendReport = {
  approvedAt: number;
  finishedAt: number;
  submitted: number;
  peakRssMb: number;
  /** Resident memory while a tenth after the other was sent. */
  rssMb: number[];
  queries: number;
  cpuMs: number;
};

/** Between two looks at how far a send is; each is a statement that its process pays for. */
const IDLE_MS = 50;
/** Shorter than the second between two ticks. */
const QUIET_MS = 300;

/** The Node entry without its HTTP side: approves a digest when asked, and tells when its background work sent it. */
async function main(): Promise<void> {
  const counted = countQueries(new NodeDatabase(process.env.DATABASE ?? ''));
  const { db } = counted;
  await takeOver({ db, now: () => new Date().toISOString() });
  const log = createLog((line) => process.env.VERBOSE && process.stderr.write(`${line}\n`));
  const { context } = startTicker((ring) => mailing(createContext({ variables: process.env, db, ring, log })));
  process.once('disconnect', () => process.exit(0));
  await loadAll();
  await firstTick(counted.used);
  process.send?.({ ready: true });
  await new Promise((resolve) => process.once('message', resolve));
  const usedBefore = counted.used();
  const cpuBefore = process.cpuUsage();
  const approvedAt = performance.timeOrigin + performance.now();
  const result = await sendDigest(context, { by: 'bench', reportChannel: null, typedCount: null });
  if (result.kind !== 'holding') throw new Error('The digest was not approved.');
  const { looks, rssMb, submitted } = await untilFinished(db, result.mailing.publicId);
  const cpu = process.cpuUsage(cpuBefore);
  const report: SendReport = {
    approvedAt,
    finishedAt: performance.timeOrigin + performance.now(),
    submitted,
    rssMb,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
    queries: counted.used() - usedBefore - looks,
    cpuMs: (cpu.user + cpu.system) / 1000,
  };
  process.send?.(report);
}

/** Follows a mailing to its end; tells how often it looked, how much was submitted, and the memory after each tenth. */
async function untilFinished(db: Database, publicId: string) {
  const recipients = Number(process.env.RECIPIENTS);
  using progress = createProgress('Mails', recipients);
  const rssMb: number[] = [];
  for (let [looks, submitted] = [1, 0]; ; looks += 1) {
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    const found = await findMailing(db, publicId);
    progress.step((found?.submittedCount ?? 0) - submitted);
    submitted = found?.submittedCount ?? 0;
    if (submitted >= ((rssMb.length + 1) * recipients) / 10)
      rssMb.push(Math.round(process.memoryUsage.rss() / 2 ** 20));
    if (found?.state === 'paused') throw new Error(`The mailing was paused: ${found.pauseReason}`);
    if (found?.state === 'finished') return { looks, submitted, rssMb };
  }
}

/** Resolves once the first tick is over, whose hourly housekeeping is no part of a send: when no statement came for a while. */
async function firstTick(used: () => number): Promise<void> {
  for (let before = -1; before < used(); ) {
    before = used();
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  }
}

/** With NULL_PROVIDER, nothing leaves and no rate is assumed: what a provider costs is left out, and a million mails need none. */
function mailing(ctx: Context): Context {
  if (process.env.NULL_PROVIDER !== 'true') return ctx;
  const sendBatch: Mailer['sendBatch'] = async (body) => {
    reuseBody(body);
    return { kind: 'accepted', ids: [], rejected: [] };
  };
  return { ...ctx, mailer: { ...ctx.mailer, assumedRate: null, sendBatch } };
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
