import type { PersonName } from '../emulators/slack-seed.ts';
import type { Workspace } from './workspace.ts';

/**
 * The words behind a slash command as Slack hands them on: people and channels that are named become `<@ID|name>` and
 * `<#ID|name>` (https://docs.slack.dev/interactivity/implementing-slash-commands, "Escape channels, users, and links").
 * What names nobody stays as it was typed.
 */
export async function escapeMentions(workspace: Workspace, person: PersonName, text: string): Promise<string> {
  if (!/[@#]/.test(text)) return text;
  const [users, channels] = await Promise.all([workspace.users(), workspace.channels(person)]);
  const named = (mark: string, all: Iterable<{ id: string; name: string }>, name: string) => {
    const found = [...all].find((one) => one.name === name.toLowerCase());
    return found && `<${mark}${found.id}|${found.name}>`;
  };
  return text
    .replace(/(?<!\S)@([\w.-]+)/g, (typed, name: string) => named('@', users.values(), name) ?? typed)
    .replace(/(?<!\S)#([\w-]+)/g, (typed, name: string) => named('#', channels, name) ?? typed);
}
