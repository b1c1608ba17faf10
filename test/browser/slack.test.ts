import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { freePort, startProgram, until } from '../support/program.ts';
import { linkIn, postForm, READER, readersMails } from '../support/story.ts';

const browser = await launchBrowser();

test.skipIf(!browser)(
  'staff add a feed, approve an article, send a newsletter and take it back, in the local Slack',
  async () => {
    const port = freePort();
    const dataDir = mkdtempSync(join(tmpdir(), 'newsdesk-slack-'));
    // The demo's late article would be a second one that waits for approval.
    const env = { SEND_HOLD_SECONDS: '600', DEMO_LATE_SECONDS: '3600' };
    const program = await startProgram({ runtime: 'node', port, dataDir, env });
    const page = await (await browser?.newContext())?.newPage();
    if (!page) throw new Error('no browser');
    page.setDefaultTimeout(20_000);
    const slack = `http://127.0.0.1:${port + 3}`;
    const say = async (line: string) => {
      await page.getByLabel(/^Message #/).fill(line);
      await page.keyboard.press('Enter');
    };
    try {
      await postForm(`${program.base}/subscribe`, READER);
      await page.goto(`${slack}/slack`);
      await say('/newsdesk status');
      await page.getByText('Readers').first().waitFor();

      await page.getByLabel('Shortcuts').click();
      await page.getByRole('button', { name: /^Add a feed/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Look at it' }).click();
      await dialog.getByText('Please complete this required field.').first().waitFor();
      await dialog.getByRole('textbox').first().fill(`${slack}/demo/feed.xml`);
      await dialog.getByRole('button', { name: 'Look at it' }).click();
      await dialog.getByText('The newest, as they will look').waitFor();
      await dialog.getByRole('combobox').first().selectOption({ label: '#news-desk' });
      await dialog.getByLabel('Also the newest one').check();
      await dialog.getByLabel('After approval').check();
      await dialog.getByRole('button', { name: 'Add feed' }).click();
      await dialog.getByText('was followed already').waitFor();
      await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();

      await page.getByRole('link', { name: 'Newsdesk' }).click();
      await page.getByText('waits for approval').waitFor();
      const title = await page.locator('#home b, #home strong').first().textContent();
      await page.getByRole('button', { name: 'Approve' }).click();
      await page.getByText(/^Approved:|Approved: /).waitFor();
      expect(await page.getByText('waits for approval').count()).toBe(0);
      await page.getByRole('navigation').getByRole('link', { name: 'news-desk' }).click();
      await page
        .locator('article:not(.private) a', { hasText: title ?? '' })
        .first()
        .waitFor();

      await until(async () => (await readersMails(port)).length > 0);
      const confirmLink = linkIn((await readersMails(port))[0], 'confirm');
      await postForm(confirmLink, {});
      await say('/newsdesk digest send');
      const held = page.locator('article.private', { hasText: '1 reader' }).last();
      await held.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('Nothing was sent').last().waitFor();
      // What stands there now has no button; Undo of the approval stays on its own card.
      expect(await page.locator('article.private').last().getByRole('button').count()).toBe(0);
      expect((await readersMails(port)).filter(({ subject }) => /newsletter|digest/i.test(subject))).toEqual([]);

      await say('/newsdesk post');
      await dialog.getByLabel('Headline').fill('Typed before a look');
      await dialog.getByRole('button', { name: /Preview/ }).click();
      await dialog.getByRole('heading', { name: 'Preview' }).waitFor();
      await dialog.getByRole('button', { name: 'Back' }).last().click();
      await dialog.getByLabel('Headline').waitFor();
      expect(await dialog.getByLabel('Headline').inputValue()).toBe('Typed before a look');
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      await dialog.waitFor({ state: 'hidden' });

      // The buttons do nothing before the page's script runs.
      await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: /Dora/ }).click()]);
      await page.getByLabel('Shortcuts').click();
      await page.getByRole('button', { name: /^Add a feed/ }).click();
      await page.getByText('can no longer sign in').waitFor();
    } finally {
      await browser?.close();
      await program.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
);
