import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readerStringsFor } from '../../src/http/pages/strings/readers.ts';
import { stringsFor } from '../../src/http/pages/strings.ts';
import { detailsLink, unsubscribeLink } from '../../src/services/links.ts';
import { launchBrowser } from '../support/browser.ts';
import { serveSubscribe } from './subscribe-server.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Set to a folder to keep a picture of what each test looks at. */
const { SCREENSHOTS } = process.env;
const browser = await launchBrowser();
const server = await serveSubscribe();
let page: Page;
let complaints: string[] = [];

beforeAll(async () => {
  if (!browser) return;
  page = await browser.newPage();
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

type Scheme = 'light' | 'dark';

/** What axe finds at 320 px: shadow roots included. */
async function findings(name: string, ...schemes: Scheme[]): Promise<string[]> {
  const found: string[] = [];
  await page.setViewportSize({ width: 320, height: 800 });
  // Evaluated, not added as a tag: the page's own policy stays in force.
  await page.evaluate(AXE);
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme });
    if (SCREENSHOTS) await page.screenshot({ path: `${SCREENSHOTS}/${name}.${colorScheme}.png`, fullPage: true });
    const results = await page.evaluate<AxeResults>('axe.run()');
    found.push(...results.violations.map(({ id, nodes }) => `${name} ${colorScheme}: ${id} ${nodes[0]?.target}`));
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) found.push(`${name}: ${overflow} px wider than the window`);
  }
  await page.emulateMedia({ colorScheme: null });
  return found;
}

async function rows(sql: string) {
  return (await server.ctx.db.prepare(sql).all()).results;
}

for (const locale of ['en', 'zh-Hans'] as const) {
  const strings = stringsFor(locale);

  test.skipIf(!browser)(
    `embedded on another origin (${locale}), the form works by keyboard alone under a strict policy`,
    async () => {
      await page.goto(`${server.site}/${locale}?from=a-mail`);
      const form = page.locator('form');
      await form.waitFor();
      expect(await findings(`embed-${locale}`, 'light')).toEqual([]);
      await page.evaluate(() => {
        const told: string[] = [];
        Object.assign(window, { told });
        for (const name of ['submitted', 'error']) document.addEventListener(`newsdesk:${name}`, () => told.push(name));
      });
      await page.keyboard.press('Tab');
      await page.keyboard.type('Ana');
      await page.keyboard.press('Tab');
      await page.keyboard.type('nobody');
      await page.keyboard.press('Enter');
      await page.getByText(strings.problems.email.invalid).waitFor();
      expect(await page.locator('#email').evaluate((input: HTMLElement) => input.matches(':focus'))).toBe(true);
      expect(await findings(`embed-problem-${locale}`, 'dark')).toEqual([]);
      await page.keyboard.type(`.${locale.toLowerCase()}@example.org`);
      await page.keyboard.press('Enter');
      await page.getByRole('status').waitFor();
      expect(await page.evaluate('told')).toEqual(['error', 'submitted']);
      expect(await findings(`embed-done-${locale}`, 'light')).toEqual([]);
      expect(await rows(`SELECT email, locale, source FROM subscriber ORDER BY id DESC LIMIT 1`)).toEqual([
        { email: `nobody.${locale.toLowerCase()}@example.org`, locale, source: 'footer' },
      ]);
      expect(await rows('SELECT page FROM consent ORDER BY id DESC LIMIT 1')).toEqual([
        { page: `${server.site}/${locale}` },
      ]);
      // The browser itself names the 422; a refusal of the policy would stand here too.
      expect(complaints.filter((line) => !line.includes('422'))).toEqual([]);
    },
  );
}

test.skipIf(!browser)(
  'drawn by a script above its place, a form for topics that are gone asks before it stands for all',
  async () => {
    await page.goto(`${server.site}/early`);
    const form = page.locator('#place form');
    await form.getByLabel('Name').fill('Di');
    await form.getByLabel('Email').fill('di@example.org');
    await page.keyboard.press('Enter');
    await form.getByText(readerStringsFor('en').problems.topics).waitFor();
    await form.getByRole('button').click();
    await page.getByRole('status').waitFor();
    expect(await rows('SELECT email FROM subscriber ORDER BY id DESC LIMIT 1')).toEqual([{ email: 'di@example.org' }]);
  },
);

test.skipIf(!browser)(
  'on a site that the newsroom does not know, the embedded form still reaches it, as a form',
  async () => {
    const guest = await browser?.newPage({ locale: 'en-GB' });
    if (!guest) throw new Error('There is no page.');
    await guest.goto(`${server.unknownSite}/en`);
    await guest.getByLabel('Name').fill('Cy');
    await guest.getByLabel('Email').fill('cy@gmial.com');
    await guest.keyboard.press('Enter');
    await guest.getByText(readerStringsFor('en').problems.misspelt('cy@gmail.com')).waitFor();
    // Pressed at once: who filled in a form elsewhere is not asked for their patience here.
    await guest.getByRole('button', { name: stringsFor('en').submit }).click();
    await guest.getByRole('heading', { name: stringsFor('en').doneTitle }).waitFor();
    expect(await rows('SELECT email, source FROM subscriber ORDER BY id DESC LIMIT 1')).toEqual([
      { email: 'cy@gmial.com', source: 'footer' },
    ]);
    expect(await rows('SELECT page FROM consent ORDER BY id DESC LIMIT 1')).toEqual([
      { page: `${server.base}/subscribe` },
    ]);
    await guest.close();
  },
);

test.skipIf(!browser)('without scripts the form leads from a mistake to the answer', async () => {
  const context = await browser?.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
  const plain = await context?.newPage();
  if (!plain) throw new Error('There is no page.');
  await plain.goto(`${server.base}/subscribe`);
  await plain.fill('#name', 'Ben');
  await plain.fill('#email', 'ben@gmial.com');
  server.world.advance(5);
  await plain.getByRole('button', { name: stringsFor('en').submit }).click();
  await plain.getByText(readerStringsFor('en').problems.misspelt('ben@gmail.com')).waitFor();
  expect(await plain.inputValue('#name')).toBe('Ben');
  await plain.fill('#email', 'ben@gmail.com');
  await plain.getByRole('button', { name: stringsFor('en').submit }).click();
  await plain.getByRole('heading', { name: stringsFor('en').doneTitle }).waitFor();
  await context?.close();
});

test.skipIf(!browser)('the guide draws both forms under the policy that it is sent with', async () => {
  await page.goto(`${server.base}/subscribe?embed`);
  await page.locator('#embed-preview form').waitFor();
  expect(await page.locator('form[action$="/subscribe"]').count()).toBeGreaterThanOrEqual(1);
  expect(await findings('guide', 'light')).toEqual([]);
  expect(complaints).toEqual([]);
});

test.skipIf(!browser)('the pages behind links are accessible and fit, and reading them changes nothing', async () => {
  const at = server.world.now;
  await server.ctx.db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at, confirmed_at)
       VALUES ('reader00000z', 'li@example.org', 'li@example.org', 'Li', 'zh-Hans', 'weekly', 'active', 'form', ?1, ?1)`,
    )
    .bind(at)
    .all();
  await server.ctx.db
    .prepare(
      `INSERT INTO topic (public_id, slug, name, visibility, state, position, created_at) VALUES
       ('t1', 'science2', 'Science and publications', 'public', 'active', 1, ?1),
       ('t2', 'results', 'Results', 'public', 'active', 2, ?1)`,
    )
    .bind(at)
    .all();
  await server.ctx.db
    .prepare(`INSERT INTO subscription (subscriber_id, topic_id, state, created_at)
    SELECT s.id, t.id, 'chosen', ?1 FROM subscriber s, topic t WHERE s.public_id = 'reader00000z'`)
    .bind(at)
    .all();
  const before = await rows('SELECT * FROM subscriber');
  const later = new Date(Date.parse(at) + 3_000_000).toISOString();
  const links = {
    details: detailsLink(server.ctx, 'reader00000z', later),
    unsubscribe: unsubscribeLink(server.ctx, 'reader00000z'),
  };
  for (const [name, link] of Object.entries(links)) {
    for (const [lang, scheme] of [
      ['en', 'light'],
      ['zh-Hans', 'dark'],
    ] as const) {
      await page.goto(`${link}&lang=${lang}`);
      expect(await findings(`${name}-${lang}`, scheme)).toEqual([]);
    }
  }
  expect(complaints).toEqual([]);
  expect(await rows('SELECT * FROM subscriber')).toEqual(before);
});
