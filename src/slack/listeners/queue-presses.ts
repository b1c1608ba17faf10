import type { Context } from '../../services/context.ts';
import { type FloodDecision, releaseHeld } from '../../services/feeds/release-held.ts';
import { message, paragraph } from '../blocks/block.ts';
import { counted } from '../blocks/count.ts';
import { FLOOD_ACTIONS } from '../blocks/flood.ts';
import { mentionOf } from '../blocks/person.ts';
import { queueReply } from '../commands/queue.ts';
import { plain } from '../mrkdwn.ts';
import type { Reply } from '../replies/reply.ts';
import { APPROVAL_PRESSES } from './approval-presses.ts';
import type { Press, Pressed } from './press.ts';

/** Buttons about what waits for a decision, in the message that asks and in the queue. */
export const QUEUE_PRESSES: Record<string, Press> = {
  [FLOOD_ACTIONS.announce]: { act: 'edit', run: (ctx, pressed) => pressFlood(ctx, pressed, 'announced') },
  [FLOOD_ACTIONS.publish]: { act: 'edit', run: (ctx, pressed) => pressFlood(ctx, pressed, 'published') },
  [FLOOD_ACTIONS.drop]: { act: 'edit', run: (ctx, pressed) => pressFlood(ctx, pressed, 'dropped') },
  ...APPROVAL_PRESSES,
};

const DONE = {
  open: 'held',
  announced: 'published and announced',
  published: 'published without announcing',
  dropped: 'dropped',
} as const;

async function pressFlood(ctx: Context, pressed: Pressed, decision: FloodDecision): Promise<Reply> {
  const by = `slack:${pressed.userId}`;
  const { isDecided, flood } = await releaseHeld(ctx, { publicId: pressed.subject, decision, by });
  const articles = `${counted(flood.articleCount, 'article')} of *${plain(flood.feedTitle, 150)}*`;
  const settled = `${DONE[flood.state]} by ${mentionOf(flood.decidedBy) ?? 'somebody'}`;
  const pace =
    flood.state === 'announced' ? ' The announcements go out one by one, a second apart in each channel.' : '';
  const text = isDecided
    ? `${articles}: ${settled}.${pace}`
    : `${articles} were settled before: ${settled}. Nothing more to do.`;
  return inPlace(ctx, pressed, text);
}

/** In the queue the rest of it stays below; a question of its own is replaced by its outcome. */
async function inPlace(ctx: Context, { isInList }: Pressed, text: string): Promise<Reply> {
  if (!isInList) return message(text);
  return { ...(await queueReply(ctx, [paragraph(text)])), text };
}
