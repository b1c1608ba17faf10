import { expect, test } from 'vitest';
import { mailPolicy } from '../../src/http/archive.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { testContext } from '../support/context.ts';
import { askApp } from './app.ts';

const MAIL =
  '<!doctype html><html><head><title>Mail</title></head><body><p>\u0002greeting\u0003</p><h1>The news</h1>' +
  '<a class="x" href="\u0002unsubscribeUrl\u0003"><b>Unsubscribe</b></a> <a href="https://example.org/story">Story</a> ' +
  '<a href="\u0002preferencesUrl\u0003">Preferences</a><script>alert(1)</script></body></html>';

async function anArchive() {
  const { ctx } = await testContext();
  const publish = (title: string) =>
    publishArticle(ctx, { article: { title, kind: 'press_release' } as never, by: 'api' });
  const open = await publish('For everybody');
  const closed = await publish('For the board');
  await ctx.db
    .prepare(
      `INSERT INTO topic (id, public_id, slug, name, visibility, state, position, created_at)
       VALUES (2, 'topic2', 'board', 'Board', 'invite_only', 'active', 2, '2026-01-01T00:00:00.000Z')`,
    )
    .all();
  await ctx.db.prepare(`UPDATE article SET topic_ids = '[2]' WHERE id = ${closed.id}`).all();
  const mailing = (id: number, state: string, isArchived: number) =>
    ctx.db
      .prepare(
        `INSERT INTO mailing (id, public_id, kind, state, is_archived, content_hash, created_by, created_at, started_at,
           finished_at)
         VALUES (${id}, 'mailing${id}', 'digest', '${state}', ${isArchived}, 'h', 'test', '2026-03-01T00:00:00.000Z',
           '2026-03-01T00:30:00.000Z', CASE '${state}' WHEN 'finished' THEN '2026-03-01T01:00:00.000Z' END)`,
      )
      .all();
  const variant = (id: number, key: string, subject: string) =>
    ctx.db
      .prepare(`INSERT INTO variant (mailing_id, key, subject, preheader, html, text) VALUES (?1, ?2, ?3, '', ?4, '')`)
      .bind(id, key, subject, MAIL)
      .all();
  await mailing(1, 'finished', 1);
  await variant(1, `en:${open.id}`, 'For all');
  await variant(1, `en:${closed.id},${open.id}`, 'For few');
  await variant(1, `zh-Hans:${open.id}`, '中文');
  await mailing(2, 'sending', 1);
  await variant(2, `en:${open.id}`, 'Still leaving');
  await mailing(3, 'finished', 0);
  await variant(3, `en:${open.id}`, 'Not for the archive');
  await mailing(4, 'finished', 1);
  await variant(4, `en:${closed.id}`, 'Only for few');
  return { ask: askApp(ctx) };
}

test('the archive shows what went out to everybody, in the reader’s language, and nothing else', async () => {
  const { ask } = await anArchive();
  const html = await (await ask('/archive')).text();
  expect(html).toContain('For all');
  for (const hidden of ['For few', 'Still leaving', 'Not for the archive', 'Only for few'])
    expect(html).not.toContain(hidden);
  expect(await (await ask('/archive?lang=zh-Hans')).text()).toContain('中文');
  for (const id of [3, 4]) {
    expect((await ask(`/archive/mailing${id}`)).status).toBe(404);
    expect((await ask(`/archive/mailing${id}/mail`)).status).toBe(404);
  }
});

test('the link in a mail works for its first readers, while the mailing still is on its way', async () => {
  const { ask } = await anArchive();
  const page = await ask('/archive/mailing2');
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Still leaving')]);
  expect((await ask('/archive/mailing2/mail')).status).toBe(200);
});

test('an archived mail has no reader’s own parts, and a policy under which nothing in it runs', async () => {
  const { ask } = await anArchive();
  const page = await (await ask('/archive/mailing1')).text();
  expect(page).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
  const mail = await ask('/archive/mailing1/mail?lang=en');
  const html = await mail.text();
  expect(html).toContain('https://example.org/story');
  for (const personal of ['Unsubscribe', 'Preferences', '\u0002', '\u0003', 'greeting'])
    expect(html).not.toContain(personal);
  const policy = mail.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain('sandbox');
  expect(policy).not.toContain('script');
});

test('a mail that comes in the reader’s language is kept by language', async () => {
  const { ask } = await anArchive();
  const mail = await ask('/archive/mailing1/mail', { headers: { 'accept-language': 'zh-CN' } });
  expect([mail.headers.get('cache-control'), mail.headers.get('vary')]).toEqual([
    'public, max-age=60',
    expect.stringContaining('Accept-Language'),
  ]);
});

test('pictures of a newsroom on plain http show in its archive; elsewhere only https ones do', () => {
  const picturesAt = (baseUrl: string) => /img-src ([^;]*)/.exec(mailPolicy(baseUrl))?.[1]?.split(' ');
  expect(picturesAt('https://news.laekna.example/news')).toEqual(['https:', 'data:']);
  expect(picturesAt('http://news.intranet:8787/news')).toContain('http://news.intranet:8787');
});
