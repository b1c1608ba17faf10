import { readArguments, runCommand, showUsage } from './command.ts';

const USAGE = `Usage: npm run slack -- "/newsdesk help" [--as ana|ben|chen|gus|dora] [--channel newsroom]

Types a line on the local Slack page of a running demo and prints what the newsroom answers.`;

type Reply = { plain: string; isInChannel: boolean };
type Told = { error?: string; notice: string | null; ack: Reply | null; responses: Reply[]; form?: string | null };

/** Answers may follow the first one; a newsletter takes a moment to compose. */
const LONGEST_MS = 6000;
const QUIET_MS = 1500;

/** The page with the local Slack, beside which its door stands. */
const SLACK_PAGE = `http://127.0.0.1:${Number(process.env.PORT ?? '8787') + 3}/slack`;

async function main(): Promise<void> {
  const { values, positionals } = readArguments(USAGE, {
    allowPositionals: true,
    options: { as: { type: 'string', default: 'ana' }, channel: { type: 'string' } },
  });
  const text = positionals.join(' ');
  if (text === '') return showUsage(USAGE);
  const told = await send({
    text,
    user: values.as,
    waitMs: LONGEST_MS,
    quietMs: QUIET_MS,
    ...(values.channel ? { channel: values.channel } : {}),
  });
  if (told.error) console.error(told.error);
  if (told.notice) console.error(told.notice);
  for (const reply of [told.ack, ...(told.responses ?? [])]) {
    if (reply) console.log(reply.isInChannel ? `(to the channel) ${reply.plain}` : reply.plain);
  }
  if (told.form && !told.ack && told.responses.length === 0)
    console.log(`The form "${told.form}" is open. Fill it in on the local Slack: ${SLACK_PAGE}`);
  if (told.error || told.notice) process.exitCode = 1;
}

async function send(typed: Record<string, string | number>): Promise<Told> {
  const url = `${SLACK_PAGE}/commands`;
  try {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(typed) });
    return (await response.json()) as Told;
  } catch {
    return {
      error: `The local Slack does not answer at ${url}. Is \`npm start\` running?`,
      notice: null,
      ack: null,
      responses: [],
    };
  }
}

runCommand(main);
