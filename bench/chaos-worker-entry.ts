import type { Database } from '../src/db/database.ts';
import { dying } from '../test/support/dying-database.ts';
import { seeded } from './figures.ts';

type Env = { DB: Database } & Record<string, unknown>;
type Execution = { waitUntil(work: Promise<unknown>): void };
type Deployed = { scheduled(controller: unknown, env: Env, execution: Execution): Promise<void> };

/** Beside this module, as a deployment uploads it. */
const WORKER = './worker.js';

/** The deployed Worker's cron with a database at which it dies by chance: each request runs it once, as its query says. */
export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { default: worker } = (await import(WORKER)) as { default: Deployed };
    const { searchParams } = new URL(request.url);
    const random = seeded(Number(searchParams.get('seed')));
    const share = Number(searchParams.get('share'));
    let deaths = 0;
    const counted = () => {
      const dice = random();
      if (dice < share / 2) deaths += 1;
      return dice;
    };
    const db = dying(env.DB, { random: counted, share, livesOn: random() < 0.5 });
    const late: Promise<unknown>[] = [];
    await worker.scheduled(null, { ...env, DB: db }, { waitUntil: (work) => void late.push(work) });
    await Promise.allSettled(late);
    return Response.json({ deaths });
  },
};
