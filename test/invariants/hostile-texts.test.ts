import { Parser } from 'htmlparser2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { sendDigest } from '../../src/services/mailings/send-digest.ts';
import type { OutgoingMail } from '../../src/services/ports.ts';
import { createAnnouncer } from '../../src/slack/announcer.ts';
import { tick } from '../../src/tick.ts';
import { aDocument, anItem, testContext, VARIABLES, type World } from '../support/context.ts';
import { openWorkspace } from '../support/slack-workspace.ts';
import { type Answer, ask, form } from './ask.ts';

const LIMITS = { seconds: 50, queryBudget: 700 };
const FEED = 'https://press.example.org/feed.xml';
const admin = { authorization: `Bearer ${VARIABLES.ADMIN_TOKEN}`, 'content-type': 'application/json' };

/** Each would act in one of the places where texts come out; every one goes to all of them. */
const HOSTILE = [
  `=HYPERLINK("https://evil.example")</title></textarea><script>evil()</script><img src=x onerror=evil()>`,
  `<!channel> <!everyone> <@UANA> <https://evil.example|our site> *x* \`\`\` &lt;!here&gt;`,
  `]]></title><evil:x xmlns:evil="e"/><![CDATA[ &xxe; <!ENTITY x SYSTEM "file:///etc/passwd">`,
  `x\r\nBcc: everyone@evil.example\r\nEND:VCALENDAR\r\nX-Evil: 1`,
  `'); DROP TABLE subscriber; -- " OR 1=1 {{{html}}} {{evil}} \u0002unsubscribeUrl\u0003 javascript:evil()`,
];

let workspace: Awaited<ReturnType<typeof openWorkspace>>;
beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());

/** A newsroom into which one text came by every door: feed, script, sign-up, question, topic; and what the forms answered. */
async function filledWith(text: string) {
  const { ctx, world } = await testContext({ SLACK_API_URL: workspace.apiUrl, SEND_HOLD_SECONDS: '0' });
  ctx.announcer = createAnnouncer({ token: async () => 'xoxb-test', apiUrl: workspace.apiUrl });
  const type = (words: string) => workspace.type(ctx, words, 'UANA');
  await type(`feeds add ${FEED} here`);
  const item = { title: text, summary: text, outlet: text, authors: [text], categories: [text], contentHtml: text };
  world.feeds.set(FEED, aDocument([anItem({ ...item, url: 'https://press.example.org/1' })], { title: text }));
  await type(`feeds add ${FEED} here`);
  await type(`topics add ${text.slice(0, 60)}`);
  const event = { startsAt: '2026-04-01T08:00:00.000Z', place: text };
  const article = { title: text, body: text, kind: 'event', event };
  const made = await ask(ctx, '/api/v1/articles', { method: 'POST', headers: admin, body: JSON.stringify(article) });
  const pages = await answersToForms(ctx, text);
  await sendAll(ctx, world);
  return { ctx, world, type, pages, slug: (JSON.parse(made.text) as { slug?: string }).slug ?? '' };
}

async function answersToForms(ctx: Context, text: string): Promise<Answer[]> {
  const person = { name: text.slice(0, 100), company: text.slice(0, 200), occupation: text.slice(0, 200) };
  const question = { outlet: text.slice(0, 200), deadline: text.slice(0, 100), message: text };
  return [
    await ask(ctx, '/subscribe', form({ ...person, email: `${text.slice(0, 40)}@example.org` })),
    await ask(ctx, '/subscribe', form({ ...person, email: 'ana@example.org', return_to: text, source: text })),
    await ask(ctx, '/contact', form({ ...person, ...question, email: 'ben@example.org' })),
    await ask(ctx, '/contact', form({ ...person, email: text, message: '' })),
  ];
}

/** Lets out all that waits, with a digest to whoever signed up. */
async function sendAll(ctx: Context, world: World): Promise<void> {
  await tick(ctx, LIMITS);
  await ctx.db.prepare(`UPDATE subscriber SET state = 'active', confirmed_at = created_at`).all();
  await ctx.db.prepare(`UPDATE article SET released_at = ?1`).bind(ctx.now()).all();
  world.advance(61);
  await sendDigest(ctx, { by: 'slack:UANA', reportChannel: 'CREVIEW1', typedCount: null });
  for (let n = 0; n < 3; n += 1) {
    await tick(ctx, LIMITS);
    world.advance(61);
  }
}

/** What a browser would run or load from a page that we did not put there. */
function evilIn(html: string): string[] {
  const evil: string[] = [];
  let isScript = false;
  const parser = new Parser({
    onopentag(name, attributes) {
      isScript = name === 'script' || name === 'style';
      for (const [key, value] of Object.entries(attributes)) {
        if (key.startsWith('on')) evil.push(`${name} ${key}`);
        if (/^(?:href|src|action|formaction|srcset)$/.test(key) && /^\s*javascript:|^x$/i.test(value))
          evil.push(`${name} ${value}`);
      }
      if (name.includes('evil')) evil.push(name);
    },
    ontext(text) {
      if (isScript && /^\s*evil\(\)/.test(text)) evil.push(`runs ${text}`);
    },
    onclosetag() {
      isScript = false;
    },
  });
  parser.end(html);
  return evil;
}

/** Every text in blocks that Slack reads as markup. */
function mrkdwnIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as { type?: string; text?: unknown };
  const own = type === 'mrkdwn' && typeof text === 'string' ? [text] : [];
  return [...own, ...Object.values(value).flatMap(mrkdwnIn)];
}

test('markup that is put in as it came would be found', () => {
  expect(evilIn('<script>evil()</script>')).not.toEqual([]);
});

test.each(HOSTILE)('%j comes out of every door as plain text', async (text) => {
  const [calls, shown] = [workspace.calls.length, workspace.shown.length];
  const { ctx, pages, slug, type, world } = await filledWith(text);
  expect(slug).toMatch(/^[\p{L}\p{N}-]+$/u);
  checkPages([...pages, ...(await pagesWith(ctx, text, slug))]);
  await checkFeeds(ctx);
  await checkCalendar(ctx, slug);
  checkMails([...world.accepted.values()].flat());
  for (const words of ['queue', 'articles', `zq ${text}`, 'feeds', 'topics']) await type(words);
  checkSlack(workspace.calls.slice(calls), workspace.shown.slice(shown));
  await checkRecipients(ctx);
  // One line each. The tables stand.
  expect(world.log.filter((line) => /[\r\n]|evil/.test(line))).toEqual([]);
  expect((await ctx.db.prepare('SELECT count(*) AS n FROM subscriber').all()).results[0]?.n).toBeGreaterThan(0);
});

async function pagesWith(ctx: Context, text: string, slug: string): Promise<Answer[]> {
  const q = encodeURIComponent(text);
  const paths = [
    '/',
    `/?q=${q}`,
    `/articles/${slug}`,
    '/upcoming',
    '/archive',
    `/contact?to=${q}`,
    `/subscribe?source=${q}&return_to=${q}`,
    `/articles/${q}`,
  ];
  return Promise.all(paths.map((path) => ask(ctx, path, { headers: { accept: 'text/html' } })));
}

/** Pages, and what stands in their headers. */
function checkPages(pages: readonly Answer[]): void {
  for (const { headers, text: html } of pages) {
    expect(evilIn(html)).toEqual([]);
    expect([...headers.keys()].filter((name) => /evil|bcc/i.test(name))).toEqual([]);
    expect(JSON.stringify([...headers])).not.toContain('evil()');
  }
}

/** Feeds and sitemaps: no element and no entity of somebody else. */
async function checkFeeds(ctx: Context): Promise<void> {
  for (const path of ['/feed.xml', '/atom.xml', '/sitemap.xml', '/news-sitemap.xml']) {
    const xml = (await ask(ctx, path)).text;
    const names = new Set<string>();
    new Parser({ onopentagname: (name) => names.add(name) }, { xmlMode: true }).end(xml);
    expect([...names].filter((name) => /^(?:evil|script|img|textarea)/.test(name))).toEqual([]);
    // In CDATA sections, which end where they should, these are letters.
    expect(xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '')).not.toMatch(/<!ENTITY|<!DOCTYPE|&xxe;/);
  }
  const json = JSON.parse((await ask(ctx, '/feed.json')).text) as { items: { content_html?: string }[] };
  expect(json.items.length).toBeGreaterThan(0);
  for (const item of json.items) expect(evilIn(item.content_html ?? '')).toEqual([]);
}

/** The calendar of an event: one, and no line of somebody else. */
async function checkCalendar(ctx: Context, slug: string): Promise<void> {
  const calendar = (await ask(ctx, `/articles/${slug}/event.ics`)).text;
  expect(calendar.match(/^END:VCALENDAR/gm)).toHaveLength(1);
  expect(calendar).not.toMatch(/^(?:Bcc|X-Evil):/m);
}

/** Mails: no header more, no script, no tag of theirs. */
function checkMails(mails: readonly OutgoingMail[]): void {
  expect(mails.length).toBeGreaterThan(1);
  for (const mail of mails) {
    const lines = [mail.subject, mail.from, mail.to, mail.replyTo ?? '', ...Object.entries(mail.headers).flat()];
    expect(lines.filter((line) => /[\r\n\0]/.test(line))).toEqual([]);
    expect(evilIn(mail.html)).toEqual([]);
    expect(mail.html).not.toContain('\u0002');
    expect(mail.text).not.toContain('\u0002');
  }
}

/** Slack: nobody is called, no link is disguised. */
function checkSlack(calls: typeof workspace.calls, shown: typeof workspace.shown): void {
  const posted = calls.flatMap(({ fields }) => [fields.blocks, fields.view, fields.attachments]);
  const told: unknown[] = [...posted.flatMap((one) => (one ? [JSON.parse(one)] : [])), ...shown];
  const markup = told.flatMap(mrkdwnIn);
  expect(markup.length).toBeGreaterThan(3);
  const plain = [...calls.map(({ fields }) => fields.text ?? ''), ...shown.map((one) => one.text ?? '')];
  const acting = /<!(?:channel|everyone|here)|<https:\/\/evil\.example\|/;
  expect([...markup, ...plain].filter((one) => acting.test(one))).toEqual([]);
}

/** The list of recipients: nothing that a spreadsheet would compute. */
async function checkRecipients(ctx: Context): Promise<void> {
  const { results } = await ctx.db.prepare(`SELECT public_id FROM mailing`).all();
  const path = `/api/v1/mailings/${results[0]?.public_id}/recipients.csv?addresses=yes`;
  const csv = (await ask(ctx, path, { headers: admin })).text;
  expect(csv.split('\n').length).toBeGreaterThan(1);
  expect(csv.split('\n').filter((line) => /(?:^|,)"?[=+@\t]/.test(line))).toEqual([]);
}
