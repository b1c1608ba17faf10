import { expect, test } from 'vitest';
import { checkInBrowser } from '../../dev/gallery/check-in-browser.ts';
import { listVariants } from '../../dev/gallery/variants.ts';
import { launchBrowser } from '../support/browser.ts';

const browser = await launchBrowser();

test.skipIf(!browser)('a browser finds what is too wide, too small and too faint, in light and in dark', async () => {
  const confirm = listVariants().find(({ id }) => id === 'confirm-en-usual');
  if (!browser || !confirm) throw new Error('There is no confirmation to look at.');
  const faulty = confirm.html
    .replace('<h1>', '<h1 style="width:700px">')
    .replace('.t{display:inline-block;padding:12px 0', '.t{display:inline-block;padding:0')
    .replace('color:#a9b6be', 'color:#333b40')
    .replace('.m{font-size:14px;color:#55636d', '.m{font-size:14px;color:#c5ced3');
  const found = await checkInBrowser(browser, [confirm, { ...confirm, id: 'faulty', html: faulty }]);
  await browser.close();
  expect([...found.keys()]).toEqual(['faulty']);
  const told = found.get('faulty')?.join('\n');
  expect(told).toMatch(/px wide at 320 px/);
  expect(told).toMatch(/a target of [\d.]+ px/);
  expect(told).toMatch(/light: color-contrast/);
  expect(told).toMatch(/dark: color-contrast/);
});
