import { Hono } from 'hono';
import { type ConfirmLink, confirm, readConfirmLink } from '../services/readers/confirm.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { ConfirmPage } from './pages/confirm-page.tsx';
import { ConfirmedPage } from './pages/confirmed-page.tsx';
import { LinkExpiredPage } from './pages/link-expired-page.tsx';
import { readerShell, sendPage, shellOf } from './shell.ts';
import { tokenOf } from './token.ts';

/** The confirm link: GET shows a button, POST confirms. Mail scanners that fetch the link confirm nobody. */
export const confirmRoutes = new Hono<HttpEnv>()
  .get('/confirm', async (c) => {
    const token = c.req.query('t') ?? '';
    const link = await readConfirmLink(c.var.ctx, token);
    if (link.kind !== 'open') return settled(c, link);
    const shell = readerShell(c, link.subscriber.locale);
    return sendPage(c, ConfirmPage({ shell, token }), { cache: 'personal' });
  })
  .post('/confirm', async (c) => settled(c, await confirm(c.var.ctx, await tokenOf(c), c.var.clientAddress)));

function settled(c: HttpContext, link: ConfirmLink) {
  if (link.kind === 'done') {
    return sendPage(c, ConfirmedPage({ shell: readerShell(c, link.subscriber.locale) }), { cache: 'personal' });
  }
  return sendPage(c, LinkExpiredPage({ shell: shellOf(c), purpose: 'confirm' }), { status: 410, cache: 'personal' });
}
