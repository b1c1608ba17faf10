import { dashboardReply } from '../commands/dashboard.ts';
import { GLANCE_ACTIONS } from '../commands/glance.ts';
import { queueReply } from '../commands/queue.ts';
import { openAddFeedModal } from '../views/feed-address-modal.ts';
import type { Press } from './press.ts';

/** Buttons of the summary above help: their answers stand beside it, so that it can be pressed again. */
export const GLANCE_PRESSES: Record<string, Press> = {
  [GLANCE_ACTIONS.queue]: { act: 'read', isBeside: true, run: (ctx) => queueReply(ctx) },
  [GLANCE_ACTIONS.dashboard]: {
    act: 'read',
    isBeside: true,
    run: async (ctx, { userId }) => dashboardReply(ctx, userId),
  },
  [GLANCE_ACTIONS.addFeed]: { act: 'edit', run: (ctx, press) => openAddFeedModal(ctx, press, null).then(() => null) },
};
