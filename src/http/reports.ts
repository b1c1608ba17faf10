import { Hono } from 'hono';
import { countVisit, findTarget } from '../db/mailings/link-counts.ts';
import { AppError } from '../domain/errors.ts';
import { webUrl } from '../domain/web-url.ts';
import { articleLink } from '../services/links.ts';
import { mailingReport, readReportLink } from '../services/mailings/mailing-report.ts';
import type { HttpEnv } from './environment.ts';
import { ReportGonePage, ReportPage } from './pages/report-page.tsx';
import { sendPage, shellOf } from './shell.ts';

/** Programs that look at every link of a mail before anybody reads it; what they fetch is no visit. */
const SCANNERS = /bot|crawl|spider|preview|scan|proofpoint|mimecast|barracuda|safelinks|curl|wget|python|headless/i;

/** A mailing's figures behind a signed link, and links of mailings that are counted without saying who followed them. */
export const reportRoutes = new Hono<HttpEnv>()
  .get('/reports/:id', async (c) => {
    const mailing = await readReportLink(c.var.ctx, c.req.param('id'), c.req.query('t') ?? '');
    if (!mailing) return sendPage(c, ReportGonePage({ shell: shellOf(c) }), { status: 404, cache: 'personal' });
    const report = await mailingReport(c.var.ctx, mailing);
    return sendPage(c, ReportPage({ shell: shellOf(c), report }), { cache: 'personal' });
  })
  .get('/r/:mailing/:article', async (c) => {
    const { ctx } = c.var;
    const [mailingId, articleId] = [c.req.param('mailing'), c.req.param('article')];
    const target = await findTarget(ctx.db, mailingId, articleId);
    if (!target) throw new AppError('not_found', 'There is nothing at this address.');
    const isPerson = c.req.method === 'GET' && !SCANNERS.test(c.req.header('user-agent') ?? 'bot');
    if (ctx.settings.sending.countsLinks && isPerson) await ctx.db.batch([countVisit(ctx.db, mailingId, articleId)]);
    c.header('Cache-Control', 'no-store');
    c.header('X-Robots-Tag', 'noindex');
    c.header('Referrer-Policy', 'no-referrer');
    const source = c.req.query('to') === 'source' ? webUrl(target.url) : null;
    return c.redirect(source ?? articleLink(ctx, target.slug), 302);
  });
