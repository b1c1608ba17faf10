import { Hono } from 'hono';
import { listNewsPage } from '../db/articles/newsroom-articles.ts';
import type { PublicTopic } from '../db/articles/topics.ts';
import { languageOf } from '../domain/locale.ts';
import { readFacets, upcomingEvents } from '../services/articles/newsroom-pages.ts';
import { cardView, eventCards } from './article-views.ts';
import { sendDocument } from './conditional.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { filterView, nextPath, readNewsQuery } from './news-query.ts';
import { SCRIPT_PATH } from './pages/content-policy.ts';
import { MessagePage } from './pages/message-page.tsx';
import { NEWSROOM_PAGE_SIZE, NewsroomPage } from './pages/newsroom-page.tsx';
import { NEWSROOM_SCRIPT } from './pages/newsroom-script.ts';
import { PrivacyPage } from './pages/privacy-page.tsx';
import { UpcomingPage } from './pages/upcoming-page.tsx';
import { sendPage, shellOf } from './shell.ts';

/** The public newsroom's lists, its privacy page and its script. */
export const newsroomRoutes = new Hono<HttpEnv>()
  .get('/', (c) => sendList(c, '/', null))
  .get('/topics/:slug', async (c) => {
    const { topics } = await readFacets(c.var.ctx);
    const topic = topics.find(({ slug }) => slug === c.req.param('slug'));
    if (topic) return sendList(c, `/topics/${topic.slug}`, topic);
    return sendPage(c, MessagePage({ shell: shellOf(c), status: 404 }), { status: 404, cache: 'public' });
  })
  .get('/upcoming', async (c) => {
    const shell = shellOf(c);
    const events = eventCards(await upcomingEvents(c.var.ctx, 50), shell.locale);
    return sendPage(c, UpcomingPage({ shell, events }), { cache: 'public' });
  })
  .get('/privacy', (c) => {
    const shell = shellOf(c);
    const { images, privacy } = c.var.ctx.settings.pages;
    const view = {
      shell,
      own: privacy[shell.locale] ?? null,
      hasOwnPicturesOnly: images === 'proxy',
      hasPersonCheck: c.var.ctx.config.turnstile !== null,
    };
    return sendPage(c, PrivacyPage(view), { cache: 'public' });
  })
  .get(SCRIPT_PATH, (c) =>
    sendDocument(c, { body: NEWSROOM_SCRIPT, contentType: 'text/javascript; charset=utf-8', lastModified: null }),
  );

async function sendList(c: HttpContext, path: string, topic: PublicTopic | null): Promise<Response> {
  const { ctx } = c.var;
  const shell = shellOf(c);
  const facets = await readFacets(ctx);
  const { before, choice, filter, isPossible } = readNewsQuery(c, { facets, topic });
  // What was searched for may stand in one version only.
  const preferred = filter.words.length === 0 ? languageOf(shell.locale) : null;
  const page = { filter: { ...filter, preferred }, before, limit: NEWSROOM_PAGE_SIZE + 1, now: ctx.now() };
  const found = isPossible ? await listNewsPage(ctx.db, page) : [];
  const shown = found.slice(0, NEWSROOM_PAGE_SIZE);
  const last = shown.at(-1);
  const isFirstPage = before === null;
  const isWhole = isFirstPage && !topic && Object.values(choice).every((value) => value === null || value === '');
  const view = NewsroomPage({
    shell,
    articles: shown.map((article, n) => cardView(ctx, article, { locale: shell.locale, width: n === 0 ? 960 : 480 })),
    isFirstPage,
    nextUrl: found.length > NEWSROOM_PAGE_SIZE && last ? nextPath(path, choice, last) : null,
    filter: filterView(shell, { choice, facets, path }),
    upcoming: isWhole ? eventCards(facets.upcoming, shell.locale).slice(0, 3) : [],
    ...(topic ? { topic } : {}),
  });
  return sendPage(c, view, { cache: 'public' });
}
