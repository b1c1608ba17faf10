import { countWaitingByRoute } from '../../db/announcements/channel-announcements.ts';
import { type FullRoute, listRoutesToTell, markRouteTold } from '../../db/announcements/route-settings.ts';
import type { Context } from '../context.ts';
import type { HeldLane } from '../lane.ts';

/** What a route brings, in words. */
export function routeWhat(route: { feedId: number | null; feedTitle: string | null }): string {
  return route.feedId === null ? 'articles of every source' : (route.feedTitle ?? 'a feed');
}

/** Tells whoever added a route, in a direct message and once, that Slack refuses its channel and what can be done. */
export async function tellPausedRoutes(ctx: Context, lane: HeldLane): Promise<void> {
  for (const route of await listRoutesToTell(ctx.db)) {
    if (!(await lane.renew())) return;
    const now = ctx.now();
    const [claimed] = await ctx.db.batch([markRouteTold(ctx.db, route.id, { from: null, to: now })]);
    if (claimed?.meta.changes !== 1) continue;
    if ((await tell(ctx, route)) === 'wait') {
      await ctx.db.batch([markRouteTold(ctx.db, route.id, { from: now, to: null })]);
      return;
    }
  }
}

/** The adder first; the review channel where there is none, or who has left. */
async function tell(ctx: Context, route: FullRoute): Promise<'told' | 'wait'> {
  const adder = route.addedBy.startsWith('slack:') ? route.addedBy.slice('slack:'.length) : null;
  for (const to of [adder, ctx.config.reviewChannel]) {
    if (!to || to === route.channelId) continue;
    const outcome = await ctx.announcer.post(to, {
      kind: 'route_paused',
      route: {
        publicId: route.publicId,
        number: route.id,
        channelId: route.channelId,
        what: routeWhat(route),
        reason: route.pausedReason ?? '',
        waiting: await countWaitingByRoute(ctx.db, route.id),
      },
    });
    if (outcome.kind !== 'refused') return 'told';
    if (outcome.retryAfterSeconds !== null) return 'wait';
    ctx.log.warn('adder.not_told', { code: outcome.code });
  }
  return 'told';
}
