import { paragraph } from '../blocks/block.ts';
import { nearestWord } from '../command-text.ts';
import { escapeMrkdwn } from '../mrkdwn.ts';
import type { Command, Reply } from './command.ts';

/** What Slack takes in one paragraph, with room for the heading. */
const PARAGRAPH = 2_800;

/** Help in the staff's own words: what they want, and what to type for it; only on `topic` where one is named. */
export function helpReply(commands: readonly Command[], topic = ''): Reply {
  const about = commands.filter(({ name }) => name.split(' ')[0] === topic);
  if (topic !== '' && about.length === 0) return unknownReply(commands, [topic]);
  const shown = about.length > 0 ? about : commands;
  const lines = shown.map(({ wish, name, usage }) => `• …${wish}: \`/newsdesk ${name}${usage ? ` ${usage}` : ''}\``);
  const more = topic === '' ? ['`/newsdesk help feeds` shows only what is about feeds.'] : [];
  const parts = paragraphs(['*I want to…*', ...lines, ...more]);
  return { text: `What Newsdesk can do:\n${lines.join('\n')}`.slice(0, 3_900), blocks: parts.map(paragraph) };
}

/** Lines in as few texts as hold them. */
function paragraphs(lines: readonly string[]): string[] {
  const parts: string[] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (last === undefined || last.length + line.length > PARAGRAPH) parts.push(line);
    else parts[parts.length - 1] = `${last}\n${line}`;
  }
  return parts;
}

/** The answer to words that are no command: the nearest one that is. */
export function unknownReply(commands: readonly Command[], words: readonly string[]): Reply {
  const typed = words.slice(0, 2).join(' ');
  const names = commands.map((command) => command.name);
  const nearest =
    nearestWord(typed, names) ??
    nearestWord(words[0] ?? '', [...new Set(names.map((name) => name.split(' ')[0] ?? name))]);
  const guess = nearest ? ` Did you mean \`/newsdesk ${nearest}\`?` : '';
  const text = `I don’t know \`${escapeMrkdwn(typed.slice(0, 80)).replaceAll('`', "'")}\`.${guess} \`/newsdesk help\` shows everything. Nothing was done.`;
  return { text, blocks: [paragraph(text)] };
}
