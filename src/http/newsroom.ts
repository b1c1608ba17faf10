import { Hono } from 'hono';
import { type Article, findArticleBySlug, listPublished, listTranslations } from '../db/articles.ts';
import { kindLabel } from '../domain/kind.ts';
import { type Locale, nearestLocale } from '../domain/locale.ts';
import { shownImage, shownText } from '../services/article-view.ts';
import type { HttpEnv } from './environment.ts';
import { redirectOldPath } from './old-paths.ts';
import { ArticlePage } from './pages/article-page.tsx';
import { MessagePage } from './pages/message-page.tsx';
import { NewsroomPage } from './pages/newsroom-page.tsx';
import { PrivacyPage } from './pages/privacy-page.tsx';
import type { ArticleCardView } from './pages/view.ts';
import { sendPage, shellOf } from './shell.ts';

const PAGE_SIZE = 12;

function cardView(article: Article, locale: Locale): ArticleCardView {
  return {
    slug: article.slug,
    url: article.url,
    title: article.title,
    kind: article.kind,
    kindLabel: kindLabel(article.kind, locale),
    extract: article.extract,
    outlet: article.outlet,
    publishedAt: article.publishedAt,
    language: article.language,
    image: shownImage(article),
  };
}

/** Place of an article in the list, for the address of the next page: its time and id. */
function readCursor(text: string | undefined): { publishedAt: string; id: number } | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_(\d{1,15})$/.exec(text ?? '');
  return match?.[1] && match[2] ? { publishedAt: match[1], id: Number(match[2]) } : null;
}

/** The public newsroom: the list, an article, the privacy page. */
export const newsroomRoutes = new Hono<HttpEnv>()
  .get('/', async (c) => {
    const shell = shellOf(c);
    const before = readCursor(c.req.query('before'));
    const { ctx } = c.var;
    const found = await listPublished(ctx.db, { before, limit: PAGE_SIZE + 1, now: ctx.now() });
    const shown = found.slice(0, PAGE_SIZE);
    const last = shown.at(-1);
    const nextUrl = found.length > PAGE_SIZE && last ? `/?before=${last.publishedAt}_${last.id}` : null;
    const articles = shown.map((article) => cardView(article, shell.locale));
    return sendPage(c, NewsroomPage({ shell, articles, isFirstPage: before === null, nextUrl }), { cache: 'public' });
  })
  .get('/articles/:slug', async (c) => {
    const shell = shellOf(c);
    const { ctx } = c.var;
    const now = ctx.now();
    const article = await findArticleBySlug(ctx.db, c.req.param('slug'));
    const isOut = article?.state === 'published' && (article.embargoUntil === null || article.embargoUntil <= now);
    if (!article || !isOut) {
      const moved = article ? null : await redirectOldPath(c);
      if (moved) return moved;
      const isGone = article?.state === 'withdrawn' && (article.embargoUntil === null || article.embargoUntil <= now);
      const status = isGone ? 410 : 404;
      return sendPage(c, MessagePage({ shell, status }), { status, cache: 'public' });
    }
    const twin = (await listTranslations(ctx.db, article, now))[0];
    const text = shownText(article);
    const page = ArticlePage({
      shell,
      article: {
        ...cardView(article, shell.locale),
        updatedAt: article.revision > 1 ? article.updatedAt : null,
        body: text !== null ? { kind: 'full', html: text } : { kind: 'extract' },
      },
      twin: twin ? { slug: twin.slug, title: twin.title, locale: nearestLocale(twin.language) ?? shell.locale } : null,
    });
    return sendPage(c, page, { cache: 'public' });
  })
  .get('/privacy', (c) => sendPage(c, PrivacyPage({ shell: shellOf(c) }), { cache: 'public' }));
