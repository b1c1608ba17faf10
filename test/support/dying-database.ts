import type { Database, Statement } from '../../src/db/database.ts';

type Held = Statement & { inner: Statement };

export type Death = {
  random: () => number;
  /** Of all statements and transactions, 0 to 1. */
  share: number;
  /** Whether it goes on, as after an exception, or is dead for good, as by SIGKILL. */
  livesOn: boolean;
};

/** A database at which a process dies by chance: half of the time before a statement or transaction, half after it. */
export function dying(db: Database, { livesOn, random, share }: Death): Database {
  let isDead = false;
  const mayDie = (when: string) => {
    if (!isDead && random() >= share / 2) return;
    isDead = !livesOn;
    throw new Error(`killed ${when}`);
  };
  async function survive<T>(work: () => Promise<T>): Promise<T> {
    mayDie('before the commit');
    const result = await work();
    mayDie('after the commit');
    return result;
  }
  const hold = (inner: Statement): Held => ({
    inner,
    bind: (...values) => hold(inner.bind(...values)),
    all: () => survive(() => inner.all()),
  });
  return {
    prepare: (sql) => hold(db.prepare(sql)),
    batch: (statements) => survive(() => db.batch(statements.map((statement) => (statement as Held).inner))),
  };
}
