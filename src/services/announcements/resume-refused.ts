import { listRefusedRoutes } from '../../db/announcements/route-settings.ts';
import type { Context } from '../context.ts';
import { editRoute } from './change-route.ts';

/** Resumes the routes that Slack's refusal `reason` paused in a channel which takes posts again. How many. */
export async function resumeRefused(ctx: Context, channelId: string, reason: string): Promise<number> {
  const routes = await listRefusedRoutes(ctx.db, channelId, reason);
  for (const { publicId } of routes)
    await editRoute(ctx, { publicId, settings: { state: 'active' }, act: 'resumed', by: 'newsdesk' });
  return routes.length;
}
