import type { StaffArticle } from '../../db/articles/staff-articles.ts';
import { listTopicNames } from '../../db/articles/topics.ts';
import { AppError } from '../../domain/errors.ts';
import { plainLine, plainParagraphs } from '../../domain/plain-text.ts';
import { columnsOf } from '../../services/articles/article-columns.ts';
import { shownText, slackCard } from '../../services/articles/article-view.ts';
import { unstoredArticle } from '../../services/articles/publish-article.ts';
import type { Context } from '../../services/context.ts';
import { articleBlocks } from '../blocks/article.ts';
import { type KnownBlock, paragraph, smallPrint } from '../blocks/block.ts';
import { escapedWithin, linesWithin, link, localTime, plain, plainLines } from '../mrkdwn.ts';
import { knownArticle } from '../replies/article-reply.ts';
import type { ArticleNote } from './article-form.ts';
import { articleOfForm, changesOfForm, inArticleForm } from './article-form-values.ts';
import { type InView, messageView } from './modal.ts';

/** Pushes a view that shows what readers will see; what is wrong with the form is listed instead. */
export async function articlePreview(ctx: Context, input: InView, note: ArticleNote): Promise<void> {
  const push = (blocks: KnownBlock[]) =>
    input.screen.push(input.triggerId, messageView('Preview', blocks, 'Back')).then(() => undefined);
  const article = await shown(ctx, input, note).catch((error: unknown) => {
    if (error instanceof AppError) return error;
    throw error;
  });
  if (article instanceof AppError) {
    const problems = Object.entries(article.fields).map(
      ([field, message]) => `• ${plain(`${field}: ${message}`, 300)}`,
    );
    const said = problems.length > 0 ? problems : [escapedWithin(article.message, 2_000)];
    return push([paragraph(linesWithin([':warning: Not ready yet:', ...said], 2_900))]);
  }
  const topics = await listTopicNames(ctx.db, article.topicIds);
  const card = { ...slackCard(ctx, article, true), topics };
  const blocks = [...articleBlocks(card), ...detailBlocks(ctx, article)];
  try {
    await push(blocks);
  } catch (error) {
    if (card.image === null) throw error;
    // Slack refuses a whole view for a picture that it cannot load.
    await push([
      paragraph(':warning: Slack cannot load that picture. Readers of the site may still see it.'),
      ...articleBlocks({ ...card, image: null }),
      ...detailBlocks(ctx, article),
    ]);
  }
}

async function shown(ctx: Context, input: InView, note: ArticleNote): Promise<StaffArticle> {
  return inArticleForm(async () => {
    const by = `slack:${input.userId}`;
    if (note.articleId === null) return unstoredArticle(ctx, articleOfForm(input.values), by);
    const before = await knownArticle(ctx, note.articleId);
    const { revision: _, ...changes } = changesOfForm(input.values, before, note);
    return { ...before, ...(await columnsOf(ctx, changes, before)) };
  });
}

/** The text of the page by paragraphs, as far as a view holds it; nothing where the extract above says it all. */
function bodyWords(html: string, extract: string): string {
  const lines = plainParagraphs(
    html
      .replace(/<\/(p|li|h\d|blockquote|figure|tr)>|<br\s*\/?>/gi, '\n')
      .replace(/<[^>]*>/g, ' ')
      .replace(/&[a-z#0-9]+;/gi, ' '),
  );
  return lines.join(' ') === plainLine(extract) ? '' : plainLines(lines, 1_200).join('\n');
}

function detailBlocks(ctx: Context, article: StaffArticle): KnownBlock[] {
  const text = shownText(article);
  const words = bodyWords(text ?? '', article.extract);
  const documents = article.documents.slice(0, 10).map(({ title, url }) => `• ${link(url, title, 100)}`);
  const event = article.eventStartsAt
    ? `*Event* ${localTime(article.eventStartsAt)}${article.eventPlace ? `, ${plain(article.eventPlace, 150)}` : ''}`
    : '';
  const parts = [words, linesWithin(documents, 2_900), event].filter(Boolean);
  const page = `${ctx.config.brand.baseUrl}/articles/${article.slug}`;
  const isThere = article.id > 0;
  const where = isThere ? `On the site: ${link(page, page, 200)}` : `Its page will be ${plain(page, 200)}`;
  return [...(parts.length > 0 ? [{ type: 'divider' as const }, ...parts.map(paragraph)] : []), smallPrint(where)];
}
