import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { localServices } from '../support/local-services.ts';
import { freePort, type Program, startProgram, until } from '../support/program.ts';

const READER = 'wang.fang@reader.example.org';
const port = freePort();
const dataDir = mkdtempSync(join(tmpdir(), 'newsdesk-browser-'));
const browser: Browser | null = await launchBrowser();
let program: Program;

beforeAll(async () => {
  if (browser) program = await startProgram({ runtime: 'node', port, dataDir });
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function openPage(javaScript: boolean): Promise<Page> {
  const context = await browser?.newContext({ javaScriptEnabled: javaScript, viewport: { width: 390, height: 844 } });
  if (!context) throw new Error('There is no browser.');
  return context.newPage();
}

const mails = async () => (await localServices(port).mails()).filter((mail) => mail.to.includes(READER));
const link = (text: string, path: string) => new RegExp(`http://\\S+/${path}\\?t=[\\w.-]+`).exec(text)?.[0] ?? '';

test.skipIf(!browser)(
  'sign up, confirm, get the digest, leave and come back: by hand, on a phone, without JavaScript (needs Chromium)',
  async () => {
    const page = await openPage(false);
    await page.goto(`${program.base}/subscribe`);
    await page.getByLabel('Name').fill('王芳');
    await page.getByLabel('Email').fill(READER);
    await page.getByLabel('Occupation').fill('记者');
    // Nobody fills a form faster than this but a program; see docs/subscribers.md.
    await page.waitForTimeout(2000);
    await page.keyboard.press('Enter');
    expect(await page.locator('h1').textContent()).toMatch(/mailbox|inbox|email/i);

    await until(async () => (await mails()).length === 1);
    await page.goto(link((await mails())[0]?.text ?? '', 'confirm'));
    await page.locator('main form button').first().click();
    expect(await page.locator('h1').textContent()).toContain('on the list');

    await until(async () => (await mails()).length === 2);
    await until(async () => (await localServices(port).messages()).length >= 3);
    expect(await localServices(port).command('/newsdesk digest send')).toContain('1 reader');
    await until(async () => (await mails()).length === 3);
    const digest = (await mails()).find((mail) => mail.text.includes('/articles/'));
    await page.setContent(digest?.html ?? '');
    expect(await page.locator('h1').count()).toBe(1);
    const out = await page.locator('a[href*="/unsubscribe?t="]').first().getAttribute('href');
    await page.goto(out ?? '');
    await page.locator('main form button').first().click();
    expect(await localServices(port).command('/newsdesk status')).toContain('1 left');
    await page.locator('main form button').first().click();
    expect(await localServices(port).command('/newsdesk status')).toContain('1 subscribed');
  },
);

test.skipIf(!browser)(
  'what is wrong in the form is said beside the field, and what was typed stays (needs Chromium)',
  async () => {
    const page = await openPage(false);
    await page.goto(`${program.base}/subscribe?lang=zh-Hans`);
    await page
      .locator('form')
      .first()
      .evaluate((form) => form.setAttribute('novalidate', ''));
    await page.locator('#name').fill('王芳');
    await page.locator('#email').fill('no address');
    await page.locator('form button').first().click();
    expect(await page.locator('#name').inputValue()).toBe('王芳');
    expect(await page.locator('#email').getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#email-problem').textContent()).toMatch(/\p{Script=Han}/u);
  },
);

test.skipIf(!browser)(
  'a crawler that runs scripts and follows every link of a mail confirms and unsubscribes nobody (needs Chromium)',
  async () => {
    const LINK = /http:\/\/[^"'\s<>]+\/(confirm|unsubscribe|preferences)\?t=[\w.-]+/g;
    const urls = new Set((await mails()).flatMap((mail) => mail.html.match(LINK) ?? []));
    expect(urls.size).toBeGreaterThanOrEqual(3);
    const context = (await openPage(true)).context();
    // All at once: each waits until its page has been quiet for a while.
    await Promise.all([...urls].map(async (url) => (await context.newPage()).goto(url, { waitUntil: 'networkidle' })));
    expect(await localServices(port).command('/newsdesk status')).toContain('1 subscribed');
  },
);

test.skipIf(!browser)(
  'in the local Slack a typed command is answered, and the announcement shows as readers see it (needs Chromium)',
  async () => {
    const page = await openPage(true);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`http://127.0.0.1:${port + 3}/slack`);
    await page.getByRole('textbox').last().fill('/newsdesk help');
    await page.keyboard.press('Enter');
    await page.getByText('I want to send a newsletter').waitFor();
    expect(await page.locator('img[src*="/demo/pictures/"]').count()).toBeGreaterThan(0);
  },
);
