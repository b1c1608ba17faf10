import type { Context } from '../../services/context.ts';
import type { Act } from '../../services/staff-role.ts';
import type { Reply } from '../commands/command.ts';

/** One press: the button's value, who pressed it and where. A button of a list carries a colon and more in its action id. */
export type Pressed = { subject: string; userId: string; channelId: string; isInList: boolean };

/** What a press does and who may press. The reply takes the place of the message with the buttons. */
export type Press = { act: Act; run(ctx: Context, pressed: Pressed): Promise<Reply> };

/** How a message names somebody: a mention for a member of the workspace, else plain words. */
export function mention(by: string | null): string {
  return by?.startsWith('slack:') ? `<@${by.slice('slack:'.length)}>` : 'somebody';
}
