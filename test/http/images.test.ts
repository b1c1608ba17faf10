import { expect, test } from 'vitest';
import { findArticleBySlug } from '../../src/db/articles/staff-articles.ts';
import { mailingArticle } from '../../src/services/articles/article-view.ts';
import { imageLink, readImageLink } from '../../src/services/articles/image-links.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { previewMail } from '../../src/services/mailings/preview-mailing.ts';
import { draftDigest } from '../../src/services/mailings/send-digest.ts';
import { defaultSettings } from '../../src/services/newsroom-settings.ts';
import { addReader } from '../services/mailing-world.ts';
import { testContext } from '../support/context.ts';
import { askApp } from './app.ts';

const PICTURE = 'https://publisher.example/p.jpg?a=1&b=2';
const BYTES = new Uint8Array([0xff, 0xd8, 0xff, 1]);

/** A newsroom as it comes, or with the choice staff made. */
async function aNewsroom(images?: 'direct') {
  const { ctx: base, world } = await testContext();
  const settings = defaultSettings();
  const ctx = images ? { ...base, settings: { ...settings, pages: { ...settings.pages, images } } } : base;
  const { slug } = await publishArticle(ctx, {
    article: {
      kind: 'press_release',
      title: 'A title',
      body: `<p>Text <img src="${PICTURE}&amp;c=3" alt="x"></p>`,
      image: { url: PICTURE, alt: 'A picture', caption: null, credit: null, width: null, height: null },
      imageRight: 'own',
    } as never,
    by: 'api',
  });
  await ctx.db
    .prepare(`UPDATE article SET image_right = 'own', image = ?1`)
    .bind(JSON.stringify({ url: PICTURE, alt: 'A', caption: null, credit: null, width: null, height: null }))
    .all();
  world.images.set(PICTURE, { type: 'image/jpeg', bytes: BYTES });
  return { ctx, world, ask: askApp(ctx), slug };
}

test('unless staff choose so, no page, feed or mail names a publisher’s host for a picture', async () => {
  const { ctx, ask, slug } = await aNewsroom();
  for (const path of ['/', `/articles/${slug}`, '/feed.xml', '/feed.json', '/atom.xml']) {
    const answer = await ask(path);
    const text = await answer.text();
    expect(text, path).toContain('/images/');
    expect(text, path).not.toContain('publisher.example');
    const policy = answer.headers.get('content-security-policy');
    if (policy) expect(policy).not.toContain('https: ');
  }
  const article = await findArticleBySlug(ctx.db, slug);
  expect(article && mailingArticle(ctx, article, 'en').image?.url).toMatch(
    /^https:\/\/news\.example\.com\/images\/960\//,
  );
});

test('where staff choose so, a picture stays where its publisher has it', async () => {
  const { ask, slug } = await aNewsroom('direct');
  expect(await (await ask(`/articles/${slug}`)).text()).toContain('https://publisher.example/p.jpg?a=1&amp;b=2');
});

test('a signed address hands the picture on for good, as nothing but a picture', async () => {
  const { ask, world } = await aNewsroom();
  const html = await (await ask('/')).text();
  const link = /src="([^"]*\/images\/[^"]*)"/.exec(html)?.[1] ?? '';
  const answer = await ask(new URL(link).pathname + new URL(link).search);
  expect(answer.status).toBe(200);
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(BYTES);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  expect(world.imageRequests).toEqual([{ url: PICTURE, width: 960 }]);
});

test('an address we did not sign is not asked for', async () => {
  const { ask, world } = await aNewsroom();
  const html = await (await ask('/')).text();
  const link = new URL(/src="([^"]*\/images\/[^"]*)"/.exec(html)?.[1] ?? '');
  const [, , width, name] = link.pathname.split('/');
  const s = link.searchParams.get('s');
  const other = Buffer.from('http://169.254.169.254/latest').toString('base64url');
  for (const path of [
    `/images/480/${name}?s=${s}`,
    `/images/${width}/${other}?s=${s}`,
    `/images/${width}/${name}?s=`,
    `/images/${width}/${name}`,
    `/images/${width}/${name}?s=${s}A`,
  ])
    expect((await ask(path)).status, path).toBe(404);
  expect(world.imageRequests).toEqual([]);
});

test.each([
  'https://a.b/',
  'http://plain.example/p.png',
  'https://图.example/新闻.jpg?x=1&y=2#z',
  `https://a.example/${'x'.repeat(1900)}`,
])('a link from before a new key leads to %.40s as ever', async (url) => {
  const { ctx } = await testContext();
  const link = new URL(imageLink(ctx, url, 960));
  const [, , width = '', name = ''] = link.pathname.split('/');
  const tokenKeys = [{ id: 'k9', secret: Buffer.alloc(32, 9).toString('base64') }, ...ctx.config.tokenKeys];
  const later = { config: { ...ctx.config, tokenKeys } };
  const signature = link.searchParams.get('s') ?? '';
  expect(readImageLink(later, { width, name, signature })).toEqual({ url: new URL(url).href, width: 960 });
  const others = { config: { ...ctx.config, tokenKeys: tokenKeys.slice(0, 1) } };
  expect(readImageLink(others, { width, name, signature })).toBeNull();
});

test.each([
  ['with a password', 'https://a:b@publisher.example/p.jpg'],
  ['that is no web address', 'javascript:alert(1)'],
  ['whose address here would be beyond reason', `https://publisher.example/${'p'.repeat(1900)}.jpg`],
])('a picture %s is shown nowhere, and a newsletter with its article goes out', async (_, url) => {
  const { ctx, ask, slug, world } = await aNewsroom();
  const picture = { url, alt: 'A', caption: null, credit: null, width: null, height: null };
  await ctx.db.prepare(`UPDATE article SET image = ?1, body_html = NULL`).bind(JSON.stringify(picture)).all();
  for (const path of ['/', `/articles/${slug}`, '/feed.xml', '/feed.json', '/atom.xml']) {
    const answer = await ask(path);
    const text = await answer.text();
    expect([path, answer.status, /publisher\.example|javascript|\/images\//.test(text)]).toEqual([path, 200, false]);
  }
  await addReader(ctx, 'ana');
  const { mailing } = await draftDigest(ctx, { by: 'slack:UANA' });
  expect((await previewMail(ctx, mailing, 'en'))?.html).toContain('A title');
  expect(world.log.join()).not.toContain('error');
});
