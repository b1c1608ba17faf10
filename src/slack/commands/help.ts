import { message, paragraph, paragraphs } from '../blocks/block.ts';
import { buttonRow } from '../blocks/buttons.ts';
import { nearestWord } from '../command-text.ts';
import { cut, escapeMrkdwn } from '../mrkdwn.ts';
import type { Reply } from '../replies/reply.ts';
import type { Command } from './command.ts';
import { EXAMPLES, HELP_GROUPS, type HelpGroup } from './help-groups.ts';

/** The button that runs a command that was guessed; its value is what follows `/newsdesk`. */
export const RUN_COMMAND_ACTION = 'command.run';

/** Slack cuts a message's text there. */
const TEXT_LIMIT = 3_900;

/**
 * Help in the staff's own words, by what they want. About one command or subject where `words` name it: how it is typed,
 * with examples; the nearest one where they name none.
 */
export function helpReply(commands: readonly Command[], words: readonly string[] = []): Reply {
  if (words.length === 0) return overview(commands);
  const exact = words.length > 1 ? commands.filter(({ name }) => name === words.slice(0, 2).join(' ')) : [];
  const about = exact.length > 0 ? exact : commands.filter(({ name }) => name.split(' ')[0] === words[0]);
  if (about.length === 0) return unknownReply(commands, words);
  const lines = ['*I want to…*', ...about.map(lineWithExamples)];
  return { text: lines.join('\n').slice(0, TEXT_LIMIT), blocks: paragraphs(lines) };
}

/** Each group with its first commands, and where the others are found. */
function overview(commands: readonly Command[]): Reply {
  const parts = HELP_GROUPS.map((group) => {
    const lines = group.first.flatMap((name) => commands.filter((command) => command.name === name).map(line));
    return [`*I want to ${group.wish}*`, ...lines, ...more(commands, group)].join('\n');
  });
  const end = 'Put `help` before a command for how it is typed, with examples: `/newsdesk help digest send`.';
  return { text: [...parts, end].join('\n').slice(0, TEXT_LIMIT), blocks: [...parts, end].map(paragraph) };
}

function more(commands: readonly Command[], { first, subjects }: HelpGroup): string[] {
  const rest = commands.filter(({ name }) => subjects.includes(name.split(' ')[0] ?? '') && !first.includes(name));
  const helps = subjects
    .filter((subject) => rest.some(({ name }) => name.startsWith(`${subject} `)))
    .map((subject) => `\`/newsdesk help ${subject}\``);
  return helps.length > 0 ? [`    more: ${helps.join(', ')}`] : [];
}

function line({ name, wish }: Command): string {
  return `• ${wish}: \`/newsdesk ${name}\``;
}

function lineWithExamples({ name, usage, wish }: Command): string {
  const typed = `• …${wish}: \`/newsdesk ${name}${usage ? ` ${usage}` : ''}\``;
  const examples = (EXAMPLES[name] ?? []).map((example) => `\`/newsdesk ${example}\``);
  return examples.length > 0 ? `${typed}\n    for example ${examples.join(' or ')}` : typed;
}

/**
 * The answer to words that are no command: the nearest one that is, with a button where running it changes nothing, or else
 * where the others stand.
 */
export function unknownReply(commands: readonly Command[], words: readonly string[]): Reply {
  const [first = ''] = words;
  const guess = guessed(commands, words);
  const typed = guess ? [guess.name, ...guess.rest].join(' ') : '';
  const meant = guess ? ` Did you mean \`/newsdesk ${inCode(typed)}\`?` : '';
  const all = commands.some(({ name }) => name.split(' ')[0] === first) ? `/newsdesk help ${first}` : '/newsdesk help';
  const text = `I don’t know \`${inCode(words.slice(0, 2).join(' '))}\`.${meant} \`${all}\` shows everything. Nothing was done.`;
  const command = commands.find(({ name }) => name === guess?.name);
  if (!command || !isHarmless(command, guess?.rest ?? [])) return message(text);
  const run = { actionId: RUN_COMMAND_ACTION, label: `Run ${cut(typed, 60)}`, value: typed.slice(0, 2_000) };
  return message(text, [buttonRow([run])]);
}

/** Whether running a command that was only guessed can do no harm: it looks, and its words do not post or mail what it finds. */
export function isHarmless({ act, name }: Command, rest: readonly string[]): boolean {
  return act === 'read' && (name !== 'digest report' || rest.length === 0);
}

/** The name of the nearest command, and the words behind those that stood for it. */
function guessed(commands: readonly Command[], words: readonly string[]): { name: string; rest: string[] } | null {
  const [first = ''] = words;
  const names = commands.map(({ name }) => name);
  const both = nearestWord(words.slice(0, 2).join(' '), names);
  if (both) return { name: both, rest: words.slice(2) };
  const subjects = [...new Set(names.map((name) => name.split(' ')[0] ?? name))];
  const one =
    names.find((name) => name.split(' ')[1] === first) ??
    (subjects.includes(first) ? null : nearestWord(first, subjects));
  return one ? { name: one, rest: words.slice(1) } : null;
}

function inCode(text: string): string {
  return escapeMrkdwn(text.slice(0, 80)).replaceAll('`', "'");
}
