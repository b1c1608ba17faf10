import { Hono } from 'hono';
import { renderSVG } from 'uqr';
import { listTranslations } from '../db/articles/articles.ts';
import { listRelated } from '../db/articles/newsroom-articles.ts';
import type { StaffArticle } from '../db/articles/staff-articles.ts';
import { findArticleBySlug } from '../db/articles/staff-articles.ts';
import { nearestLocale } from '../domain/locale.ts';
import { shownText } from '../services/articles/article-view.ts';
import { linkPicturesOf } from '../services/articles/image-links.ts';
import { readFacets } from '../services/articles/newsroom-pages.ts';
import { articleLink } from '../services/links.ts';
import { cardView, eventView, isOut } from './article-views.ts';
import { sendDocument } from './conditional.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { calendarFile } from './event-calendar.ts';
import { redirectOldPath } from './old-paths.ts';
import { ArticlePage } from './pages/article-page.tsx';
import { MessagePage } from './pages/message-page.tsx';
import type { ArticleExtras, PageShell, TwinView } from './pages/view.ts';
import { sendPage, shellOf } from './shell.ts';

/** One article: its page, its event for calendars and its address as a QR code. */
export const articleRoutes = new Hono<HttpEnv>()
  .get('/articles/:slug', async (c) => {
    const { ctx } = c.var;
    const article = await findArticleBySlug(ctx.db, c.req.param('slug').normalize('NFC'));
    if (!article || !isOut(article, ctx.now())) return sendMissing(c, article);
    // However the address was written, the page names its own in one way.
    const shell = { ...shellOf(c, null, article.topicIds), path: `/articles/${encodeURIComponent(article.slug)}` };
    const text = shownText(article);
    const page = ArticlePage({
      shell,
      article: {
        ...cardView(ctx, article, { locale: shell.locale, width: 1440 }),
        updatedAt: article.revision > 1 ? article.updatedAt : null,
        body: text !== null ? { kind: 'full', html: linkPicturesOf(ctx, text) } : { kind: 'extract' },
      },
      twin: await twinOf(c, article, shell),
      extras: await extrasOf(c, article, shell),
    });
    return sendPage(c, page, { cache: 'public' });
  })
  .get('/articles/:slug/event.ics', async (c) => {
    const { ctx } = c.var;
    const article = await findArticleBySlug(ctx.db, c.req.param('slug').normalize('NFC'));
    const event = article && isOut(article, ctx.now()) ? eventView(article) : null;
    if (!article || !event) return sendMissing(c, article);
    const body = calendarFile({ article, event, link: articleLink(ctx, article.slug), brand: ctx.config.brand });
    // RFC 6266 §4.3: letters outside ASCII in the extended form only.
    const name = encodeURIComponent(`${article.slug}.ics`);
    c.header('Content-Disposition', `attachment; filename="event.ics"; filename*=UTF-8''${name}`);
    return sendDocument(c, { body, contentType: 'text/calendar; charset=utf-8', lastModified: article.updatedAt });
  })
  .get('/articles/:slug/qr.svg', async (c) => {
    const { ctx } = c.var;
    const article = await findArticleBySlug(ctx.db, c.req.param('slug').normalize('NFC'));
    if (!article || !isOut(article, ctx.now())) return sendMissing(c, article);
    const body = renderSVG(articleLink(ctx, article.slug), { ecc: 'M', border: 4 });
    return sendDocument(c, { body, contentType: 'image/svg+xml', lastModified: null });
  });

/** 410 for what was withdrawn; 404, or where it went, for everything else that is not out. */
async function sendMissing(c: HttpContext, article: StaffArticle | null): Promise<Response> {
  const moved = article ? null : await redirectOldPath(c);
  if (moved) return moved;
  const isOver = article?.embargoUntil == null || article.embargoUntil <= c.var.ctx.now();
  const status = article?.state === 'withdrawn' && isOver ? 410 : 404;
  return sendPage(c, MessagePage({ shell: shellOf(c), status }), { status, cache: 'public' });
}

async function twinOf(c: HttpContext, article: StaffArticle, shell: PageShell): Promise<TwinView | null> {
  const { ctx } = c.var;
  const [twin] = await listTranslations(ctx.db, article, ctx.now());
  return twin ? { slug: twin.slug, title: twin.title, locale: nearestLocale(twin.language) ?? shell.locale } : null;
}

async function extrasOf(c: HttpContext, article: StaffArticle, shell: PageShell): Promise<ArticleExtras> {
  const { ctx } = c.var;
  const { topics } = await readFacets(ctx);
  const related = await listRelated(ctx.db, article, ctx.now());
  return {
    author: article.author,
    documents: article.documents,
    event: eventView(article),
    topics: topics.filter(({ id }) => article.topicIds.includes(id)),
    related: related.map((one) => cardView(ctx, one, { locale: shell.locale, width: 480 })),
  };
}
