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

const USAGE = `Usage: npm run --silent bench -- ${BENCHES.join('|')}|all
         [--seconds N] [--minutes N] [--recipients N] [--seeds N] [--limit REQUESTS_PER_SECOND] [--null] [--no-freeze]
         [--runs N]

Measures, and prints one JSON line for each bench. all runs every one short, those that are times --runs times (3), and writes
docs/benchmarks.md.`;

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
