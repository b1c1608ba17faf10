import { people } from '../dev/emulators/slack-seed.ts';
import { readArguments, refuseArguments, runCommand, showUsage } from './command.ts';

const USAGE = `Usage: npm run slack -- "/newsdesk help" [--as ${Object.keys(people).join('|')}] [--channel newsroom]

Types a line on the local Slack page of a running demo and prints what the newsroom answers.`;

type Reply = { plain: string; isInChannel: boolean };
type Told = { error?: string; notice: string | null; ack: Reply | null; responses: Reply[]; form?: string | null };

/** Answers may follow the first one; a newsletter takes a moment to compose. */
const LONGEST_MS = 6000;
const QUIET_MS = 1500;

/** The page with the local Slack, beside which its door stands. */
const SLACK_PAGE = `http://127.0.0.1:${Number(process.env.PORT || 8787) + 3}/slack`;

async function main(): Promise<void> {
  const { values, positionals } = readArguments(USAGE, {
    allowPositionals: true,
    options: { as: { type: 'string', default: 'ana' }, channel: { type: 'string' } },
  });
  const text = positionals.join(' ');
  if (text === '') return showUsage(USAGE);
  if (!Object.hasOwn(people, values.as)) refuseArguments(`There is nobody called "${values.as}".`, USAGE);
  console.error(`Typed as ${values.as}. Answers may take up to ${LONGEST_MS / 1000} seconds.`);
  const told = await send({
    text,
    user: values.as,
    waitMs: LONGEST_MS,
    quietMs: QUIET_MS,
    ...(values.channel ? { channel: values.channel } : {}),
  });
  if (told.error === 'channel_not_found') told.error = `${values.as} sees no channel "${values.channel}".`;
  for (const trouble of [told.error, told.notice]) if (trouble) console.error(trouble);
  if (told.error || told.notice) process.exitCode = 1;
  else print(told);
}

function print({ ack, form, responses }: Told): void {
  const replies = [ack, ...responses].filter((reply) => reply !== null);
  for (const { isInChannel, plain } of replies) console.log(isInChannel ? `(to the channel) ${plain}` : plain);
  if (replies.length > 0) return;
  console.log(
    form
      ? `The form "${form}" is open. Fill it in on the local Slack: ${SLACK_PAGE}`
      : 'The newsroom said nothing to that.',
  );
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
