import { AppError, type ErrorCode } from '../domain/errors.ts';
import type { Context } from '../services/context.ts';
import { archiveRoutes } from './archive.ts';
import { articleRoutes } from './articles.ts';
import type { HttpApp, HttpContext } from './environment.ts';
import { healthRoutes } from './health.ts';
import { imageRoutes } from './images.ts';
import { newsroomRoutes } from './newsroom.ts';
import { redirectOldPath } from './old-paths.ts';
import { MessagePage } from './pages/message-page.tsx';
import { passOn } from './pass-on.ts';
import { sendPage, shellOf } from './shell.ts';

const STATUS: Record<ErrorCode, 400 | 403 | 404 | 409 | 422 | 500 | 503> = {
  invalid: 422,
  not_found: 404,
  conflict: 409,
  forbidden: 403,
  unavailable: 503,
  internal: 500,
};

/** Loaded by the first request to one of them, so that a page of the newsroom never waits for them. */
const READER_PATHS = [
  '/contact',
  '/subscribe',
  '/confirm',
  '/confirm/not-me',
  '/unsubscribe',
  '/preferences',
  '/preferences/*',
  '/embed.js',
  '/embed.json',
  ...['', '/topics/:slug'].flatMap((place) => ['feed.xml', 'atom.xml', 'feed.json'].map((file) => `${place}/${file}`)),
  '/sitemap.xml',
  '/news-sitemap.xml',
  '/robots.txt',
];
const STAFF_PATHS = [
  '/api/*',
  '/desk',
  '/desk/*',
  '/desk.css',
  '/desk.js',
  '/exports/*',
  '/preview/*',
  '/r/*',
  '/reports/*',
  '/webhooks/*',
  '/websub/*',
];

/** Answers a request from Slack; given in, so that pages and Slack do not know each other. */
export type SlackHandler = (
  ctx: Context,
  request: Request,
  waitUntil: (work: Promise<unknown>) => void,
) => Promise<Response>;

/** Every route of Newsdesk. Middleware before it puts the context on the request. */
export function addRoutes(app: HttpApp, slack: SlackHandler): HttpApp {
  app.use(async (c, next) => {
    c.header('X-Content-Type-Options', 'nosniff');
    await next();
    // Only an answer made without the context lacks it; a header set now would copy the answer, body and all.
    if (!c.res.headers.has('X-Content-Type-Options')) c.header('X-Content-Type-Options', 'nosniff');
  });
  app.route('/', newsroomRoutes);
  app.route('/', articleRoutes);
  app.route('/', archiveRoutes);
  app.route('/', healthRoutes);
  app.route('/', imageRoutes);
  for (const path of READER_PATHS) {
    app.all(path, async (c) => passOn(c, (await import('./reader-routes.ts')).readerApp));
  }
  for (const path of STAFF_PATHS) {
    app.all(path, async (c) => passOn(c, (await import('./staff-routes.ts')).staffApp));
  }
  app.post('/slack/events', (c) => slack(c.var.ctx, c.req.raw, c.var.waitUntil));
  app.on(['GET', 'POST'], '/slack/install', (c) => slack(c.var.ctx, c.req.raw, c.var.waitUntil));
  app.get('/slack/oauth', (c) => slack(c.var.ctx, c.req.raw, c.var.waitUntil));
  app.notFound(
    async (c) =>
      (await redirectOldPath(c)) ?? answer(c, new AppError('not_found', 'There is nothing at this address.')),
  );
  app.onError((error, c) => {
    if (!(error instanceof AppError) || error.code === 'internal') c.var.ctx.log.error('http.failed', error);
    return answer(
      c,
      error instanceof AppError
        ? error
        : new AppError('internal', 'Something went wrong on our side. Please try again.'),
    );
  });
  return app;
}

/** An error as the caller can read it: JSON for scripts, a page for people. */
function answer(c: HttpContext, error: AppError): Response | Promise<Response> {
  const status = STATUS[error.code];
  const isScript = c.req.path.startsWith('/api/') || !(c.req.header('accept') ?? '').includes('text/html');
  if (isScript) return c.json({ error: { code: error.code, message: error.message, fields: error.fields } }, status);
  const shown = status === 404 || status === 503 ? status : 500;
  return sendPage(c, MessagePage({ shell: shellOf(c), status: shown }), { status: shown, cache: 'personal' });
}
