import type { ArticleInput } from '../../src/services/articles/article-input.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import type { Context } from '../../src/services/context.ts';

export const FAR = '2026-12-01T00:00:00.000Z';

/** Publishes an article by staff; only what a test is about has to be named. */
export async function publish(ctx: Context, overrides: Partial<ArticleInput> = {}) {
  const article: ArticleInput = { kind: 'press_release', title: 'We did it', language: 'en', ...overrides };
  return publishArticle(ctx, { article, by: 'slack:UANA' });
}

/** A channel that gets every article, whatever its source. */
export async function routeEverything(ctx: Context, channelId = 'CALL', needsApproval = 0): Promise<void> {
  await ctx.db
    .prepare(
      `INSERT INTO route (public_id, channel_id, feed_id, mode, needs_approval, shows_images, state, added_by, created_at)
       VALUES ('route' || ?1, ?1, NULL, 'each', ?2, 1, 'active', 'api', '2026-01-01T00:00:00.000Z')`,
    )
    .bind(channelId, needsApproval)
    .all();
}

export async function addTopic(ctx: Context, slug: string): Promise<void> {
  await ctx.db
    .prepare(
      `INSERT INTO topic (public_id, slug, name, visibility, state, position, created_at)
       VALUES ('topic-' || ?1, ?1, ?1, 'public', 'active', 1, '2026-01-01T00:00:00.000Z')`,
    )
    .bind(slug)
    .all();
}

/** Every act the audit has on a subject, oldest first. */
export async function actsOn(ctx: Context, subject: string): Promise<string[]> {
  const { results } = await ctx.db
    .prepare('SELECT actor, act FROM audit WHERE subject = ?1 ORDER BY id')
    .bind(subject)
    .all();
  return results.map(({ actor, act }) => `${actor} ${act}`);
}
