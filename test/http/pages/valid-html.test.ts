import { HtmlValidate } from 'html-validate';
import { expect, test } from 'vitest';
import { LOCALES } from '../../../src/domain/locale.ts';
import { deskSamples } from './desk-samples.ts';
import { samplePages } from './sample-pages.ts';
import { sampleShell } from './samples.ts';

/** The standard and what assistive technology needs; not how the source looks, which no reader sees. */
const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {},
});

for (const locale of LOCALES) {
  test(`every page is valid HTML (${locale})`, async () => {
    const pages = [...samplePages(locale), ...(locale === 'en' ? deskSamples(sampleShell('en', '/desk')) : [])];
    expect(await findings(pages)).toEqual([]);
  });
}

test('what is not valid is found', async () => {
  const found = await findings([
    ['broken', '<!doctype html><html lang="en"><head><title>T</title></head><body><p><div></p></body></html>'],
  ]);
  expect(found.join()).toContain('broken');
});

async function findings(pages: readonly (readonly [string, string])[]): Promise<string[]> {
  const found: string[] = [];
  for (const [name, html] of pages) {
    const { results } = await validator.validateString(html);
    for (const { message, ruleId, selector } of results.flatMap((result) => result.messages)) {
      found.push(`${name}: ${ruleId}: ${message} at ${selector}`);
    }
  }
  return found;
}
