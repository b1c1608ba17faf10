import { createHmac } from 'node:crypto';
import type { Context } from '../../src/services/context.ts';
import {
  addressLink,
  confirmLink,
  detailsLink,
  notMeLink,
  preferencesLink,
  unsubscribeLink,
} from '../../src/services/links.ts';
import { reportLink } from '../../src/services/mailings/mailing-report.ts';
import { previewLink } from '../../src/services/mailings/preview-mailing.ts';
import { signedHeaders } from '../support/svix.ts';
import { asAdmin, type Example } from './example.ts';
import { HUB_SECRET } from './newsroom-rows.ts';
import { READER_REQUESTS } from './requests-of-readers.ts';
import { routesOfApp } from './routes-of-app.ts';
import { idOf } from './whole-newsroom.ts';

/** The path of a link as it stands in mails. */
const pathOf = (link: string) => link.slice(link.indexOf('/', 'https://'.length));
const hour = (ctx: Context) => new Date(Date.parse(ctx.now()) + 3_600_000).toISOString();
const confirmAt = (ctx: Context) => pathOf(confirmLink(ctx, idOf.reader(2), 1));
const refuseAt = (ctx: Context) => pathOf(notMeLink(ctx, idOf.reader(2), 1));
const leaveAt = (n: number) => (ctx: Context) => pathOf(unsubscribeLink(ctx, idOf.reader(n)));
const chooseAt = (n: number) => (ctx: Context) => pathOf(preferencesLink(ctx, idOf.reader(n)));
const ownAt = (n: number) => (ctx: Context) => pathOf(detailsLink(ctx, idOf.reader(n), hour(ctx)));
const movedAt = (ctx: Context) => pathOf(addressLink(ctx, 'change000001'));

const form = (fields: [string, string][]): RequestInit => ({
  method: 'POST',
  headers: { accept: 'text/html' },
  body: new URLSearchParams(fields),
});
const allTopics = Array.from({ length: 50 }, (_, n): [string, string] => ['topics', idOf.topic(n + 1)]);
const importRows = Array.from({ length: 200 }, (_, n) => ({
  line: n + 1,
  title: `Imported ${n}`,
  url: `https://old.example.org/${n}`,
  path: `/news/${n}`,
  publishedAt: '2019-05-17T00:00:00Z',
}));

function webhook(): RequestInit {
  const body = JSON.stringify({
    type: 'email.bounced',
    created_at: '2026-03-02T07:00:00.000Z',
    data: {
      email_id: 'em-1',
      to: ['r9@example.org'],
      tags: { reader: idOf.reader(9), mailing: idOf.mailing(1) },
      bounce: { type: 'Permanent' },
    },
  });
  return { method: 'POST', body, headers: signedHeaders(body) };
}

function push(): RequestInit {
  const body = '<rss/>';
  const signature = createHmac('sha256', HUB_SECRET).update(body).digest('hex');
  return { method: 'POST', body, headers: { 'x-hub-signature': `sha256=${signature}` } };
}

const hubAsks = `/websub/${idOf.feed(2)}?hub.mode=subscribe&hub.challenge=c&hub.lease_seconds=9000&hub.topic=${encodeURIComponent('https://press2.example.org/feed.xml')}`;
const PAGE = { statements: 12 };
const FEED = { statements: 10 };

/** One line for each route of the program; a route outside the API without a line fails the tests of this folder. */
const LINES: Record<string, Example> = {
  'GET /': { path: '/?q=story&kind=coverage&topic=topic-2', ...PAGE },
  'GET /topics/:slug': { path: '/topics/topic-2', ...PAGE },
  'GET /upcoming': { path: '/upcoming', ...PAGE },
  'GET /privacy': { path: '/privacy', ...PAGE },
  'GET /newsroom.js': { path: '/newsroom.js', ...PAGE },
  'GET /articles/:slug': { path: '/articles/story-2', ...PAGE },
  'GET /articles/:slug/event.ics': { path: '/articles/story-1/event.ics', ...PAGE },
  'GET /articles/:slug/qr.svg': { path: '/articles/story-1/qr.svg', ...PAGE },
  'GET /contact': { path: '/contact', ...PAGE },
  'POST /contact': {
    path: '/contact',
    init: form([
      ['name', 'Ben'],
      ['email', 'ben@example.org'],
      ['message', 'When?'],
    ]),
    statements: 16,
  },
  'GET /archive': { path: '/archive', ...PAGE },
  'GET /archive/:id': { path: `/archive/${idOf.mailing(1)}`, ...PAGE },
  'GET /archive/:id/mail': { path: `/archive/${idOf.mailing(1)}/mail`, ...PAGE },
  'GET /subscribe': { path: '/subscribe', ...PAGE },
  'POST /subscribe': {
    path: '/subscribe',
    init: form([['name', 'Ana'], ['email', 'ana@example.org'], ...allTopics]),
    statements: 16,
  },
  'GET /embed.js': { path: '/embed.js', ...PAGE },
  'GET /embed.json': { path: '/embed.json', ...PAGE },
  'GET /confirm': { path: confirmAt, ...PAGE },
  'GET /confirm/not-me': { path: refuseAt, ...PAGE },
  'POST /confirm': { path: confirmAt, init: form([]), statements: 20 },
  // They confirmed a line above, so it leads them out.
  'POST /confirm/not-me': { path: refuseAt, init: form([]), status: 303, statements: 20 },
  'GET /unsubscribe': { path: leaveAt(1), ...PAGE },
  'POST /unsubscribe': { path: leaveAt(5), init: form([]), statements: 16 },
  'GET /preferences': { path: chooseAt(1), ...PAGE },
  'POST /preferences': {
    path: chooseAt(1),
    init: form([['act', 'save'], ['frequency', 'daily'], ['zone', 'Asia/Shanghai'], ...allTopics]),
    statements: 20,
  },
  'GET /preferences/details': { path: ownAt(1), ...PAGE },
  'POST /preferences/details': {
    path: ownAt(7),
    init: form([
      ['act', 'erase'],
      ['sure', 'yes'],
    ]),
    statements: 30,
  },
  'GET /preferences/address': { path: movedAt, ...PAGE },
  'POST /preferences/address': { path: movedAt, init: form([]), statements: 20 },
  'GET /feed.xml': { path: '/feed.xml', ...FEED },
  'GET /topics/:slug/feed.xml': { path: '/topics/topic-2/feed.xml', ...FEED },
  'GET /atom.xml': { path: '/atom.xml', ...FEED },
  'GET /topics/:slug/atom.xml': { path: '/topics/topic-2/atom.xml', ...FEED },
  'GET /feed.json': { path: '/feed.json', ...FEED },
  'GET /topics/:slug/feed.json': { path: '/topics/topic-2/feed.json', ...FEED },
  'GET /sitemap.xml': { path: '/sitemap.xml', ...FEED },
  'GET /news-sitemap.xml': { path: '/news-sitemap.xml', ...FEED },
  'GET /robots.txt': { path: '/robots.txt', ...FEED },
  'GET /health': { path: '/health', status: 503, ...FEED },
  'GET /api/v1/articles': { path: '/api/v1/articles', init: asAdmin(), statements: 8 },
  'POST /api/v1/articles': {
    path: '/api/v1/articles',
    init: asAdmin('POST', { title: 'From a script', body: 'Text.', kind: 'press_release' }),
    status: 201,
    statements: 25,
  },
  'POST /api/v1/topics': {
    path: '/api/v1/topics',
    init: asAdmin('POST', { name: 'A topic of a script' }),
    status: 201,
    statements: 8,
  },
  'POST /api/v1/channels': {
    path: '/api/v1/channels',
    init: asAdmin('POST', { channel: 'CNEW' }),
    status: 201,
    statements: 8,
  },
  'POST /api/v1/articles/import': {
    path: '/api/v1/articles/import',
    init: asAdmin('POST', { rows: importRows }),
    statements: 40,
  },
  'PATCH /api/v1/articles/:id': {
    path: `/api/v1/articles/${idOf.article(3)}`,
    init: asAdmin('PATCH', { title: 'Another headline' }),
    statements: 25,
  },
  'DELETE /api/v1/articles/:id': {
    path: `/api/v1/articles/${idOf.article(4)}?reason=wrong`,
    init: asAdmin('DELETE'),
    statements: 25,
  },
  'GET /api/v1/backup': { path: '/api/v1/backup', init: asAdmin(), statements: 120 },
  'GET /api/v1/backup/:table': { path: '/api/v1/backup/article', init: asAdmin(), statements: 8 },
  // A newsroom that holds something takes no rows in; the refusal is all there is to see here.
  'POST /api/v1/restore/begin': {
    path: '/api/v1/restore/begin',
    init: asAdmin('POST', { migrations: [] }),
    status: 409,
    statements: 120,
  },
  'POST /api/v1/restore/rows': {
    path: '/api/v1/restore/rows',
    init: asAdmin('POST', { table: 'article', columns: ['id'], rows: [] }),
    status: 409,
    statements: 120,
  },
  'POST /api/v1/restore/finish': {
    path: '/api/v1/restore/finish',
    init: asAdmin('POST', {}),
    // Four for fifty articles, whose words are indexed anew, and two hundred articles a call; nothing is rung behind it.
    statements: 50,
    isAlone: true,
  },
  'GET /api/v1/counters': { path: '/api/v1/counters', init: asAdmin(), statements: 12 },
  'GET /api/v1/doctor': { path: '/api/v1/doctor', init: asAdmin(), statements: 30, subrequests: 50 },
  'POST /api/v1/doctor/mail': {
    path: '/api/v1/doctor/mail',
    init: asAdmin('POST', { to: 'ana@example.org' }),
    statements: 8,
    subrequests: 1,
  },
  'POST /api/v1/doctor/post': {
    path: '/api/v1/doctor/post',
    init: asAdmin('POST', { channel: 'CNEWS1' }),
    statements: 8,
    subrequests: 1,
  },
  'GET /api/v1/feeds': { path: '/api/v1/feeds', init: asAdmin(), statements: 8 },
  'POST /api/v1/feeds': {
    path: '/api/v1/feeds',
    init: asAdmin('POST', { url: 'https://press1000.example.org/feed.xml', channel: 'CNEWS1', startWith: 'newest_3' }),
    status: 201,
    statements: 60,
    subrequests: 60,
  },
  'PATCH /api/v1/feeds/:id': {
    path: `/api/v1/feeds/${idOf.feed(3)}`,
    init: asAdmin('PATCH', { title: 'Another title' }),
    statements: 12,
  },
  'GET /api/v1/mailings': { path: '/api/v1/mailings', init: asAdmin(), statements: 8 },
  'GET /api/v1/mailings/:id': { path: `/api/v1/mailings/${idOf.mailing(1)}`, init: asAdmin(), statements: 16 },
  'POST /api/v1/mailings/:id': {
    path: `/api/v1/mailings/${idOf.mailing(4)}`,
    init: asAdmin('POST', { act: 'cancel' }),
    statements: 16,
  },
  'GET /api/v1/mailings/:id/recipients.csv': {
    path: `/api/v1/mailings/${idOf.mailing(1)}/recipients.csv?addresses=yes`,
    init: asAdmin(),
    statements: 60,
    writes: ['audit'],
  },
  'GET /api/v1/mailings/:id/recipients/:reader': {
    path: `/api/v1/mailings/${idOf.mailing(1)}/recipients/${idOf.reader(1)}`,
    init: asAdmin(),
    statements: 16,
  },
  'GET /websub/:feedId': { path: hubAsks, statements: 8, writes: ['hub_subscription'] },
  'POST /websub/:feedId': { path: `/websub/${idOf.feed(1)}`, init: push, status: 202, statements: 10 },
  'POST /webhooks/resend': { path: '/webhooks/resend', init: webhook, status: 204, statements: 20 },
  // Without a session: what a desk with one asks is measured in test/http/desk.test.ts.
  'GET /desk': { path: '/desk', status: 403, ...PAGE },
  'POST /desk': { path: '/desk', init: form([['t', 'x']]), status: 403, ...PAGE },
  'GET /desk/running': { path: '/desk/running', status: 403, ...PAGE },
  'POST /desk/leave': { path: '/desk/leave', init: form([]), ...PAGE },
  'GET /desk.css': { path: '/desk.css', ...PAGE },
  'GET /desk.js': { path: '/desk.js', ...PAGE },
  'GET /images/:width/:name': { path: '/images/400/none', status: 404, ...PAGE },
  ...READER_REQUESTS,
  'GET /reports/:id': { path: (ctx) => pathOf(reportLink(ctx, idOf.mailing(1))), statements: 16 },
  'GET /preview/:mailing': { path: (ctx) => pathOf(previewLink(ctx, idOf.mailing(2))), statements: 20 },
  'GET /r/:mailing/:article': {
    path: `/r/${idOf.mailing(1)}/${idOf.article(1)}`,
    init: { headers: { 'user-agent': 'Mozilla/5.0' } },
    status: 302,
    statements: 8,
    writes: ['link_count'],
  },
  // What Slack sends is measured command by command beside this table.
  'POST /slack/events': { path: '/slack/events', init: { method: 'POST', body: '{}' }, status: 401, statements: 4 },
  'GET /slack/install': { path: '/slack/install', status: 404, statements: 4 },
  'POST /slack/install': { path: '/slack/install', init: form([['token', 'x']]), status: 404, statements: 4 },
  'GET /slack/oauth': { path: '/slack/oauth?code=c&state=s', status: 404, statements: 4 },
};

/** A route of the API that has no line yet: asked for what is not there, it must keep the bounds and change nothing all the same. */
function plainExample(route: string): Example {
  const [method = 'GET', path = ''] = route.split(' ');
  const body = method === 'GET' ? undefined : {};
  const plain = { path: path.replace(/:\w+/g, 'none'), init: asAdmin(method, body), status: null, statements: 60 };
  // Who takes readers out is noted for staff.
  return method === 'GET' && /csv|export/.test(path) ? { ...plain, writes: ['audit', 'setting'] } : plain;
}

const withoutLine = routesOfApp().filter((route) => route.includes(' /api/') && !(route in LINES));

/** Every request of the table, and a plain one for each route of the API without a line. */
export const REQUESTS: Record<string, Example> = {
  ...LINES,
  ...Object.fromEntries(withoutLine.map((route) => [route, plainExample(route)])),
};
