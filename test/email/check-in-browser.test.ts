import { expect, test } from 'vitest';
import { checkInBrowser } from '../../dev/gallery/check-in-browser.ts';
import { listVariants } from '../../dev/gallery/variants.ts';
import { launchBrowser } from '../support/browser.ts';

const browser = await launchBrowser();

test.skipIf(!browser)('a browser finds what is too wide, too small and too faint, in light and in dark', async () => {
  const confirm = listVariants().find(({ id }) => id === 'confirm-en-usual');
  if (!browser || !confirm) throw new Error('There is no confirmation to look at.');
  const change = (id: string, text: string, fault: string) => {
    expect(confirm.html).toContain(text);
    return { ...confirm, id, html: confirm.html.replace(text, fault) };
  };
  const mails = [
    confirm,
    change('wide', '<h1>', '<h1 style="width:700px">'),
    change('small', '.t{display:inline-block;padding:12px 0', '.t{display:inline-block;padding:0'),
    change('faint', '.m{font-size:14px;color:#55636d', '.m{font-size:14px;color:#c5ced3'),
    change('faint in the dark', 'color:#a9b6be', 'color:#333b40'),
  ];
  let looks = 0;
  const found = await checkInBrowser(browser, mails, () => {
    looks += 1;
  });
  await browser.close();
  expect(looks).toBe(mails.length);
  expect(found.get('confirm-en-usual')).toBeUndefined();
  expect(found.get('wide')?.join()).toMatch(/is \d+ px wide at 320 px/);
  expect(found.get('small')?.join()).toMatch(/a target of [\d.]+ px/);
  expect(found.get('faint')?.join()).toMatch(/light: color-contrast/);
  expect(found.get('faint in the dark')?.join()).toMatch(/^dark: color-contrast/);
});
