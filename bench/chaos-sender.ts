import { createContext } from '../src/app.ts';
import { NodeDatabase } from '../src/db/d1-node.ts';
import type { Database } from '../src/db/database.ts';
import { createLog } from '../src/log.ts';
import type { Context } from '../src/services/context.ts';
import { runEmail } from '../src/services/mailings/run-email.ts';
import { sendDigest } from '../src/services/mailings/send-digest.ts';
import { cutLeases, resumePaused } from './chaos-newsroom.ts';
import { keyedByBytes, withoutFreezing } from './without-freezing.ts';

/** What a sender says when there is nothing left to do. */
export type ChaosReport = { state: 'finished' | 'paused' };

const TURN_SECONDS = 20;

/**
 * A sender that is to be killed. It approves the one digest if nobody has, and sends until the mailing is over. Unlike a
 * program that starts on its own machine it never takes over, so that several overlap; leases are cut short instead, as
 * if the time they take had passed.
 */
async function main(): Promise<void> {
  const open = new NodeDatabase(process.env.DATABASE ?? '');
  const freezes = process.env.FREEZES !== 'false';
  const db: Database = freezes ? open : withoutFreezing(open);
  const log = createLog((line) => process.env.VERBOSE && process.stderr.write(`${line}\n`));
  const real = createContext({ variables: process.env, db, ring: () => {}, log });
  const ctx: Context = freezes ? real : { ...real, mailer: keyedByBytes(real.mailer) };
  process.once('disconnect', () => process.exit(0));
  process.send?.({ ready: true });
  // Somebody else may have approved it a moment ago.
  await sendDigest(ctx, { by: 'bench', reportChannel: null, typedCount: null }).catch(() => {});
  for (;;) {
    await cutLeases(db);
    await runEmail(ctx, new Date(Date.now() + TURN_SECONDS * 1000).toISOString()).catch((error: unknown) =>
      ctx.log.error('tick.crashed', error, { lane: 'email' }),
    );
    const { results } = await db.prepare(`SELECT state FROM mailing WHERE state NOT IN ('draft', 'cancelled')`).all();
    const state = results[0]?.state;
    if (state === 'finished') process.send?.({ state } satisfies ChaosReport);
    if (state === 'paused') await resumePaused(db);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
