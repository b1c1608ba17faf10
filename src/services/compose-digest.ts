import { type Article, listForDigest } from '../db/articles.ts';
import { insertAudit } from '../db/audit.ts';
import { findMailing, insertDraft, type Mailing } from '../db/mailings.ts';
import { AppError } from '../domain/errors.ts';
import type { Context } from './context.ts';
import { sha256 } from './hash.ts';

/** More than this is left to the newsroom; the mail says how many. */
export const DIGEST_LIMIT = 20;

/** Hash of everything a reader would see of a mailing: an edit of any article or text changes it. */
export function mailingContentHash(
  mailing: Pick<Mailing, 'kind' | 'subject' | 'intro'>,
  articles: readonly Article[],
): string {
  return sha256(
    JSON.stringify([
      mailing.kind,
      mailing.subject,
      mailing.intro,
      articles.map((article) => [article.id, article.contentHash, article.state]),
    ]),
  );
}

/**
 * Makes a draft digest to every active reader of the articles that were released for mail and stood in no digest yet,
 * newest first. Throws AppError('conflict') when there is nothing new.
 */
export async function composeDigest(
  ctx: Context,
  createdBy: string,
): Promise<{ mailing: Mailing; articles: Article[] }> {
  const now = ctx.now();
  const articles = await listForDigest(ctx.db, now, DIGEST_LIMIT);
  if (articles.length === 0) {
    throw new AppError('conflict', 'There is no article that readers have not had already. Nothing was sent.');
  }
  const publicId = ctx.ids.publicId();
  await ctx.db.batch([
    ...insertDraft(
      ctx.db,
      {
        publicId,
        kind: 'digest',
        audience: {},
        articleIds: articles.map((article) => article.id),
        contentHash: mailingContentHash({ kind: 'digest', subject: {}, intro: {} }, articles),
        createdBy,
      },
      now,
    ),
    insertAudit(ctx.db, { at: now, actor: createdBy, act: 'mailing.composed', subject: `mailing:${publicId}` }),
  ]);
  const mailing = await findMailing(ctx.db, publicId);
  if (!mailing) throw new AppError('internal', 'The digest was not stored. Nothing was sent. Try again.');
  return { mailing, articles };
}
