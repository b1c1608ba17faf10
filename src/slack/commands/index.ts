import { announceCommand } from './announce.ts';
import { articlesCommand } from './articles.ts';
import { CHANNEL_COMMANDS } from './channels.ts';
import type { Command } from './command.ts';
import { dashboardCommand } from './dashboard.ts';
import { DIGEST_COMMANDS } from './digest.ts';
import { FEED_COMMANDS } from './feeds.ts';
import { logCommand } from './log.ts';
import { postCommand } from './post.ts';
import { queueCommand } from './queue.ts';
import { settingsCommand } from './settings.ts';
import { STAFF_COMMANDS } from './staff.ts';
import { statusCommand } from './status.ts';
import { SUBSCRIBER_COMMANDS } from './subscribers.ts';
import { TOPIC_COMMANDS } from './topics.ts';

/** Every subcommand, in the order of help. */
export const COMMANDS: readonly Command[] = [
  statusCommand,
  dashboardCommand,
  postCommand,
  articlesCommand,
  announceCommand,
  ...DIGEST_COMMANDS,
  ...FEED_COMMANDS,
  queueCommand,
  ...SUBSCRIBER_COMMANDS,
  ...CHANNEL_COMMANDS,
  ...TOPIC_COMMANDS,
  ...STAFF_COMMANDS,
  settingsCommand,
  logCommand,
];

/** The command that `words` name, and what follows it; null when they name none. */
export function findCommand(words: readonly string[]): { command: Command; rest: string[] } | null {
  if (words[0] === 'digest' && words[1] === 'draft') return findCommand(['digest', 'new', ...words.slice(2)]);
  // A noun with an address can only mean to look that reader up.
  if (words[0] === 'subscribers' && words[1]?.includes('@'))
    return findCommand(['subscribers', 'find', ...words.slice(1)]);
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const command = COMMANDS.find((candidate) => candidate.name === name);
    if (command && words.length >= length) return { command, rest: words.slice(length) };
  }
  // "add", "list", "remove" alone mean feeds, as people know from Slack's own feed command.
  if (words[0] === 'add' || words[0] === 'remove') return findCommand(['feeds', ...words]);
  if (words[0] === 'list' || (words[0] === 'feeds' && words[1] === 'list')) return findCommand(['feeds']);
  return null;
}
