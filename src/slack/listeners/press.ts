import type { Context } from '../../services/context.ts';
import type { Act } from '../../services/desk/staff-role.ts';
import type { Reply } from '../replies/reply.ts';
import type { Asked } from '../views/modal.ts';

/** One press: the button's value, who pressed it and where. A button of a list carries a colon and more in its action id. */
export type Pressed = Asked & { subject: string; channelId: string; isInList: boolean };

/**
 * What a press does and who may press. The reply takes the place of the message with the buttons; with `isBeside` only who
 * pressed sees it, and the message stays. Null: a modal answers.
 */
export type Press = { act: Act; isBeside?: boolean; run(ctx: Context, pressed: Pressed): Promise<Reply | null> };
