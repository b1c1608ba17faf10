import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../src/domain/errors.ts';
import type { FeedDocument } from '../../src/domain/feed-item.ts';
import { readDocument } from '../../src/feeds/read-document.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 400);
const NAMES = ['press.rss', 'journal.rdf', 'blog.atom', 'old.atom03', 'notes.json'];
const FEEDS = NAMES.map((name) => readFileSync(new URL(`../fixtures/feeds/${name}`, import.meta.url)));
const NASTY = [
  '<',
  '>',
  '&',
  '"',
  "'",
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '<?',
  '</',
  '/>',
  '\u0000',
  '\u0001',
  '\ufffe',
  '&#0;',
  '&#xD800;',
  '&#x1F600;',
  '&nbsp;',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<item>',
  '</item>',
  '<entry>',
  'javascript:alert(1)',
  '__proto__',
  'constructor',
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  '&a;',
  '\ufffe0',
  'xmlns="http://www.w3.org/2005/Atom"',
  'xml:base="//"',
  '{',
  '}',
  '[',
  ',',
].map((text) => new TextEncoder().encode(text));
// biome-ignore lint/suspicious/noControlCharactersInRegex: outputs must be free of exactly these.
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]/;
const ALLOWED_TAG =
  /^<\/?(?:a|abbr|b|blockquote|br|caption|cite|code|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|rp|rt|ruby|s|samp|section|small|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|tr|u|ul|var)(?: (?:href|rel|src|alt|width|height|colspan|rowspan|datetime)(?:="[^"<>]*")?)* ?\/?>$/;

type Edit = { at: number; cut: number; insert: Uint8Array | null };
const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.nat(10_000),
  cut: fc.oneof(fc.constant(0), fc.nat(40)),
  insert: fc.oneof(fc.constantFrom(...NASTY), fc.uint8Array({ maxLength: 4 }), fc.constant(null)),
});

function mutate(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  let result = bytes;
  for (const { at, cut, insert } of edits) {
    const start = at % (result.length + 1);
    result = Uint8Array.from([...result.subarray(0, start), ...(insert ?? []), ...result.subarray(start + cut)]);
  }
  return result;
}

function checkHtml(html: string): void {
  expect(html).not.toMatch(CONTROL);
  for (const [tag] of html.matchAll(/<[^>]*>?/g)) expect(tag).toMatch(ALLOWED_TAG);
  expect(html).not.toMatch(/(?:href|src)="\s*(?:javascript|data):/i);
}

function checkDocument(document: FeedDocument): void {
  for (const item of document.items) {
    const texts = [
      item.title,
      item.summary,
      item.key,
      ...item.authors,
      ...item.categories,
      item.outlet ?? '',
      item.image?.alt ?? '',
    ];
    for (const text of texts) {
      expect(text).not.toMatch(CONTROL);
      expect(text.isWellFormed()).toBe(true);
    }
    expect(`${item.title} ${item.summary}`).not.toMatch(/<\/(?:script|p|b|a)>|<img\s[^<>]*>/i);
    for (const url of [item.url, item.image?.url]) if (url) expect(url).toMatch(/^https?:\/\/[^\s<>"]+$/);
    for (const date of [item.publishedAt, item.updatedAt]) if (date) expect(new Date(date).toISOString()).toBe(date);
    if (item.contentHtml !== null) checkHtml(item.contentHtml);
  }
}

test('reads any mutated feed, or says why not, and lets nothing unsafe out', async () => {
  const property = fc.asyncProperty(
    fc.nat(FEEDS.length - 1),
    fc.array(edit, { minLength: 1, maxLength: 8 }),
    async (index, edits) => {
      const bytes = mutate(FEEDS[index] ?? new Uint8Array(), edits);
      try {
        checkDocument(
          await readDocument(bytes, null, {
            documentUrl: null,
            timeZone: 'UTC',
            now: new Date('2026-06-01T00:00:00Z'),
          }),
        );
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.code).toBe('invalid');
      }
    },
  );
  await fc.assert(property, { numRuns: RUNS, seed: 20260601 });
});
