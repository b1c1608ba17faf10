import { Hono } from 'hono';
import { LEAVE_REASONS } from '../db/readers/consents.ts';
import type { Subscriber } from '../db/readers/subscribers.ts';
import { maskAddress } from '../domain/email-address.ts';
import { preferencesLink } from '../services/links.ts';
import {
  leaveSomeTopics,
  listReceivedTopics,
  noteLeaveReason,
  readUnsubscribeLink,
  restore,
  restoreToken,
  unsubscribe,
} from '../services/readers/unsubscribe.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { formLimit } from './form-limit.ts';
import { ConfirmedPage } from './pages/confirmed-page.tsx';
import { LinkExpiredPage } from './pages/link-expired-page.tsx';
import { NoticePage } from './pages/notice-page.tsx';
import { LeftPage } from './pages/preferences-page.tsx';
import { readerStringsFor } from './pages/strings/readers.ts';
import { UnsubscribePage } from './pages/unsubscribe-page.tsx';
import { UnsubscribedPage } from './pages/unsubscribed-page.tsx';
import { formOf, tokenOf } from './posted-form.ts';
import { readerShell, sendPage, shellOf } from './shell.ts';

/**
 * The way out: GET shows one button and changes nothing, POST acts. One-click of a mail program (RFC 8058) is the same
 * address: no cookie, no redirect, whatever body type, and its body is never needed.
 */
export const unsubscribeRoutes = new Hono<HttpEnv>()
  .get('/unsubscribe', async (c) => {
    const { ctx } = c.var;
    const token = c.req.query('t') ?? '';
    const subscriber = await readUnsubscribeLink(ctx, token);
    if (subscriber === null) return dead(c);
    if (subscriber === 'gone') return done(c, null, token);
    const shell = readerShell(c, subscriber.locale);
    if (subscriber.state !== 'active' && subscriber.state !== 'pending')
      return sendPage(c, UnsubscribedPage({ shell, undoToken: null }), { cache: 'personal' });
    const topics = await listReceivedTopics(ctx, subscriber);
    const page = UnsubscribePage({ shell, token, maskedEmail: maskAddress(subscriber.email), topics });
    return sendPage(c, page, { cache: 'personal' });
  })
  .post('/unsubscribe', async (c, next) => {
    const token = c.req.query('t');
    return token === undefined ? next() : oneClick(c, token);
  })
  .post('/unsubscribe', formLimit, async (c) => {
    const undo = await tokenOf(c, 'undo');
    if (undo) return takeBack(c, undo);
    const token = await tokenOf(c);
    const subscriber = await readUnsubscribeLink(c.var.ctx, token);
    if (subscriber === null) return dead(c);
    if (subscriber === 'gone') return done(c, null, token);
    const form = await formOf(c);
    const topics = [form.topics ?? []].flat().map(String).slice(0, 500);
    if (form.act === 'topics' && topics.length > 0) return someTopics(c, { subscriber, token }, topics);
    if (form.act === 'topics') return c.redirect(`${c.var.ctx.config.brand.baseUrl}/unsubscribe?t=${token}`, 303);
    if (form.act === 'reason') return reason(c, subscriber, String(form.reason));
    await unsubscribe(c.var.ctx, subscriber, 'page');
    return done(c, subscriber, token);
  });

async function oneClick(c: HttpContext, token: string): Promise<Response> {
  const subscriber = await readUnsubscribeLink(c.var.ctx, token);
  if (subscriber === null) return dead(c);
  if (subscriber !== 'gone') await unsubscribe(c.var.ctx, subscriber, 'one-click');
  return c.text('You are unsubscribed.', 200, { 'Cache-Control': 'no-store' });
}

async function someTopics(c: HttpContext, known: { subscriber: Subscriber; token: string }, topics: string[]) {
  const { subscriber, token } = known;
  if ((await leaveSomeTopics(c.var.ctx, subscriber, topics)) === 'all') return done(c, subscriber, token);
  const shell = readerShell(c, subscriber.locale);
  const strings = readerStringsFor(shell.locale);
  const page = NoticePage({
    shell,
    title: strings.someTopicsDoneTitle,
    text: strings.someTopicsDone,
    preferencesUrl: preferencesLink(c.var.ctx, subscriber.publicId),
  });
  return sendPage(c, page, { cache: 'personal' });
}

async function reason(c: HttpContext, subscriber: Subscriber, said: string) {
  const known = LEAVE_REASONS.find((name) => name === said);
  if (known) await noteLeaveReason(c.var.ctx, subscriber, known);
  const undoToken = await restoreToken(c.var.ctx, subscriber.publicId);
  const shell = readerShell(c, subscriber.locale);
  return sendPage(c, UnsubscribedPage({ shell, undoToken, hasSaidWhy: known !== undefined }), { cache: 'personal' });
}

async function done(c: HttpContext, subscriber: Subscriber | null, token: string) {
  const undoToken = subscriber ? await restoreToken(c.var.ctx, subscriber.publicId) : null;
  const shell = readerShell(c, subscriber?.locale);
  const page = UnsubscribedPage({ shell, undoToken, reasonToken: subscriber ? token : null });
  return sendPage(c, page, { cache: 'personal' });
}

async function takeBack(c: HttpContext, undo: string) {
  const restored = await restore(c.var.ctx, undo);
  if (restored.kind === 'dead') return dead(c);
  const { locale, publicId } = restored.subscriber;
  const shell = readerShell(c, locale);
  if (restored.kind === 'over') return sendPage(c, LeftPage({ shell }), { status: 410, cache: 'personal' });
  const preferencesUrl = preferencesLink(c.var.ctx, publicId);
  return sendPage(c, ConfirmedPage({ shell, preferencesUrl }), { cache: 'personal' });
}

function dead(c: HttpContext) {
  return sendPage(c, LinkExpiredPage({ shell: shellOf(c), purpose: 'unsubscribe' }), {
    status: 404,
    cache: 'personal',
  });
}
