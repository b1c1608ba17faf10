import { Hono } from 'hono';
import { findMailing } from '../db/mailings/mailings.ts';
import { type ArchiveEntry, listArchive, readArchived, readPublicMail } from '../services/mailings/archive-mailing.ts';
import { correctionsOf } from '../services/mailings/correction.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { ArchivedPage, type ArchivedView, ArchivePage } from './pages/archive-page.tsx';
import { MessagePage } from './pages/message-page.tsx';
import { sendPage, shellOf } from './shell.ts';

const PAGE_SIZE = 30;

/**
 * The policy for a mail shown on a page: somebody's markup, so no script, no form, nothing but pictures and its own styles,
 * in an origin of its own. A newsroom that itself runs on plain http has its own pictures there, on a laptop those of loopback too.
 */
export function mailPolicy(baseUrl: string): string {
  const { origin, protocol } = new URL(baseUrl);
  const plain = protocol === 'http:' ? ` ${origin} http://127.0.0.1:* http://localhost:*` : '';
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src https: data:${plain}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ].join('; ');
}

/** The newsletters that were sent, as far as everybody may read them. */
export const archiveRoutes = new Hono<HttpEnv>()
  .get('/archive', async (c) => {
    const shell = shellOf(c);
    const beforeId = Number(/^\d{1,15}$/.exec(c.req.query('before') ?? '')?.[0] ?? 0) || null;
    const found = await listArchive(c.var.ctx, { locale: shell.locale, beforeId, limit: PAGE_SIZE });
    const nextPath = found.nextId === null ? null : `/archive?before=${found.nextId}`;
    return sendPage(c, ArchivePage({ shell, mailings: found.entries.map(view), nextPath }), { cache: 'public' });
  })
  .get('/archive/:id', async (c) => {
    const shell = shellOf(c);
    const { ctx } = c.var;
    const entry = await readArchived(ctx, c.req.param('id'), shell.locale);
    const mailing = entry ? await findMailing(ctx.db, entry.mailing.publicId) : null;
    if (!entry || !mailing) return sendMissing(c);
    const corrections = await correctionsOf(ctx, mailing, shell.locale);
    const isCorrection = entry.mailing.kind === 'correction';
    return sendPage(c, ArchivedPage({ shell, mailing: view(entry), isCorrection, corrections }), { cache: 'public' });
  })
  .get('/archive/:id/mail', async (c) => {
    const { ctx } = c.var;
    const entry = await readArchived(ctx, c.req.param('id'), shellOf(c).locale);
    const html = entry && (await readPublicMail(ctx, entry));
    if (!html) return sendMissing(c);
    c.header('Content-Security-Policy', mailPolicy(ctx.config.brand.baseUrl));
    c.header('X-Robots-Tag', 'noindex');
    c.header('Referrer-Policy', 'no-referrer');
    c.header('Cache-Control', 'public, max-age=60');
    c.header('Vary', 'Accept-Language');
    return c.html(html);
  });

function view({ locale, mailing, subject }: ArchiveEntry): ArchivedView {
  return { publicId: mailing.publicId, subject, locale, sentAt: mailing.sentAt };
}

function sendMissing(c: HttpContext): Promise<Response> {
  return sendPage(c, MessagePage({ shell: shellOf(c), status: 404 }), { status: 404, cache: 'public' });
}
