import type { Approval } from '../../db/approvals.ts';
import type { Context } from '../../services/context.ts';
import type { Reply } from '../commands/command.ts';
import type { Pressed } from '../listeners/press.ts';

/** Opens the article's own form, so that what waits can be put right before it is approved. */
export async function editForApproval(_ctx: Context, _pressed: Pressed, _approval: Approval): Promise<Reply | null> {
  return null;
}
