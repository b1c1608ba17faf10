import { paragraph } from '../blocks/block.ts';
import { nearestWord } from '../command-text.ts';
import { escapeMrkdwn } from '../mrkdwn.ts';
import type { Command, Reply } from './command.ts';

/** Help in the staff's own words: what they want, and what to type for it. */
export function helpReply(commands: readonly Command[]): Reply {
  const lines = commands.map(({ wish, name, usage }) => `• …${wish}: \`/newsdesk ${name}${usage ? ` ${usage}` : ''}\``);
  const text = `*I want to…*\n${lines.join('\n')}`;
  return { text: `What Newsdesk can do:\n${lines.join('\n')}`, blocks: [paragraph(text)] };
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
