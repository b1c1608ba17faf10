import { listForStaff } from '../../db/articles/article-lists.ts';
import type { Article } from '../../db/articles/articles.ts';
import { findStaffArticle, type StaffArticle } from '../../db/articles/staff-articles.ts';
import { AppError } from '../../domain/errors.ts';
import { fullStanding, standingOf } from '../../services/articles/article-standing.ts';
import type { Context } from '../../services/context.ts';
import { articleLink } from '../../services/links.ts';
import { articleListBlocks, standingBlocks, standingLine } from '../blocks/article-standing.ts';
import { type KnownBlock, message, paragraph } from '../blocks/block.ts';
import { plain } from '../mrkdwn.ts';
import type { Reply } from './reply.ts';

const PAGE = 5;
const MOST_WORDS = 8;

/** An article by its public id. Throws AppError('not_found'). */
export async function knownArticle(ctx: Context, publicId: string): Promise<StaffArticle> {
  const article = await findStaffArticle(ctx.db, publicId);
  if (!article) throw new AppError('not_found', 'That article is not known here. Nothing was done.');
  return article;
}

/** The card of an article with where it stands; `said` stands above. */
export async function articleCardReply(
  ctx: Context,
  article: Article,
  { said, extra = [] }: { said: string; extra?: KnownBlock[] },
): Promise<Reply> {
  const standing = await fullStanding(ctx, article);
  const facts = { linkOf: (slug: string) => articleLink(ctx, slug), now: ctx.now() };
  return {
    text: `${said}\n${plain(article.title, 200)}\n${standingLine(standing, facts.now)}`,
    blocks: [paragraph(said), ...extra, ...standingBlocks(standing, facts)],
  };
}

/** One page of the articles that hold all words; of all articles without words. */
export async function articleListReply(ctx: Context, page: { words: string; offset: number }): Promise<Reply> {
  const words = page.words.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
  const found = await listForStaff(ctx.db, { words, offset: page.offset, limit: PAGE + 1 });
  const shown = found.slice(0, PAGE);
  const of = words.length > 0 ? ` with “${plain(words.join(' '), 100)}”` : '';
  const text =
    shown.length === 0
      ? `No article${of}${page.offset > 0 ? ' beyond these' : ''}. \`/newsdesk post\` writes one.`
      : `Articles${of}, newest first`;
  const standings = await standingOf(ctx, shown);
  const next = found.length > PAGE ? page.offset + PAGE : null;
  const facts = { linkOf: (slug: string) => articleLink(ctx, slug), now: ctx.now(), words: words.join(' '), next };
  return message(text, articleListBlocks(standings, facts));
}
