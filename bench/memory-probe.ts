import { DatabaseSync } from 'node:sqlite';

/** Memory of the program that is measured, in MB, and how many statements it has prepared since its start. */
export type Memory = { heapUsedMb: number; externalMb: number; statements: number };

const MB = 2 ** 20;
let statements = 0;

/** Loaded before the program: counts what it prepares, and answers who asks over the channel to its parent. */
function watch(): void {
  const prepare = DatabaseSync.prototype.prepare;
  DatabaseSync.prototype.prepare = function counted(this: DatabaseSync, ...given) {
    statements += 1;
    return prepare.apply(this, given);
  };
  process.on('message', (question) => {
    // What is garbage already says nothing of a leak.
    if (question === 'live') globalThis.gc?.();
    const { external, heapUsed } = process.memoryUsage();
    const memory: Memory = { heapUsedMb: heapUsed / MB, externalMb: external / MB, statements };
    process.send?.(memory);
  });
}

watch();
