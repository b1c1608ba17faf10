import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { NEWSROOM_PAGE_SIZE } from '../../src/http/pages/newsroom-page.tsx';
import { giveRole } from '../../src/services/desk/change-staff.ts';
import { deskLink } from '../../src/services/desk/desk-session.ts';
import { launchBrowser } from '../support/browser.ts';
import { serveNewsroom } from './newsroom-server.ts';

/** More than the script loads by itself. */
const ARTICLES = 52;
const PATIENT = { timeout: 15_000 };
const browser = await launchBrowser();
const server = await serveNewsroom(ARTICLES);
let page: Page;
let complaints: string[] = [];

beforeAll(async () => {
  if (!browser) return;
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  page = await context.newPage();
  page.on('console', (message) => void (message.type() === 'error' && complaints.push(message.text())));
  page.on('pageerror', (error) => void complaints.push(error.message));
});
beforeEach(() => {
  complaints = [];
});
afterAll(async () => {
  await browser?.close();
  await server.close();
});

test.skipIf(!browser)('who scrolls gets older news without a gap, or a repeat', async () => {
  await page.goto(server.base);
  const rows = page.locator('ul.rows > li');
  const first = await rows.count();
  for (const pages of [2, 3, 4]) {
    await page.locator('.older').scrollIntoViewIfNeeded();
    await expect.poll(() => rows.count(), PATIENT).toBeGreaterThanOrEqual(first + NEWSROOM_PAGE_SIZE * (pages - 1));
  }
  // Three pages came by themselves; the rest is asked for.
  await page.locator('.older a[rel=next]').click();
  await expect.poll(() => rows.count(), PATIENT).toBe(first + NEWSROOM_PAGE_SIZE * 4);
  expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/^Story/);
  await page.locator('.older a[rel=next]').click();
  await expect.poll(() => rows.count(), PATIENT).toBe(ARTICLES - 1);
  const titles = await page.locator('main h2 a').allTextContents();
  expect(titles).toEqual(Array.from({ length: ARTICLES }, (_, n) => `Story ${ARTICLES - n}`));
  expect(await page.locator('.older').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test.skipIf(!browser)('without scripts the same link leads to the same news', async () => {
  const context = await browser?.newContext({ javaScriptEnabled: false });
  const plain = await context?.newPage();
  await plain?.goto(server.base);
  await plain?.locator('.older a[rel=next]').click();
  expect(await plain?.locator('main h2 a').first().textContent()).toBe(`Story ${ARTICLES - NEWSROOM_PAGE_SIZE}`);
  await context?.close();
});

test.skipIf(!browser)('an article’s address is copied', async () => {
  await page.goto(server.base);
  await page.locator('main h2 a').first().click();
  const button = page.locator('button[data-copy]');
  const label = await button.textContent();
  await button.click();
  await expect.poll(() => button.textContent()).not.toBe(label);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  expect(complaints).toEqual([]);
});

test.skipIf(!browser)('another site shows the newest news of one kind under a strict policy', async () => {
  await page.goto(server.site);
  const links = page.locator('li a');
  await expect.poll(() => links.count(), PATIENT).toBe(4);
  expect(await links.allTextContents()).toEqual([52, 50, 48, 46].map((n) => `Story ${n}`));
  expect(await links.first().getAttribute('href')).toMatch(new RegExp(`^${server.base}/articles/`));
  expect(complaints).toEqual([]);
});

test.skipIf(!browser)(
  'staff open the dashboard by a link from Slack, and see a send go on without a click',
  async () => {
    const { ctx } = server;
    await giveRole(ctx, { slackUserId: 'UANA', role: 'viewer', by: 'api' });
    await ctx.db
      .prepare(
        `INSERT INTO mailing (public_id, kind, state, subject, is_archived, content_hash, created_by, created_at, started_at,
         submitted_count, due_count)
       VALUES ('m1', 'digest', 'sending', '{"en":"March news"}', 0, 'h', 'U1', ?1, ?1, 1200, 4000)`,
      )
      .bind(ctx.now())
      .all();
    await page.goto(deskLink(ctx, 'UANA'));
    await page.getByRole('button', { name: 'Open the dashboard' }).click();
    await page.getByText('1,200 of 4,000 sent').waitFor();
    expect(page.url()).toBe(`${server.base}/desk`);
    expect(await page.evaluate(() => document.cookie)).toBe('');
    await ctx.db.prepare(`UPDATE mailing SET submitted_count = 2500`).all();
    await page.getByText('2,500 of 4,000 sent').waitFor({ timeout: 15_000 });
    await page.getByRole('button', { name: 'Leave' }).click();
    await page.goto(`${server.base}/desk`);
    await page.getByText('The dashboard is closed').first().waitFor();
    expect(complaints.filter((text) => !text.includes('403'))).toEqual([]);
  },
);
