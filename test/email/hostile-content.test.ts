import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { expect, test } from 'vitest';
import { READER, sampleBrand, sampleMailing, sampleMessage } from '../../dev/gallery/samples.ts';
import { createMailRenderer } from '../../src/email/render-mail.ts';
import type { MailingArticle } from '../../src/services/ports.ts';

const renderer = createMailRenderer();

/** The shape of a document: its tags in order with their attribute names, no text and no values. */
function shapeOf(html: string): string[] {
  const shape: string[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => shape.push(`${name} ${Object.keys(attributes).sort().join(' ')}`),
    onclosetag: (name) => shape.push(`/${name}`),
  });
  parser.end(html);
  return shape;
}

function sampleArticle(): MailingArticle {
  const [article] = sampleMailing('digest', 'en').articles;
  if (!article) throw new Error('the digest sample has articles');
  return article;
}

function digestOf(text: string) {
  const article = sampleArticle();
  const image = { url: 'https://news.laekna.example/media/a.jpg', alt: text, caption: text, credit: text };
  return renderer.mailing(
    sampleMailing('digest', 'en', {
      brand: sampleBrand('en', { siteName: text, postalAddress: text, boilerplate: text }),
      intro: text,
      articles: [
        { ...article, title: text, extract: text, kindLabel: text, outlet: text, language: `"${text}`, image },
      ],
    }),
  );
}

const HOSTILE = [
  `</h2><script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' onmouseover='alert(1)`,
  `{{unsubscribeUrl}} {{{greeting}}} {{#articles}}x{{/articles}} {{=<% %>=}}`,
  `[[unsubscribe]] [[include ../../.env]]`,
  `\u0002unsubscribeUrl\u0003 \u0002greeting\u0003`,
  "$& $1 $` $' $$ %s",
  `a\u202egnp.exe\u2066b\u0000c\u001bd\ud800e`,
  `x\r\nBcc: everyone@example.com\r\n\r\nbody`,
  `<!--[if mso]><b>--><![endif]-->`,
  `&lt;b&gt; &amp;amp; &#x3c;`,
];

test.each(HOSTILE)('%j from a feed stays text everywhere', (text) => {
  // Texts of several paragraphs, such as the intro, keep them; the harmless twin has as many.
  const twin = text.split(/[\r\n]+/).map(() => 'plain words');
  const plain = renderer.merger(digestOf(twin.join('\n')))(READER);
  const mail = digestOf(text);
  const { html, text: textPart } = renderer.merger(mail)(READER);
  expect(shapeOf(html)).toEqual(shapeOf(plain.html));
  expect(html.split(READER.unsubscribeUrl.replaceAll('&', '&amp;'))).toHaveLength(3);
  expect(textPart.split(READER.unsubscribeUrl)).toHaveLength(2);
  expect(html.split(READER.greeting)).toHaveLength(2);
  for (const part of [html, textPart]) {
    expect(/(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u.exec(part)).toBeNull();
  }
  for (const line of [mail.subject, mail.preheader]) expect(line).not.toMatch(/[\r\n]/);
});

test('whatever characters a title is made of, the document keeps its shape', () => {
  const shape = shapeOf(digestOf('plain').html);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), (text) => {
      fc.pre(/[\p{L}\p{N}]/u.test(text.normalize('NFC')));
      expect(shapeOf(digestOf(text.replace(/[\r\n]/g, ' ')).html)).toEqual(shape);
    }),
    { numRuns: 60 },
  );
});

const ODD_ADDRESSES = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' java\nscript:alert(1)',
  'data:text/html,<b>x</b>',
  'vbscript:x',
  '//evil.example/x',
  '/relative',
  'mailto:a@example.com',
  'https://user:secret@example.com/',
  `https://example.com/${'a'.repeat(2000)}`,
  '',
];

test.each(ODD_ADDRESSES)('%j is refused wherever a mail leads', (url) => {
  const article = sampleArticle();
  const invalid = expect.objectContaining({ code: 'invalid' });
  expect(() => renderer.mailing(sampleMailing('digest', 'en', { articles: [{ ...article, url }] }))).toThrow(invalid);
  expect(() => renderer.message(sampleMessage('confirm', 'en', { link: url }))).toThrow(invalid);
  for (const field of ['siteUrl', 'baseUrl', 'linkedInUrl']) {
    const brand = sampleBrand('en', { [field]: url });
    expect(() => renderer.message(sampleMessage('welcome', 'en', { brand }))).toThrow(invalid);
  }
});

test.each(ODD_ADDRESSES)('a picture or a registration at %j is left out, and the newsletter goes on', (url) => {
  const mail = (more: object) =>
    renderer.mailing(sampleMailing('digest', 'en', { articles: [{ ...sampleArticle(), ...more }] }));
  const event = { startsAt: '2026-03-05T09:00:00.000Z', endsAt: null, place: 'Hall 2', url: null };
  expect(mail({ image: { url, alt: 'A', caption: 'Below it', credit: 'B' } })).toEqual(mail({ image: null }));
  expect(mail({ event: { ...event, url } })).toEqual(mail({ event }));
});

test('an address with quotes and spaces stays inside its attribute', () => {
  const url = `https://example.com/a?q="><b>&x=' onclick=y`;
  const { html } = renderer.mailing(sampleMailing('digest', 'en', { articles: [{ ...sampleArticle(), url }] }));
  expect(shapeOf(html)).toEqual(
    shapeOf(renderer.mailing(sampleMailing('digest', 'en', { articles: [sampleArticle()] })).html),
  );
});

test('a colour that is no hex value or a contact that is no address is refused', () => {
  const contact = (email: string) => ({ mediaContact: { name: 'Press', email } });
  for (const change of [
    { colour: 'red;}*{display:none' },
    { colour: '' },
    contact('a@b.com?bcc=c@d.com'),
    contact('x'),
  ]) {
    const brand = sampleBrand('en', change);
    expect(() => renderer.mailing(sampleMailing('digest', 'en', { brand }))).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  }
});
