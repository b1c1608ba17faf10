import { listOpenMailings } from '../db/mailings.ts';
import { hasDueMessages } from '../db/messages.ts';
import { secondsBetween } from '../domain/time.ts';
import type { Context } from './context.ts';
import { withLane } from './lane.ts';
import { runMailings } from './run-mailings.ts';
import { sendMessages } from './send-messages.ts';

/** Sends all mail that is due. Confirmations go first, and are looked for every second while a mailing is under way. */
export async function runEmail(ctx: Context, deadline: string): Promise<void> {
  const now = ctx.now();
  const hasWork = (await hasDueMessages(ctx.db, now)) || (await listOpenMailings(ctx.db, now)).length > 0;
  if (!hasWork) return;
  await withLane(ctx, { name: 'email', deadline }, async (lane) => {
    let lookedAt = ctx.now();
    while ((await sendMessages(ctx, lane.holder)) > 0 && (await lane.renew()));
    const mayGoOn = async () => {
      if (secondsBetween(lookedAt, ctx.now()) >= 1) {
        lookedAt = ctx.now();
        await sendMessages(ctx, lane.holder);
      }
      return lane.renew();
    };
    await runMailings(ctx, { holder: lane.holder, mayGoOn });
  });
}
