import { writePacing } from '../../db/lanes.ts';
import type { Context } from '../context.ts';
import type { HeldLane } from '../lane.ts';

type Outcome = { kind: string; code?: string; retryAfterSeconds?: number | null };
type Later = { kind: 'refused'; code: string; retryAfterSeconds: number };

/**
 * The same context, with a Slack that is asked nothing more once it said to wait: the wait is kept for the lane's next
 * holders too, and what is still to be said or edited gets the same answer without a request.
 */
export function heedSlack(ctx: Context, { holder }: HeldLane): Context {
  const { announcer } = ctx;
  let later: Later | null = null;
  async function heed<Answer extends Outcome>(ask: () => Promise<Answer>): Promise<Answer | Later> {
    if (later) return later;
    const answer = await ask();
    if (answer.kind !== 'refused' || answer.code !== 'rate_limited' || !answer.retryAfterSeconds) return answer;
    later = { kind: 'refused', code: answer.code, retryAfterSeconds: answer.retryAfterSeconds };
    const nextAt = Date.parse(ctx.now()) + answer.retryAfterSeconds * 1_000;
    await writePacing(ctx.db, { name: 'slack', holder, perSecond: null, nextAt });
    return answer;
  }
  return {
    ...ctx,
    announcer: {
      post: (channelId, note, thread) => heed(() => announcer.post(channelId, note, thread)),
      update: (channelId, ts, note) => heed(() => announcer.update(channelId, ts, note)),
      remove: (channelId, ts, by) => heed(() => announcer.remove(channelId, ts, by)),
    },
  };
}
