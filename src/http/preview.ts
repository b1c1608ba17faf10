import { Hono } from 'hono';
import { html } from 'hono/html';
import { LANGUAGE_NAMES, type Locale, nearestLocale } from '../domain/locale.ts';
import { type MailPreview, previewMail, readPreviewLink } from '../services/mailings/preview-mailing.ts';
import { mailPolicy } from './archive.ts';
import type { HttpEnv } from './environment.ts';
import { NoticePage } from './pages/notice-page.tsx';
import { sendPage, shellOf } from './shell.ts';

const TEXTS = {
  en: { what: 'Preview. Nothing was sent.', subject: 'Subject', preheader: 'Beside it', none: 'nobody gets this one' },
  'zh-Hans': { what: '预览，尚未发送。', subject: '主题', preheader: '摘要', none: '没有读者会收到' },
} as const;

/** A mailing as its readers will see it, for staff who have the link: signed, for an hour, nothing of a reader in it. */
export const previewRoutes = new Hono<HttpEnv>().get('/preview/:mailing', async (c) => {
  const { ctx } = c.var;
  const token = c.req.query('t') ?? '';
  const mailing = await readPreviewLink(ctx, c.req.param('mailing'), token);
  if (!mailing) {
    const text = 'This link to a preview is not complete, or its hour is over. Ask for another in Slack.';
    const page = NoticePage({ shell: shellOf(c, 'en'), title: 'No preview here', text });
    return sendPage(c, page, { status: 404, cache: 'personal' });
  }
  const { locales } = ctx.config;
  const asked = nearestLocale(c.req.query('lang'));
  const locale = asked && locales.includes(asked) ? asked : (locales[0] ?? 'en');
  const preview = await previewMail(ctx, mailing, locale);
  c.header('Content-Security-Policy', mailPolicy(ctx.config.brand.baseUrl));
  c.header('X-Robots-Tag', 'noindex');
  c.header('Referrer-Policy', 'no-referrer');
  c.header('Cache-Control', 'no-store');
  const links = locales.map((each) => ({ locale: each, href: `?t=${encodeURIComponent(token)}&lang=${each}` }));
  const bar = String(previewBar({ locale, preview, links }));
  if (!preview) return c.html(`<!doctype html><html lang="${locale}"><title>Preview</title><body>${bar}</body></html>`);
  return c.html(preview.html.replace(/<head\b[^>]*>/i, withBase).replace(/<body\b[^>]*>/i, (body) => body + bar));
});

/** Links of the mail open beside the preview. */
function withBase(head: string): string {
  return `${head}<base target="_blank">`;
}

type Bar = { locale: Locale; preview: MailPreview | null; links: { locale: Locale; href: string }[] };

/** What stands above the mail: that nothing was sent, what the inbox shows, and the other languages. */
function previewBar({ links, locale, preview }: Bar) {
  const texts = TEXTS[locale];
  const style =
    'all:initial;display:block;padding:12px 16px;background:#1d1c1d;color:#fff;font:15px/1.5 system-ui,sans-serif';
  const others = links.map(({ href, locale: each }) => {
    const mark = each === locale ? 'font-weight:700;text-decoration:none' : '';
    return html`<a href="${href}" target="_self" lang="${each}" style="color:#fff;display:inline-block;padding:8px 16px 8px 0;${mark}">${LANGUAGE_NAMES[each]}</a>`;
  });
  const inbox = preview
    ? html`<br>${texts.subject}: <b>${preview.subject}</b>${preview.preheader ? html`<br>${texts.preheader}: ${preview.preheader}` : ''}`
    : html` ${texts.none}`;
  return html`<div lang="${locale}" style="${style}"><b>${texts.what}</b>${inbox}<br>${others.length > 1 ? others : ''}</div>`;
}
