import { Hono } from 'hono';
import { exportByLink, isExportLink } from '../services/readers/reader-list-export.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { formLimit } from './form-limit.ts';
import { NoticePage } from './pages/notice-page.tsx';
import { PlainPage } from './pages/parts/plain-page.tsx';
import { PostButton } from './pages/parts/post-button.tsx';
import { tokenOf } from './posted-form.ts';
import { sendPage, shellOf } from './shell.ts';

/** The list of readers behind a signed link: GET shows a button, so that no preview of the link uses it up; POST is the file. */
export const exportRoutes = new Hono<HttpEnv>()
  .get('/exports/readers', (c) => {
    const token = c.req.query('t') ?? '';
    if (!isExportLink(c.var.ctx, token)) return sendOver(c);
    const shell = shellOf(c, 'en');
    const children = PostButton({ shell, path: '/exports/readers', fields: { t: token }, label: 'Download the list' });
    const lede =
      'Names and addresses of every reader, as CSV. The link works once. Keep the file no longer than you need it.';
    return sendPage(c, PlainPage({ shell, title: 'List of readers', lede, children }), { cache: 'personal' });
  })
  .post('/exports/readers', formLimit, async (c) => {
    const list = await exportByLink(c.var.ctx, await tokenOf(c));
    if (list === null) return sendOver(c);
    return new Response(list, {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="readers.csv"',
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
      },
    });
  });

function sendOver(c: HttpContext): Promise<Response> {
  const text = 'This link was used or its ten minutes are over. Ask for another in Slack.';
  const page = NoticePage({ shell: shellOf(c, 'en'), title: 'No list here', text });
  return sendPage(c, page, { status: 410, cache: 'personal' });
}
