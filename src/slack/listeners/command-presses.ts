import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import { readCommandText } from '../command-text.ts';
import { isHarmless, RUN_COMMAND_ACTION } from '../commands/help.ts';
import { findCommand } from '../commands/index.ts';
import type { Reply } from '../replies/reply.ts';
import type { Press, Pressed } from './press.ts';

/** The button that runs a command which was guessed from a slip. */
export const COMMAND_PRESSES: Record<string, Press> = {
  [RUN_COMMAND_ACTION]: { act: 'read', run: pressRun },
};

/** A button is only made for what looks; anything else in its value is refused. */
async function pressRun(ctx: Context, pressed: Pressed): Promise<Reply | null> {
  const found = findCommand(readCommandText(pressed.subject));
  if (!found || !isHarmless(found.command, found.rest))
    throw new AppError('conflict', 'This button is from an older version. Nothing was done. Type the command.');
  return found.command.run(ctx, { ...pressed, words: found.rest });
}
