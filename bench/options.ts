import { readArguments, refuseArguments } from '../scripts/command.ts';

const BENCHES = ['ingest', 'send', 'chaos', 'render', 'signup', 'slack', 'pages', 'import', 'scale', 'soak'] as const;
export type BenchName = (typeof BENCHES)[number];

/** What a person may set; null stands for the bench's own default. */
export type BenchOptions = {
  seconds: number | null;
  /** How long soak works. */
  minutes: number | null;
  recipients: number | null;
  /** How many seeds chaos runs through. */
  seeds: number | null;
  /** Requests a second the provider allows; null: any number. */
  limit: number | null;
  /** Sends to a provider inside the sender that takes everything at once, as very many mails are without asking. */
  isNull: boolean;
  /** How often `all` runs each bench. */
  runs: number | null;
  /** False runs chaos without freezing, to show that it would find the fault. */
  freezes: boolean;
};

const USAGE = `Usage: npm run --silent bench -- NAME ... [options]

Measures, and prints one JSON line for each bench. What is told meanwhile goes to stderr.

  ingest   bytes of feeds to articles beside rss-parser alone, and what a poll writes that brings nothing
  send     a newsletter, from approval to the last batch that a provider on loopback took
  chaos    newsletters whose senders die at random while the provider fails: nobody may get one twice or miss it
  render   a mail compiled, filled, and written for one reader
  signup   sign-ups a second, and how long they wait
  slack    how long Slack waits for an acknowledgement
  pages    public pages a second on Node and in workerd, and how long they wait
  import   a list of readers in, out, and taken back
  scale    a newsletter to ten million readers, planned over databases of a million each
  soak     mixed work for half an hour; memory must not grow
  all      every one but soak, short; writes docs/benchmarks.md

  --seconds N      how long ingest, render, signup, slack and pages measure
  --minutes N      how long soak works (30)
  --recipients N   readers of send (10,000), chaos (20,000), import (100,000) and scale (10,000,000)
  --seeds N        how many newsletters chaos sends, on Node and in workerd each (20)
  --limit N        requests a second that the provider of send allows
  --null           send to no provider at all, which very many recipients are without asking
  --no-freeze      chaos without what protects it, which has to fail
  --runs N         how often all runs what is a time (3)`;

/** What the person asked for on the command line; the process ends with what is wrong where it cannot be taken. */
export function readOptions(): {
  names: (BenchName | 'all')[];
  options: BenchOptions;
} {
  const { positionals, values } = readArguments(USAGE, {
    allowPositionals: true,
    options: {
      seconds: { type: 'string' },
      minutes: { type: 'string' },
      recipients: { type: 'string' },
      seeds: { type: 'string' },
      limit: { type: 'string' },
      null: { type: 'boolean' },
      runs: { type: 'string' },
      'no-freeze': { type: 'boolean' },
    },
  });
  const names = positionals.map((name) => (name === 'all' ? name : BENCHES.find((known) => known === name)));
  const unknown = positionals[names.indexOf(undefined)];
  if (names.length === 0) refuseArguments('Name a bench.', USAGE);
  if (unknown !== undefined) refuseArguments(`There is no bench "${unknown}".`, USAGE);
  return {
    names: names.filter((name) => name !== undefined),
    options: {
      seconds: readNumber('--seconds', values.seconds),
      minutes: readNumber('--minutes', values.minutes),
      recipients: readNumber('--recipients', values.recipients),
      seeds: readNumber('--seeds', values.seeds),
      limit: readNumber('--limit', values.limit),
      isNull: values.null === true,
      runs: readNumber('--runs', values.runs),
      freezes: values['no-freeze'] !== true,
    },
  };
}

function readNumber(name: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  const number = Number(value);
  if (!Number.isFinite(number) || number <= 0) refuseArguments(`${name} takes a number above 0.`, USAGE);
  return number;
}
