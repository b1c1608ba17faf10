import type { Approval } from '../../db/announcements/approvals.ts';
import type { Context } from '../../services/context.ts';
import type { Pressed } from '../listeners/press.ts';
import { openEditModal } from './article-modals.ts';

/** Opens the article's own form, so that what waits can be put right before it is approved; the card follows the edit. */
export async function editForApproval(ctx: Context, pressed: Pressed, approval: Approval): Promise<null> {
  await openEditModal(ctx, pressed, approval.articlePublicId);
  return null;
}
