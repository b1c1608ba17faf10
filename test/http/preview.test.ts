import { expect, test } from 'vitest';
import { reportLink } from '../../src/services/mailings/mailing-report.ts';
import { previewLink } from '../../src/services/mailings/preview-mailing.ts';
import { draftDigest } from '../../src/services/mailings/send-digest.ts';
import { addArticles, addReader } from '../services/mailing-world.ts';
import { testContext } from '../support/context.ts';
import { askApp } from './app.ts';

const HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(1)>';
const pathOf = (url: string) => url.replace(/^https?:\/\/[^/]+/, '');

test('a preview shows the mail of each language behind its own link for an hour, with nothing that acts for a reader', async () => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'li');
  await addArticles(ctx, ['One']);
  const { mailing } = await draftDigest(ctx, { by: 'slack:UANA' });
  await ctx.db
    .prepare(`UPDATE mailing SET subject = ?1`)
    .bind(JSON.stringify({ en: HOSTILE }))
    .all();
  const path = pathOf(previewLink(ctx, mailing.publicId));
  const get = async (each: string) => askApp(ctx)(each);
  const shown = await get(path);
  expect(shown.status).toBe(200);
  expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(shown.headers.get('cache-control')).toBe('no-store');
  const html = await shown.text();
  expect(html).toContain('Nothing was sent');
  expect(html).toContain('One');
  expect(html).not.toContain('<script');
  expect(html).not.toContain('<img src=x');
  for (const personal of ['unsubscribe?t=', '\u0002', '\u0003']) expect(html).not.toContain(personal);
  expect(await (await get(`${path}&lang=zh-Hans`)).text()).toContain('预览');
  const token = new URL(`https://x${path}`).searchParams.get('t');
  for (const wrong of [`/preview/${mailing.publicId}`, `/preview/other0000001?t=${token}`, `${path}x`])
    expect((await get(wrong)).status).toBe(404);
  const report = pathOf(reportLink(ctx, mailing.publicId)).replace('/reports/', '/preview/');
  expect((await get(report)).status).toBe(404);
  world.advance(3601);
  expect((await get(path)).status).toBe(404);
});
