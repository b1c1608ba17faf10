import { Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { deskFigures, runningMailings } from '../services/desk/desk-figures.ts';
import { openDesk, readDeskLink, readDeskSession, SESSION_SECONDS } from '../services/desk/desk-session.ts';
import { sendDocument } from './conditional.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { formLimit } from './form-limit.ts';
import { DeskPage } from './pages/desk/desk-page.tsx';
import { DESK_SCRIPT, DESK_SCRIPT_PATH } from './pages/desk/desk-script.ts';
import { DESK_CSS, DESK_STYLE_PATH } from './pages/desk/desk-style.ts';
import { ClosedPage, DoorPage } from './pages/desk/door-page.tsx';
import { RUNNING_PATH, Running } from './pages/desk/running.tsx';
import { pathIn } from './pages/links.ts';
import { tokenOf } from './posted-form.ts';
import { sendPage, shellOf } from './shell.ts';

const NEEDS = { script: DESK_SCRIPT_PATH, style: DESK_STYLE_PATH };

/** The staff's dashboard. A GET shows; only the button behind a link from Slack begins a session. */
export const deskRoutes = new Hono<HttpEnv>()
  .get('/desk', async (c) => {
    const token = c.req.query('t');
    if (token === undefined) return sendDesk(c);
    const shell = shellOf(c, 'en');
    if (!(await readDeskLink(c.var.ctx, token))) return sendClosed(c, 'link');
    return sendPage(c, DoorPage({ shell, token }), { cache: 'personal', needs: { style: DESK_STYLE_PATH } });
  })
  .post('/desk', formLimit, async (c) => {
    const session = await openDesk(c.var.ctx, await tokenOf(c));
    const { baseUrl } = c.var.ctx.config.brand;
    // Whoever is in already may press an old link again.
    if (session === null && !(await sessionOf(c))) return sendClosed(c, 'link');
    const { name, ...terms } = cookieTerms(baseUrl);
    if (session !== null) setCookie(c, name, session, { ...terms, maxAge: SESSION_SECONDS });
    c.header('Cache-Control', 'no-store');
    return c.redirect(pathIn(c.var.ctx.config.brand, '/desk'), 303);
  })
  .get(RUNNING_PATH, async (c) => {
    if (!(await sessionOf(c))) return sendClosed(c, 'session');
    const part = Running({ shell: shellOf(c, 'en'), mailings: await runningMailings(c.var.ctx) });
    return sendPage(c, part, { cache: 'personal' });
  })
  .post('/desk/leave', (c) => {
    const { name, ...terms } = cookieTerms(c.var.ctx.config.brand.baseUrl);
    deleteCookie(c, name, terms);
    return sendClosed(c, 'left');
  })
  .get(DESK_STYLE_PATH, (c) =>
    sendDocument(c, { body: DESK_CSS, contentType: 'text/css; charset=utf-8', lastModified: null }),
  )
  .get(DESK_SCRIPT_PATH, (c) =>
    sendDocument(c, { body: DESK_SCRIPT, contentType: 'text/javascript; charset=utf-8', lastModified: null }),
  );

async function sendDesk(c: HttpContext): Promise<Response> {
  const { ctx } = c.var;
  const session = await sessionOf(c);
  if (!session) return sendClosed(c, 'session');
  const [figures, running] = await Promise.all([deskFigures(ctx), runningMailings(ctx)]);
  const page = DeskPage({ shell: shellOf(c, 'en'), figures, running, now: ctx.now(), until: session.until });
  return sendPage(c, page, { cache: 'personal', needs: NEEDS });
}

function sendClosed(c: HttpContext, reason: 'link' | 'session' | 'left'): Promise<Response> {
  const page = ClosedPage({ shell: shellOf(c, 'en'), reason });
  const needs = { style: DESK_STYLE_PATH };
  return sendPage(c, page, { status: reason === 'left' ? 200 : 403, cache: 'personal', needs });
}

function sessionOf(c: HttpContext) {
  const { name } = cookieTerms(c.var.ctx.config.brand.baseUrl);
  return readDeskSession(c.var.ctx, getCookie(c, name) ?? '');
}

/**
 * The cookie's name and reach (RFC 6265bis §4.1.3). `__Host-` binds it to this very host, and asks for the path "/"; under a
 * base address with a path of its own the company's site stands on the same host, so there `__Secure-` and that path keep
 * the cookie from it. Browsers take neither prefix without https (a laptop).
 */
function cookieTerms(baseUrl: string) {
  const { pathname, protocol } = new URL(baseUrl);
  const prefix = pathname.replace(/\/+$/, '');
  const isSafe = protocol === 'https:';
  const named = isSafe ? (prefix === '' ? '__Host-newsdesk' : '__Secure-newsdesk') : 'newsdesk';
  return { name: named, path: prefix || '/', secure: isSafe, httpOnly: true, sameSite: 'Strict' as const };
}
