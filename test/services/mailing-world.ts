import { type Article, insertArticles } from '../../src/db/articles/articles.ts';
import { findMailing, type Mailing } from '../../src/db/mailings/mailings.ts';
import type { Context } from '../../src/services/context.ts';
import { makeMailings } from '../../src/services/mailings/make-mailings.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import type { World } from '../support/context.ts';

const FAR = '2099-01-01T00:00:00.000Z';

/** Stores articles that are released now; only what a test is about has to be named. */
export async function addArticles(ctx: Context, titles: readonly string[], overrides: Partial<Article> = {}) {
  const now = ctx.now();
  await ctx.db.batch(
    insertArticles(
      ctx.db,
      titles.map((title) => ({
        publicId: `a-${title}`,
        slug: title.toLowerCase(),
        state: 'published',
        kind: 'press_release',
        title,
        extract: `${title}, in short.`,
        bodyHtml: null,
        author: null,
        outlet: null,
        url: null,
        language: 'en',
        translationGroup: `g-${title}`,
        image: null,
        textRight: 'full',
        imageRight: 'none',
        topicIds: [],
        emailMode: 'next_digest',
        publishedAt: now,
        sourceUpdatedAt: null,
        embargoUntil: null,
        releasedAt: now,
        contentHash: `h-${title}`,
        createdBy: 'test',
        createdAt: now,
        ...overrides,
      })),
    ),
  );
}

type Reader = {
  frequency?: string;
  locale?: string;
  zone?: string | null;
  state?: string;
  pausedUntil?: string | null;
  company?: string;
  occupation?: string;
};

/** Stores one reader by name and answers with their id; their address is name@example.org. */
export async function addReader(ctx: Context, name: string, reader: Reader = {}): Promise<number> {
  const { results } = await ctx.db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, company, occupation, locale, time_zone, frequency, state,
         paused_until, source, created_at)
       VALUES ('p-' || ?1, ?1 || '@example.org', ?1 || '@example.org', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'import', 'x')
       RETURNING id`,
    )
    .bind(
      name,
      reader.company ?? null,
      reader.occupation ?? null,
      reader.locale ?? 'en',
      reader.zone ?? null,
      reader.frequency ?? 'weekly',
      reader.state ?? 'active',
      reader.pausedUntil ?? null,
    )
    .all();
  return Number(results[0]?.id);
}

export async function addTopic(ctx: Context, name: string, visibility = 'public'): Promise<number> {
  const { results } = await ctx.db
    .prepare(
      `INSERT INTO topic (public_id, slug, name, visibility, state, position, created_at)
       VALUES (?1, ?1, ?1, ?2, 'active', 1, 'x') RETURNING id`,
    )
    .bind(name, visibility)
    .all();
  return Number(results[0]?.id);
}

export async function choose(ctx: Context, reader: number, topic: number, frequency: string | null = null) {
  await ctx.db
    .prepare(
      `INSERT INTO subscription (subscriber_id, topic_id, state, frequency, created_at)
       VALUES (CAST(?1 AS INTEGER), CAST(?2 AS INTEGER), 'chosen', ?3, 'x')`,
    )
    .bind(reader, topic, frequency)
    .all();
}

/** One minute's background work for mailings. */
export async function workOnce(ctx: Context): Promise<void> {
  await makeMailings(ctx);
  await runEmail(ctx, FAR);
}

/** Lets the time pass in steps, with background work at each. */
export async function passTime(ctx: Context, world: World, { minutes, until }: { minutes: number; until: string }) {
  while (world.now < until) {
    world.advance(minutes * 60);
    await workOnce(ctx);
  }
}

/** Who was mailed what: "name: Title, Title" in order of sending. */
export function mailed(world: World, titles: readonly string[]): string[] {
  return [...world.accepted.values()]
    .flat()
    .map(
      ({ text, to }) =>
        `${to.split('@')[0]}: ${titles.filter((title) => text.includes(`${title}, in short`)).join(', ')}`,
    );
}

export async function listMailings(ctx: Context): Promise<Mailing[]> {
  const { results } = await ctx.db.prepare('SELECT public_id FROM mailing ORDER BY id').all();
  const found = await Promise.all(results.map((row) => findMailing(ctx.db, String(row.public_id))));
  return found.flatMap((mailing) => mailing ?? []);
}
