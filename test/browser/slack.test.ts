import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { freePort, startProgram } from '../support/program.ts';

const browser = await launchBrowser();

test.skipIf(!browser)('staff run the newsroom on the local Slack: modal, Home tab, shortcut and undo', async () => {
  const port = freePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'newsdesk-slack-'));
  const program = await startProgram({ runtime: 'node', port, dataDir });
  const page = await (await browser?.newContext())?.newPage();
  if (!page) throw new Error('no browser');
  page.setDefaultTimeout(15_000);
  const slack = `http://127.0.0.1:${port + 3}`;
  try {
    await page.goto(`${slack}/slack`);
    await page.getByLabel(/^Message #/).fill('/newsdesk status');
    await page.keyboard.press('Enter');
    await page.getByText('Readers').first().waitFor();

    await page.getByLabel('Shortcuts').click();
    await page.getByRole('button', { name: /^Add a feed/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText('Please complete this required field.').first().waitFor();
    await dialog.getByRole('textbox').first().fill(`${slack}/demo/feed.xml`);
    await dialog.getByRole('combobox').first().selectOption({ label: '#news-desk' });
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText('Laekna in the news').waitFor();
    await dialog.getByRole('button', { name: 'Close', exact: true }).click();

    await page.getByRole('link', { name: 'Newsdesk' }).click();
    await page.getByText('Latest articles').waitFor();
    expect(await page.getByRole('table').textContent()).toContain('Laekna in the news');
    await page.getByRole('button', { name: 'Leave out of newsletter' }).first().click();
    await page.getByText('It is out of the next newsletter.').waitFor();
    const title = await page.locator('#home a').first().textContent();

    await page.getByRole('link', { name: 'newsroom' }).click();
    const post = page.locator('article', { hasText: title ?? '' }).first();
    await post.getByLabel('More actions for this message').click();
    await post.getByRole('button', { name: 'Send to newsletter' }).click();
    const answer = page.locator('article.private', { hasText: 'is in the next newsletter.' });
    await answer.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken out of the next newsletter again.').waitFor();
  } finally {
    await browser?.close();
    await program.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
