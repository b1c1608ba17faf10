import { Parser } from 'htmlparser2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendDigest } from '../../src/services/mailings/send-digest.ts';
import { createAnnouncer } from '../../src/slack/announcer.ts';
import { tick } from '../../src/tick.ts';
import { aDocument, anItem, testContext, VARIABLES } from '../support/context.ts';
import { openWorkspace } from '../support/slack-workspace.ts';
import { ask } from './ask.ts';

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

/** A newsroom into which one text came by every door: feed, script, sign-up, question, topic. */
async function filledWith(text: string) {
  const { ctx, world } = await testContext({ SLACK_API_URL: workspace.apiUrl, SEND_HOLD_SECONDS: '0' });
  ctx.announcer = createAnnouncer({ token: async () => 'xoxb-test', apiUrl: workspace.apiUrl });
  const type = (words: string) => workspace.type(ctx, words, 'UANA');
  await type(`feeds add ${FEED} here`);
  const item = { title: text, summary: text, outlet: text, authors: [text], categories: [text] };
  world.feeds.set(
    FEED,
    aDocument([anItem({ ...item, url: 'https://press.example.org/1', contentHtml: text })], { title: text }),
  );
  await type(`feeds add ${FEED} here`);
  await type(`topics add ${text.slice(0, 60)}`);
  const event = { startsAt: '2026-04-01T08:00:00.000Z', place: text };
  const article = { title: text, body: text, kind: 'event', event };
  const made = await ask(ctx, '/api/v1/articles', { method: 'POST', headers: admin, body: JSON.stringify(article) });
  const person = { name: text.slice(0, 100), company: text.slice(0, 200), occupation: text.slice(0, 200) };
  const form = (fields: Record<string, string>) => ({
    method: 'POST',
    headers: { accept: 'text/html' },
    body: new URLSearchParams(fields),
  });
  const pages = [
    await ask(ctx, '/subscribe', form({ ...person, email: `${text.slice(0, 40)}@example.org` })),
    await ask(ctx, '/subscribe', form({ ...person, email: 'ana@example.org', return_to: text, source: text })),
    await ask(
      ctx,
      '/contact',
      form({
        ...person,
        email: 'ben@example.org',
        outlet: text.slice(0, 200),
        deadline: text.slice(0, 100),
        message: text,
      }),
    ),
    await ask(ctx, '/contact', form({ ...person, email: text, message: '' })),
  ];
  await tick(ctx, LIMITS);
  await ctx.db.prepare(`UPDATE subscriber SET state = 'active', confirmed_at = created_at`).all();
  await ctx.db.prepare(`UPDATE article SET released_at = ?1`).bind(ctx.now()).all();
  world.advance(61);
  await sendDigest(ctx, { by: 'slack:UANA', reportChannel: 'CREVIEW1', typedCount: null });
  for (let n = 0; n < 3; n += 1) {
    await tick(ctx, LIMITS);
    world.advance(61);
  }
  return { ctx, world, type, pages, slug: (JSON.parse(made.text) as { slug?: string }).slug ?? '' };
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

test.each(HOSTILE)('%j comes out of every door as plain text', async (text) => {
  const callsBefore = workspace.calls.length;
  const shownBefore = workspace.shown.length;
  const { ctx, pages, slug, type, world } = await filledWith(text);
  expect(slug).toMatch(/^[\p{L}\p{N}-]+$/u);

  // Pages, and what stands in their headers.
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
  for (const path of paths) pages.push(await ask(ctx, path, { headers: { accept: 'text/html' } }));
  for (const { headers, text: html } of pages) {
    expect(evilIn(html)).toEqual([]);
    expect([...headers.keys()].filter((name) => /evil|bcc/i.test(name))).toEqual([]);
    expect(JSON.stringify([...headers])).not.toContain('evil()');
  }

  // Feeds, sitemaps and calendars: as many items as ever, and no element, event or entity of somebody else.
  for (const path of ['/feed.xml', '/atom.xml', '/sitemap.xml', '/news-sitemap.xml']) {
    const xml = (await ask(ctx, path)).text;
    const names = new Set<string>();
    new Parser({ onopentagname: (name) => names.add(name) }, { xmlMode: true }).end(xml);
    expect([...names].filter((name) => /^(?:evil|script|img|textarea)/.test(name))).toEqual([]);
    // In CDATA sections, which end where they should, these are letters.
    expect(xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '')).not.toMatch(/<!ENTITY|<!DOCTYPE|&xxe;/);
  }
  const json = JSON.parse((await ask(ctx, '/feed.json')).text) as { items: { content_html?: string }[] };
  for (const item of json.items) expect(evilIn(item.content_html ?? '')).toEqual([]);
  const calendar = (await ask(ctx, `/articles/${slug}/event.ics`)).text;
  expect(calendar.match(/^END:VCALENDAR/gm)).toHaveLength(1);
  expect(calendar).not.toMatch(/^(?:Bcc|X-Evil):/m);

  // Mails: no header more, no script, no tag of theirs.
  const mails = [...world.accepted.values()].flat();
  expect(mails.length).toBeGreaterThan(1);
  for (const mail of mails) {
    const lines = [mail.subject, mail.from, mail.to, mail.replyTo ?? '', ...Object.entries(mail.headers).flat()];
    expect(lines.filter((line) => /[\r\n\0]/.test(line))).toEqual([]);
    expect(evilIn(mail.html)).toEqual([]);
    expect(mail.html).not.toContain('\u0002');
    expect(mail.text).not.toContain('\u0002');
  }

  // Slack: nobody is called, no link is disguised.
  await type('queue');
  await type('articles');
  await type(`zq ${text}`);
  await type('feeds');
  await type('topics');
  const posted = workspace.calls
    .slice(callsBefore)
    .flatMap(({ fields }) => [fields.blocks, fields.view, fields.attachments]);
  const told: unknown[] = [
    ...posted.flatMap((one) => (one ? [JSON.parse(one)] : [])),
    ...workspace.shown.slice(shownBefore),
  ];
  const markup = told.flatMap(mrkdwnIn);
  expect(markup.length).toBeGreaterThan(3);
  expect(markup.filter((one) => /<!(?:channel|everyone|here)|<https:\/\/evil\.example\|/.test(one))).toEqual([]);
  const plain = [
    ...workspace.calls.slice(callsBefore).map(({ fields }) => fields.text ?? ''),
    ...workspace.shown.slice(shownBefore).map((one) => one.text ?? ''),
  ];
  expect(plain.filter((one) => /<!(?:channel|everyone|here)|<https:\/\/evil\.example\|/.test(one))).toEqual([]);

  // CSV: nothing that a spreadsheet would compute.
  const { results } = await ctx.db.prepare(`SELECT public_id FROM mailing`).all();
  const csv = (
    await ask(ctx, `/api/v1/mailings/${results[0]?.public_id}/recipients.csv?addresses=yes`, { headers: admin })
  ).text;
  expect(csv.split('\n').filter((line) => /(?:^|,)"?[=+@\t]/.test(line))).toEqual([]);

  // Logs: one line each. The tables stand.
  expect(world.log.filter((line) => /[\r\n]|evil/.test(line))).toEqual([]);
  expect((await ctx.db.prepare('SELECT count(*) AS n FROM subscriber').all()).results[0]?.n).toBeGreaterThan(0);
});
