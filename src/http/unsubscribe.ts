import { Hono } from 'hono';
import { maskAddress } from '../domain/email-address.ts';
import { readUnsubscribeLink, restore, restoreToken, unsubscribe } from '../services/unsubscribe.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { ConfirmedPage } from './pages/confirmed-page.tsx';
import { LinkExpiredPage } from './pages/link-expired-page.tsx';
import { UnsubscribePage } from './pages/unsubscribe-page.tsx';
import { UnsubscribedPage } from './pages/unsubscribed-page.tsx';
import { readerShell, sendPage, shellOf } from './shell.ts';
import { tokenOf } from './token.ts';

/**
 * The way out: GET shows one button and changes nothing, POST acts. One-click of a mail program (RFC 8058) is the same
 * address: no cookie, no redirect, whatever body type, and its body is never needed.
 */
export const unsubscribeRoutes = new Hono<HttpEnv>()
  .get('/unsubscribe', async (c) => {
    const token = c.req.query('t') ?? '';
    const subscriber = await readUnsubscribeLink(c.var.ctx, token);
    if (subscriber === null) return dead(c);
    if (subscriber === 'gone') return done(c, null);
    const shell = readerShell(c, subscriber.locale);
    if (subscriber.state !== 'active' && subscriber.state !== 'pending')
      return sendPage(c, UnsubscribedPage({ shell, undoToken: null }), { cache: 'personal' });
    const page = UnsubscribePage({ shell, token, maskedEmail: maskAddress(subscriber.email) });
    return sendPage(c, page, { cache: 'personal' });
  })
  .post('/unsubscribe', async (c) => {
    const fromForm = c.req.query('t') === undefined;
    const undo = fromForm ? await tokenOf(c, 'undo') : '';
    if (undo) return takeBack(c, undo);
    const token = await tokenOf(c);
    const subscriber = await readUnsubscribeLink(c.var.ctx, token);
    if (subscriber === null) return dead(c);
    if (subscriber !== 'gone') await unsubscribe(c.var.ctx, subscriber, fromForm ? 'page' : 'one-click');
    if (!fromForm) return c.text('You are unsubscribed.', 200, { 'Cache-Control': 'no-store' });
    return subscriber === 'gone' ? done(c, null) : done(c, subscriber.publicId);
  });

async function done(c: HttpContext, publicId: string | null) {
  const { ctx } = c.var;
  const undoToken = publicId ? await restoreToken(ctx, publicId) : null;
  return sendPage(c, UnsubscribedPage({ shell: shellOf(c), undoToken }), { cache: 'personal' });
}

async function takeBack(c: HttpContext, token: string) {
  const subscriber = await restore(c.var.ctx, token);
  return subscriber
    ? sendPage(c, ConfirmedPage({ shell: readerShell(c, subscriber.locale) }), { cache: 'personal' })
    : dead(c);
}

function dead(c: HttpContext) {
  return sendPage(c, LinkExpiredPage({ shell: shellOf(c), purpose: 'unsubscribe' }), {
    status: 404,
    cache: 'personal',
  });
}
