import type { App } from '@slack/bolt';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import { requireRole, roleOf } from '../../services/desk/staff-role.ts';
import { readCommandText } from '../command-text.ts';
import type { CommandInput } from '../commands/command.ts';
import { glanceReply } from '../commands/glance.ts';
import { helpReply, unknownReply } from '../commands/help.ts';
import { COMMANDS, findCommand } from '../commands/index.ts';
import { failureReply } from '../replies/failure-reply.ts';
import type { Reply } from '../replies/reply.ts';
import { createScreen } from '../views/screen.ts';
import { isWorkspaceAdmin } from '../workspace-admin.ts';
import { forRole } from './allowed.ts';

/** `/newsdesk …`: acknowledged empty at once, answered through response_url, so that slow work never shows an error. */
export function registerNewsdeskCommand(app: App, ctx: Context): void {
  app.command('/newsdesk', async ({ command, ack, respond, client }) => {
    await ack();
    const input = {
      userId: command.user_id,
      channelId: command.channel_id,
      words: readCommandText(command.text),
      triggerId: command.trigger_id,
      screen: createScreen(client),
    };
    const isAdmin = () => isWorkspaceAdmin(client, command.user_id);
    const reply = await answer(ctx, input, isAdmin).catch((error: unknown) => failureReply(ctx, error));
    if (reply) await respond({ response_type: 'ephemeral', ...reply });
  });
}

/** The reply to one command; null where a modal answers. Throws what the command throws. */
export async function answer(
  ctx: Context,
  input: CommandInput,
  isAdmin: () => Promise<boolean>,
): Promise<Reply | null> {
  const { words } = input;
  if (words.length === 0) {
    const [glance, help] = [await glanceReply(ctx, input.userId), helpReply(COMMANDS)];
    const text = `${glance.text}\n\n${help.text}`.slice(0, 3_900);
    return { text, blocks: [...glance.blocks, ...(help.blocks ?? [])] };
  }
  // What follows `help` is a command of its own, with the words people may use for it.
  if (words[0] === 'help') return helpReply(COMMANDS, readCommandText(words.slice(1).join(' ')));
  const found = findCommand(words);
  if (!found) return unknown(ctx, input);
  const { command, rest } = found;
  const role = await requireRole(ctx, { slackUserId: input.userId, act: command.act, isAdmin });
  if (command.usage === '' && rest.length > 0 && COMMANDS.some(({ name }) => name.startsWith(`${command.name} `)))
    return unknownReply(COMMANDS, words);
  if (command.usage === '' && rest.length > 1)
    throw new AppError('invalid', `\`/newsdesk ${command.name}\` takes nothing after it. Nothing was done.`);
  const reply = await command.run(ctx, { ...input, words: rest });
  return reply && forRole(reply, role);
}

/** Somebody without a role gets the words alone: no button would do anything for them. */
async function unknown(ctx: Context, { userId, words }: CommandInput): Promise<Reply> {
  const reply = unknownReply(COMMANDS, words);
  return (await roleOf(ctx, userId)) === null ? { text: reply.text } : reply;
}
