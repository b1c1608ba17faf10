import type { AddFeedInput } from '../../src/services/feeds/add-feed.ts';

/** How a test or a bench follows a feed where nothing else is said: a silent baseline, announced nowhere. */
export const FEED_TERMS: Omit<AddFeedInput, 'url'> = {
  channelId: null,
  startWith: 'none',
  kind: 'coverage',
  textRight: 'extract',
  imageRight: 'none',
  needsApproval: false,
  pollFloorSeconds: 300,
  addedBy: 'api',
};
