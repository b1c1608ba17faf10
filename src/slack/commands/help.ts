import { message, paragraph, paragraphs } from '../blocks/block.ts';
import { nearestWord } from '../command-text.ts';
import { escapeMrkdwn } from '../mrkdwn.ts';
import type { Reply } from '../replies/reply.ts';
import type { Command } from './command.ts';
import { EXAMPLES, HELP_GROUPS, type HelpGroup } from './help-groups.ts';

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

/** The answer to words that are no command: the nearest one that is, or else where the others stand. */
export function unknownReply(commands: readonly Command[], words: readonly string[]): Reply {
  const [first = ''] = words;
  const typed = words.slice(0, 2).join(' ');
  const names = commands.map((command) => command.name);
  const subjects = new Set(names.map((name) => name.split(' ')[0] ?? name));
  const nearest =
    nearestWord(typed, names) ??
    names.find((name) => name.split(' ')[1] === first) ??
    (subjects.has(first) ? null : nearestWord(first, [...subjects]));
  const guess = nearest ? ` Did you mean \`/newsdesk ${nearest}\`?` : '';
  const all = subjects.has(first) ? `/newsdesk help ${first}` : '/newsdesk help';
  const text = `I don’t know \`${escapeMrkdwn(typed.slice(0, 80)).replaceAll('`', "'")}\`.${guess} \`${all}\` shows everything. Nothing was done.`;
  return message(text);
}
