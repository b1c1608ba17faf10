import type { Context } from '../../services/context.ts';
import type { Act } from '../../services/desk/staff-role.ts';
import type { Reply } from '../commands/command.ts';
import type { Screen } from '../views/screen.ts';

/** One press: the button's value, who pressed it and where. A button of a list carries a colon and more in its action id. */
export type Pressed = {
  subject: string;
  userId: string;
  channelId: string;
  isInList: boolean;
  /** Opens a modal within 3 seconds of the press. */
  triggerId: string;
  screen: Screen;
};

/**
 * What a press does and who may press. The reply takes the place of the message with the buttons; with `isBeside` only who
 * pressed sees it, and the message stays. Null: a modal answers.
 */
export type Press = { act: Act; isBeside?: boolean; run(ctx: Context, pressed: Pressed): Promise<Reply | null> };

/** How a message names somebody: a mention for a member of the workspace, else plain words. */
export function mention(by: string | null): string {
  return by?.startsWith('slack:') ? `<@${by.slice('slack:'.length)}>` : 'somebody';
}
