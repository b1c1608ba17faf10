import { endOnInterrupt } from '../scripts/command.ts';
import { benchAll } from './all.ts';
import { benchChaos } from './chaos.ts';
import { benchImport } from './import.ts';
import { benchIngest } from './ingest.ts';
import { type BenchName, type BenchOptions, readOptions } from './options.ts';
import { benchPages } from './pages.ts';
import { benchRender } from './render.ts';
import { benchScale } from './scale.ts';
import { benchSend } from './send.ts';
import { benchSignup } from './signup.ts';
import { benchSlack } from './slack.ts';
import { benchSoak } from './soak.ts';

/** One bench: runs, tells its progress on stderr, and gives the figures of its line. */
export type Bench = (options: BenchOptions) => Promise<Record<string, unknown>>;

const RUN: Record<BenchName | 'all', Bench> = {
  all: benchAll,
  pages: benchPages,
  ingest: benchIngest,
  send: benchSend,
  chaos: benchChaos,
  signup: benchSignup,
  slack: benchSlack,
  render: benchRender,
  import: benchImport,
  scale: benchScale,
  soak: benchSoak,
};

async function main(): Promise<void> {
  // The folders of a bench go with its process.
  endOnInterrupt(() => 'Stopped. What was not measured to its end is not kept.');
  const { names, options } = readOptions();
  for (const name of names) {
    const figures = await RUN[name](options);
    process.stdout.write(`${JSON.stringify({ bench: name, ...figures })}\n`);
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
