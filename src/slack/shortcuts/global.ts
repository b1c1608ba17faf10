import type { Context } from '../../services/context.ts';
import { openDigestModal } from '../views/digest-modal.ts';
import type { Screen } from '../views/screen.ts';

/** Who asked, and with what a modal is opened. */
export type Asked = { userId: string; triggerId: string; screen: Screen };

/** Opens the form of a new newsletter of what is new; it goes out only once it is approved. */
export async function openCreateDigest(ctx: Context, { screen, triggerId }: Asked): Promise<void> {
  await openDigestModal(ctx, { screen, triggerId, channelId: null }, null);
}
