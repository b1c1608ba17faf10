import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ArticlePage } from '../../src/http/pages/article-page.tsx';
import { NewsroomPage } from '../../src/http/pages/newsroom-page.tsx';
import { BRAND, hostileArticle, sampleArticle, sampleShell } from '../http/pages/samples.ts';
import { launchBrowser } from '../support/browser.ts';
import { servePages } from './pages-server.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SCHEMES = ['light', 'dark'] as const;
/** What another theme or width can break of a page that was looked at whole. */
const THEMED_RULES = ['color-contrast', 'target-size', 'link-in-text-block', 'scrollable-region-focusable'];
/** Each page is looked at in two themes; the other language has them at the other widths. */
const LOOKS = [
  [320, 'light'],
  [768, 'light'],
  [1280, 'dark'],
] as const;
const OTHER_LOOKS = [
  [320, 'dark'],
  [768, 'dark'],
  [1280, 'light'],
] as const;
/** Set to a folder to keep a picture of every page at 375 and 1280 px, in both themes and languages. */
const SCREENSHOTS = process.env.SCREENSHOTS;

const browser: Browser | null = await launchBrowser();
const server = await servePages();
let page: Page;
/** What the browser said in its console since the test began: refusals of the policy above all. */
let complaints: string[] = [];

beforeEach(() => {
  complaints = [];
});

beforeAll(async () => {
  if (!browser) return;
  page = await browser.newPage();
  // Sent once, not for each page.
  await page.addInitScript(AXE);
  page.on('console', (message) => void complaints.push(message.text()));
});

afterAll(async () => {
  await browser?.close();
  await server.close();
});

for (const name of server.names) {
  test.skipIf(!browser)(`${name} is accessible and fits at every width and theme`, { timeout: 60_000 }, async () => {
    const problems: string[] = [];
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(`${server.url}/${name}`);
    for (const [width, colorScheme] of name.startsWith('en/') ? LOOKS : OTHER_LOOKS) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      const here = `${width} ${colorScheme}`;
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (overflow > 0) problems.push(`${here}: ${overflow} px wider than the window`);
      // Structure is the same in the other language; one theme tells what its letters and lengths can break.
      if (width === 768 || (width === 1280 && !name.startsWith('en/'))) continue;
      const isWhole = width === 320 && name.startsWith('en/');
      const findings = await accessibilityFindings(page, isWhole ? [] : THEMED_RULES);
      problems.push(...findings.map((finding) => `${here}: ${finding}`));
      problems.push(...(await smallTargets(page)));
    }
    expect(problems).toEqual([]);
    expect(complaints).toEqual([]);
  });
}

test.skipIf(!browser)('hostile article data runs nothing and leads nowhere', async () => {
  const article = hostileArticle();
  const shell = sampleShell('en', '//evil.example/"><script>window.pwned=1</script>');
  server.add(
    '/hostile-list',
    String(NewsroomPage({ shell, articles: [article, article], isFirstPage: true, nextUrl: '//evil.example' })),
  );
  const twin = { slug: article.slug, title: article.title, locale: 'zh-Hans' } as const;
  server.add('/hostile-article', String(ArticlePage({ shell, article, twin })));
  // Where the list's next page would be: an address of our own host, whatever the data says.
  server.add('/evil.example', '<!doctype html><title>Nothing older</title>');
  for (const path of ['/hostile-list', '/hostile-article']) {
    await page.goto(server.url + path);
    await page.mouse.move(300, 300);
    const found = await page.evaluate(() => ({
      pwned: 'pwned' in window,
      scripts: [...document.scripts].filter(
        ({ src, type }) => type !== 'application/ld+json' && !src.endsWith('/newsroom.js'),
      ).length,
      images: [...document.images].filter(({ src }) => !src.endsWith('/qr.svg')).length,
      handlers: document.querySelectorAll('[onerror],[onmouseover],[onclick],[onload]').length,
      links: [...document.links]
        .map((link) => link.protocol + link.host)
        .filter((to) => to.includes('evil') || to.startsWith('javascript')),
    }));
    expect(found).toEqual({ pwned: false, scripts: 0, images: 0, handlers: 0, links: [] });
  }
  // the policy had nothing to refuse: escaping alone kept it out
  expect(complaints).toEqual([]);
});

test.skipIf(!browser)('pictures load under the policy', async () => {
  for (const name of ['newsroom', 'article']) {
    await page.goto(`${server.url}/en/${name}`);
    const first = page.locator('main img').first();
    await expect.poll(() => first.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  }
});

test.skipIf(!browser)('words without a break and a missing half of the settings fit on a narrow phone', async () => {
  const brand = {
    ...BRAND,
    siteName: 'Zhangjiangbiotechnologieholding'.repeat(3),
    mediaContact: null,
    linkedInUrl: null,
    boilerplate: null,
  };
  const shell = sampleShell('en', '/', brand);
  const long = 'Donaudampfschifffahrtsgesellschaft'.repeat(8);
  const article = {
    ...sampleArticle('en', `${server.url}/pictures`),
    title: long,
    extract: long,
    outlet: long,
    kindLabel: long,
  };
  server.add(
    '/long-list',
    String(NewsroomPage({ shell, articles: [article, article], isFirstPage: true, nextUrl: null })),
  );
  server.add('/long-article', String(ArticlePage({ shell, article, twin: null })));
  await page.setViewportSize({ width: 320, height: 800 });
  for (const path of ['/long-list', '/long-article']) {
    await page.goto(server.url + path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
});

test.skipIf(!browser)('a page whose pictures cannot be had fits a narrow phone', async () => {
  const shell = sampleShell('en', '/');
  const article = sampleArticle('en', `${server.url}/no-such-pictures`);
  server.add(
    '/no-picture-list',
    String(NewsroomPage({ shell, articles: [article], isFirstPage: true, nextUrl: null })),
  );
  server.add('/no-picture-article', String(ArticlePage({ shell, article, twin: null })));
  await page.setViewportSize({ width: 320, height: 800 });
  for (const path of ['/no-picture-list', '/no-picture-article']) {
    await page.goto(server.url + path, { waitUntil: 'networkidle' });
    expect(await page.evaluate(() => document.querySelector<HTMLImageElement>('article img')?.naturalWidth)).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  }
});

test.skipIf(!browser)('on paper there is nothing to press and no band to waste ink on', async () => {
  await page.goto(`${server.url}/en/article`);
  await page.emulateMedia({ media: 'print' });
  const shown = await page.evaluate(() =>
    ['.top nav', '.band', 'form', '.prose', '.source', '.foot'].map((part) => [
      part,
      (document.querySelector(part)?.getClientRects().length ?? 0) > 0,
    ]),
  );
  if (SCREENSHOTS) await page.screenshot({ path: `${SCREENSHOTS}/article.print.png`, fullPage: true });
  await page.emulateMedia({ media: null });
  expect(Object.fromEntries(shown)).toEqual({
    '.top nav': false,
    '.band': false,
    form: false,
    '.prose': true,
    '.source': true,
    '.foot': true,
  });
});

test.skipIf(!browser)('markup that slipped past the sanitiser still runs nothing under the policy', async () => {
  const article = {
    ...hostileArticle(),
    body: { kind: 'full', html: '<script>window.pwned=1</script><img src=x onerror="window.pwned=1">' },
  } as const;
  server.add('/unsanitised', String(ArticlePage({ shell: sampleShell('en'), article, twin: null })));
  await page.goto(`${server.url}/unsanitised`);
  await page.waitForLoadState('networkidle');
  const inline = await page.evaluate(
    () => [...document.scripts].filter(({ src, type }) => !src && type !== 'application/ld+json').length,
  );
  expect(inline).toBe(1);
  expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
});

test.skipIf(!browser)('the honeypot is out of sight and cannot be reached by keyboard', async () => {
  await page.goto(`${server.url}/en/subscribe`);
  const names: (string | null)[] = [];
  await page.locator('#name').focus();
  for (let press = 0; press < 6; press += 1) {
    names.push(await page.evaluate(() => document.activeElement?.getAttribute('name') ?? null));
    await page.keyboard.press('Tab');
  }
  expect(names).toContain('occupation');
  expect(names).not.toContain('website');
  const box = await page.locator('#website').boundingBox();
  const top = await page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.id, {
    x: box?.x ?? 0,
    y: box?.y ?? 0,
  });
  expect(top).not.toBe('website');
});

test.skipIf(!browser || !SCREENSHOTS)('keeps a picture of every page', { timeout: 600_000 }, async () => {
  mkdirSync(SCREENSHOTS ?? '', { recursive: true });
  for (const name of server.names) {
    await page.goto(`${server.url}/${name}`);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      for (const width of [375, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({
          path: `${SCREENSHOTS}/${name.replace('/', '.')}.${width}.${colorScheme}.png`,
          fullPage: true,
        });
      }
    }
  }
  expect(readdirSync(SCREENSHOTS ?? '').length).toBeGreaterThanOrEqual(server.names.length * SCHEMES.length * 2);
});

/**
 * axe's violations of every impact, its best practices included; only of some rules where these are named. The mail inside an
 * archive page runs no script, so axe cannot ask it; mails are checked for themselves.
 */
async function accessibilityFindings(target: Page, rules: readonly string[]): Promise<string[]> {
  const options = { iframes: false, resultTypes: ['violations'], ...(rules.length > 0 ? { runOnly: rules } : {}) };
  const results = (await target.evaluate(`axe.run(document, ${JSON.stringify(options)})`)) as AxeResults;
  return results.violations.map(
    (violation) => `${violation.id} at ${violation.nodes.map((node) => node.target.join(' ')).join(', ')}`,
  );
}

/** Buttons, inputs and links outside running text are at least 44 px high (WCAG 2.2 §2.5.5); cards are one large target. */
async function smallTargets(target: Page): Promise<string[]> {
  return target.evaluate(() => {
    const lone = [...document.querySelectorAll<HTMLElement>('button, input:not([type=hidden]), .tap, .button')];
    return lone
      .filter((element) => !element.closest('.trap') && element.getClientRects().length > 0)
      .filter((element) => element.getBoundingClientRect().height < 44)
      .map(
        (element) =>
          `${element.tagName} "${element.textContent}" is only ${element.getBoundingClientRect().height} px high`,
      );
  });
}
