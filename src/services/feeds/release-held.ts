import { insertAnnouncements } from '../../db/announcements/announcements.ts';
import { listHeldArticles, publishHeld, withdrawHeld } from '../../db/articles/held-articles.ts';
import type { Statement } from '../../db/database.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { endFlood, type Flood, type FloodState, findFlood, isFloodEnded } from '../../db/feeds/floods.ts';
import { AppError } from '../../domain/errors.ts';
import { planAnnouncements } from '../announcements/plan-announcements.ts';
import type { Context } from '../context.ts';

export type FloodDecision = Exclude<FloodState, 'open'>;

/** More than any document of 5 MB holds in articles that a person looks at. */
const MOST_ARTICLES = 5_000;

/**
 * Settles the articles of a flood: published and announced as the routes say, published in the newsroom only, or dropped
 * for good. All of it happens in one transaction, and only for the first person to decide; `flood` is as it stands after.
 * Throws AppError('not_found').
 */
export async function releaseHeld(
  ctx: Context,
  input: { publicId: string; decision: FloodDecision; by: string },
): Promise<{ isDecided: boolean; flood: Flood }> {
  const flood = await findFlood(ctx.db, input.publicId);
  if (!flood) throw new AppError('not_found', 'Those articles are not known here. Nothing was done.');
  const now = ctx.now();
  const isDecided = await atomically(ctx, [
    endFlood(ctx.db, flood.id, { to: input.decision, by: input.by, now }),
    insertAudit(ctx.db, {
      at: now,
      actor: input.by,
      act: `flood.${input.decision}`,
      subject: `flood:${input.publicId}`,
      detail: { feed: flood.feedTitle, articles: flood.articleCount },
    }),
    ...(await effects(ctx, flood, input.decision)),
  ]);
  if (isDecided) ctx.log.info('flood.decided', { flood: input.publicId, decision: input.decision });
  ctx.ring();
  return { isDecided, flood: (await findFlood(ctx.db, input.publicId)) ?? flood };
}

/** False when somebody decided before: then nothing of it was done. */
async function atomically(ctx: Context, statements: Statement[]): Promise<boolean> {
  try {
    await ctx.db.batch(statements);
    return true;
  } catch (error) {
    if (isFloodEnded(error)) return false;
    throw error;
  }
}

async function effects(ctx: Context, flood: Flood, decision: FloodDecision): Promise<Statement[]> {
  const now = ctx.now();
  if (decision === 'dropped') return [withdrawHeld(ctx.db, flood.id)];
  if (decision === 'published') return [publishHeld(ctx.db, { floodId: flood.id, emailMode: 'none', now })];
  const held = await listHeldArticles(ctx.db, flood.id, MOST_ARTICLES);
  // A person asked for them by name, so their age, which keeps old items silent at ingest, does not count.
  const articles = held.map((article) => ({
    ...article,
    state: 'published' as const,
    emailMode: 'next_digest' as const,
  }));
  const announcements = await planAnnouncements(ctx, { id: flood.feedId }, articles);
  return [
    publishHeld(ctx.db, { floodId: flood.id, emailMode: 'next_digest', now }),
    insertAnnouncements(ctx.db, announcements, now),
  ];
}
