import { findMailing, type Mailing } from '../../src/db/mailings/mailings.ts';
import type { Context } from '../../src/services/context.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import type { SendOutcome } from '../../src/services/ports.ts';
import type { World } from './context.ts';

export const FAR = '2027-12-01T00:00:00.000Z';
export const MAILING = 'mailing00001';

/** The provider's answer to one request too many. */
export const RATE_LIMITED: SendOutcome = {
  kind: 'refused',
  code: 'rate_limit_exceeded',
  message: '',
  stop: false,
  retryAfterSeconds: 1,
};

/** The public id of the n-th reader. */
export function readerId(n: number): string {
  return `reader${String(n).padStart(6, '0')}`;
}

/** A mailing of one article that is being sent to readers 1 to `readers`, r1@example.org and on. */
export async function aRunningMailing(ctx: Context, readers: number): Promise<void> {
  const now = ctx.now();
  // A mail as small as can be: these tests are not about what stands in it.
  ctx.renderer = {
    ...ctx.renderer,
    mailing: () => ({ subject: 'News', preheader: '', html: '<p>News</p>', text: 'News' }),
  };
  await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO article (id, public_id, slug, state, kind, title, extract, url, translation_group, text_right,
           image_right, email_mode, published_at, released_at, content_hash, created_by, created_at, updated_at)
         VALUES (1, 'article00001', 'one', 'published', 'coverage', 'One', '', 'https://press.example.org/one', 'g', 'link',
           'none', 'next_digest', ?1, ?1, 'h', 'test', ?1, ?1)`,
      )
      .bind(now),
    ctx.db
      .prepare(
        `INSERT INTO mailing (id, public_id, kind, state, is_archived, content_hash, approved_hash, approved_by, approved_at,
           max_id, report_channel, created_by, created_at, started_at)
         VALUES (7, '${MAILING}', 'digest', 'sending', 1, 'h', 'h', 'slack:UANA', ?1, CAST(?2 AS INTEGER), 'CREVIEW1', 'test', ?1, ?1)`,
      )
      .bind(now, readers),
    ctx.db.prepare('INSERT INTO mailing_article (mailing_id, article_id, position) VALUES (7, 1, 0)'),
    ctx.db
      .prepare(
        `INSERT INTO subscriber (id, public_id, email, email_key, name, locale, frequency, state, source, created_at)
         SELECT value, 'reader' || printf('%06d', value), 'r' || value || '@example.org', 'r' || value || '@example.org',
           '', 'en', 'weekly', 'active', 'import', ?2 FROM json_each(?1)`,
      )
      .bind(JSON.stringify(Array.from({ length: readers }, (_, n) => n + 1)), now),
  ]);
}

export async function theMailing(ctx: Context): Promise<Mailing> {
  const mailing = await findMailing(ctx.db, MAILING);
  if (!mailing) throw new Error('The mailing is gone.');
  return mailing;
}

/** Runs the email lane, a minute at a time, until the mailing rests. */
export async function runUntilRest(ctx: Context, world: World): Promise<Mailing> {
  for (let n = 0; n < 50; n += 1) {
    await runEmail(ctx, FAR);
    const mailing = await theMailing(ctx);
    if (mailing.state !== 'sending') return mailing;
    world.advance(61);
  }
  return theMailing(ctx);
}
