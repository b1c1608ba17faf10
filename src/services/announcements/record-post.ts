import { type Announcement, moveAnnouncement } from '../../db/announcements/announcements.ts';
import { pauseRoutes } from '../../db/announcements/routes.ts';
import { withdrawLatePost } from '../../db/articles/article-posts.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import type { PostOutcome, Thread } from '../ports.ts';
import { BAD_IMAGE, CHANNEL_GONE, THREAD_REFUSED, TOKEN_REFUSED } from './post-refusal.ts';

const TOKEN_WAIT_SECONDS = 300;

/**
 * Records what Slack said of a post that was under way. Answers the seconds that Slack wants everything to wait; 0 for none.
 * A channel that refuses pauses its routes: what came by one waits with it, what was asked for by hand fails.
 */
export async function recordPost(
  ctx: Context,
  announcement: Announcement,
  {
    contentHash,
    publicId,
    outcome,
    thread,
  }: { contentHash: string; publicId: string; outcome: PostOutcome; thread: Thread | undefined },
): Promise<number> {
  const now = ctx.now();
  const move = (to: Parameters<typeof moveAnnouncement>[2]) => moveAnnouncement(ctx.db, announcement.id, to);
  if (outcome.kind === 'posted') {
    await ctx.db.batch([
      move({ to: 'posted', ts: outcome.ts, threadTs: thread?.ts, postedAt: now, postedHash: contentHash }),
      withdrawLatePost(ctx.db, announcement.id),
    ]);
    ctx.log.info('announcement.posted', { announcement: announcement.publicId, article: publicId });
    return 0;
  }
  const { code } = outcome;
  ctx.log.warn('announcement.refused', { announcement: announcement.publicId, code, kind: outcome.kind });
  if (outcome.kind === 'unanswered') {
    await ctx.db.batch([move({ to: 'unknown', error: code })]);
    return 0;
  }
  if (outcome.retryAfterSeconds !== null || TOKEN_REFUSED.has(code)) {
    const wait = outcome.retryAfterSeconds ?? TOKEN_WAIT_SECONDS;
    await ctx.db.batch([move({ to: 'pending', notBefore: addSeconds(now, wait), error: code })]);
    return wait;
  }
  if (BAD_IMAGE.has(code) && announcement.showsImage) {
    await ctx.db.batch([move({ to: 'pending', showsImage: false, error: code })]);
  } else if (thread && THREAD_REFUSED.has(code)) {
    await ctx.db.batch([move({ to: 'pending', error: code })]);
  } else if (CHANNEL_GONE.has(code)) {
    await ctx.db.batch([
      move(announcement.routeId === null ? { to: 'failed', error: code } : { to: 'pending', error: code }),
      pauseRoutes(ctx.db, announcement.channelId, code),
    ]);
  } else {
    const to = announcement.attempts < 5 ? 'pending' : 'failed';
    await ctx.db.batch([move({ to, notBefore: addSeconds(now, 60), error: code })]);
  }
  return 0;
}
