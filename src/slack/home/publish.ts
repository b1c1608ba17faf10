import { type types, webApi } from '@slack/bolt';
import type { Context } from '../../services/context.ts';
import { publicOverview, staffOverview } from '../../services/desk/home-overview.ts';
import { listOwners, roleOf } from '../../services/desk/staff-role.ts';
import type { Detail, HomeBlock } from './charts.ts';
import { staffBlocks, visitorBlocks } from './view.ts';

/** What Slack answers to blocks that it does not know, or not in a Home tab. */
const REFUSED = new Set(['invalid_blocks', 'invalid_arguments', 'view_too_large', 'unsupported_type']);
const DETAILS: readonly Detail[] = ['charts', 'tables', 'plain'];

type HomeOf = {
  userId: string;
  /** The feed behind which the page of feeds begins; 0 for the first. */
  feedsAfter?: number;
  /** What was just done, in mrkdwn; stands below the newsletter under way. */
  notice?: string | null;
  /** The version that the viewer acted upon: a newer one is not overwritten. Null: whatever stands there. */
  hash?: string | null;
};

/**
 * Publishes somebody's App Home as it is now, in the richest form Slack takes. A newer version that stands there already
 * and a rate limit are left alone: the tab is drawn anew at the next opening. Throws what Slack answers otherwise.
 */
export async function publishHome(ctx: Context, client: webApi.WebClient, home: HomeOf): Promise<void> {
  const draw = await drawer(ctx, home);
  for (const detail of DETAILS) {
    const answer = await publish(client, home, draw(detail));
    if (answer === 'refused') continue;
    if (answer !== 'ok') ctx.log.info('home.left', { reason: answer });
    if (detail !== 'charts' && answer === 'ok') ctx.log.warn('home.simplified', { detail });
    return;
  }
  ctx.log.error('home.refused', new Error('Slack took no form of the Home tab.'));
}

/** Reads once what the tab shows, and draws it in any detail. */
async function drawer(ctx: Context, home: HomeOf): Promise<(detail: Detail) => HomeBlock[]> {
  const viewer = { config: ctx.config, notice: home.notice ?? null };
  const role = await roleOf(ctx, home.userId);
  if (role !== null) {
    const overview = await staffOverview(ctx, home.feedsAfter ?? 0);
    return (detail) => staffBlocks(overview, { ...viewer, role }, detail);
  }
  const [overview, owners] = await Promise.all([publicOverview(ctx), listOwners(ctx)]);
  return () => visitorBlocks(overview, viewer, owners);
}

type Answer = 'ok' | 'refused' | 'newer' | 'slow_down';

async function publish(
  client: webApi.WebClient,
  { hash, userId, feedsAfter }: HomeOf,
  blocks: HomeBlock[],
): Promise<Answer> {
  const view = { type: 'home', private_metadata: String(feedsAfter ?? 0), blocks } as types.HomeView;
  try {
    await client.views.publish({ user_id: userId, view, ...(hash ? { hash } : {}) });
    return 'ok';
  } catch (error) {
    if (error instanceof webApi.WebAPIRateLimitedError) return 'slow_down';
    const code = error instanceof webApi.WebAPIPlatformError ? error.data.error : '';
    if (REFUSED.has(code)) return 'refused';
    if (code === 'hash_conflict') return 'newer';
    throw error;
  }
}
