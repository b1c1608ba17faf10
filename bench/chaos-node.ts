import { join } from 'node:path';
import { countUnknown, fillNewsroom, letSomeLeave, type Ordeal, type Survival } from './chaos-newsroom.ts';
import { watchProgress } from './chaos-progress.ts';
import type { ChaosReport } from './chaos-sender.ts';
import { type Child, startChild } from './children.ts';
import { newsroomVariables, openNewsroom } from './newsroom.ts';

const SENDERS = 2;
/**
 * A sender lives this long before it is killed, at most: about as long as sending takes, so that few readers see as many deaths
 * as many do. While nothing is taken on a busy machine, longer.
 */
const longestLife = (recipients: number) => Math.min(2_000, 200 + recipients / 10);

/** Node: keeps two senders on one database file running and dying by SIGKILL until the mailing is over or stuck. */
export async function harassNode(ordeal: Ordeal & { freezes: boolean }): Promise<Survival> {
  const { baseUrl, folder, freezes, random, recipients } = ordeal;
  const path = join(folder, 'newsdesk.db');
  const db = await openNewsroom(path);
  try {
    await fillNewsroom(db, recipients);
    const env = newsroomVariables({ DATABASE: path, RESEND_BASE_URL: baseUrl, FREEZES: String(freezes) });
    const left = new Set<number>();
    const watch = watchProgress(db, ordeal);
    let deaths = 0;
    const keepOne = async () => {
      while ((await watch.look()) === 'goes on') {
        const { child } = await startChild<unknown>('chaos-sender', { env });
        const life = 20 + random() * longestLife(recipients) * watch.patience();
        const outcome = await Promise.race([outcomeOf(child), pause(life)]);
        if (outcome === null) deaths += 1;
        await child.kill();
        await letSomeLeave(db, { left, random, recipients });
      }
    };
    await Promise.all(Array.from({ length: SENDERS }, keepOne));
    return { isOver: (await watch.look()) === 'over', deaths, left, unknown: await countUnknown(db) };
  } finally {
    db.close();
  }
}

async function outcomeOf(child: Child): Promise<ChaosReport['state'] | null> {
  // A child that dies before it says anything is one more that was killed.
  return child.next<ChaosReport>().then(
    ({ state }) => state,
    () => null,
  );
}

function pause(milliseconds: number): Promise<null> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, null));
}
