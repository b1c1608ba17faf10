import { Hono } from 'hono';
import { preferencesLink, unsubscribeLink } from '../services/links.ts';
import { type ConfirmLink, confirm, readConfirmLink } from '../services/readers/confirm.ts';
import { acceptInvitation, type Invitation, readInvitation } from '../services/readers/invitation.ts';
import { type NotMeLink, readNotMeLink, refuseSignUp } from '../services/readers/not-me.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { formLimit } from './form-limit.ts';
import { ConfirmPage } from './pages/confirm-page.tsx';
import { ConfirmedPage } from './pages/confirmed-page.tsx';
import { InvitationPage } from './pages/invitation-page.tsx';
import { LinkExpiredPage } from './pages/link-expired-page.tsx';
import { NotMePage } from './pages/not-me-page.tsx';
import { NoticePage } from './pages/notice-page.tsx';
import { readerStringsFor } from './pages/strings/readers.ts';
import { tokenOf } from './posted-form.ts';
import { readerShell, sendPage, shellOf } from './shell.ts';

/** The links of confirmations and invitations: GET shows a button, POST confirms. Mail scanners that fetch one confirm nobody. */
export const confirmRoutes = new Hono<HttpEnv>()
  .get('/confirm', async (c) => {
    const token = c.req.query('t') ?? '';
    const invitation = await readInvitation(c.var.ctx, token);
    if (invitation) return invited(c, invitation, token);
    const link = await readConfirmLink(c.var.ctx, token);
    if (link.kind !== 'open') return settled(c, link);
    const shell = readerShell(c, link.subscriber.locale);
    return sendPage(c, ConfirmPage({ shell, token }), { cache: 'personal' });
  })
  .post('/confirm', formLimit, async (c) => {
    const token = await tokenOf(c);
    const invitation = await acceptInvitation(c.var.ctx, token, c.var.clientAddress);
    if (invitation) return invited(c, invitation, token);
    return settled(c, await confirm(c.var.ctx, token, c.var.clientAddress));
  })
  .get('/confirm/not-me', async (c) => {
    const token = c.req.query('t') ?? '';
    const link = await readNotMeLink(c.var.ctx, token);
    if (link.kind !== 'open') return ended(c, link);
    return sendPage(c, NotMePage({ shell: readerShell(c, link.subscriber.locale), token }), { cache: 'personal' });
  })
  .post('/confirm/not-me', formLimit, async (c) => ended(c, await refuseSignUp(c.var.ctx, await tokenOf(c))));

/** Who confirmed before can leave: the mailbox is theirs, or the link would not be. */
function ended(c: HttpContext, link: NotMeLink) {
  if (link.kind === 'active') {
    c.header('Cache-Control', 'no-store');
    return c.redirect(unsubscribeLink(c.var.ctx, link.subscriber.publicId), 303);
  }
  if (link.kind === 'dead') return settled(c, { kind: 'dead' });
  const shell = shellOf(c);
  const { done, doneTitle } = readerStringsFor(shell.locale).notMe;
  return sendPage(c, NoticePage({ shell, title: doneTitle, text: done }), { cache: 'personal' });
}

function invited(c: HttpContext, invitation: Invitation, token: string) {
  if (invitation.kind === 'dead') return settled(c, { kind: 'dead' });
  const { kind, subscriber, topics } = invitation;
  const shell = readerShell(c, subscriber.locale);
  return sendPage(c, InvitationPage({ shell, topics, token: kind === 'open' ? token : null }), { cache: 'personal' });
}

function settled(c: HttpContext, link: ConfirmLink) {
  if (link.kind === 'done') {
    const { locale, publicId } = link.subscriber;
    const preferencesUrl = preferencesLink(c.var.ctx, publicId);
    return sendPage(c, ConfirmedPage({ shell: readerShell(c, locale), preferencesUrl }), { cache: 'personal' });
  }
  return sendPage(c, LinkExpiredPage({ shell: shellOf(c), purpose: 'confirm' }), { status: 410, cache: 'personal' });
}
