import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleMailing } from '../../dev/gallery/samples.ts';
import { createMailEncoder, joinBatch, reuseBody } from '../../src/email/encode-mail.ts';
import { createMailRenderer } from '../../src/email/render-mail.ts';
import type { ReaderMail } from '../../src/services/ports.ts';

const renderer = createMailRenderer();
const rendered = renderer.mailing(sampleMailing('digest', 'zh-Hans'));
const merge = renderer.merger(rendered);
const SHARED = {
  from: '"新闻中心" <news@example.com>',
  replyTo: 'press@example.com',
  subject: rendered.subject,
  html: rendered.html,
  text: rendered.text,
  headers: { 'List-Id': '<digest.example.com>' },
  tags: [{ name: 'mailing', value: 'm1' }],
};
const encode = createMailEncoder(SHARED);

/** What a mail program would be given of one reader's mail, put together the slow way. */
function whole({ headers, parts, tags, to }: ReaderMail) {
  const { replyTo, ...shared } = SHARED;
  return {
    ...shared,
    reply_to: replyTo,
    to,
    headers: { ...shared.headers, ...headers },
    tags: [...shared.tags, ...tags],
    ...merge(parts),
  };
}

function decoded(body: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(body));
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    'Dear Ana Li,',
    '李明，您好：',
    '"><b>',
    '\\',
    '\u0002greeting\u0003',
    'a\r\nb',
    '&amp;',
    '',
    '\ud800',
  ),
);
const anyReader: fc.Arbitrary<ReaderMail> = fc.record({
  to: fc.emailAddress(),
  headers: fc.record({ 'List-Unsubscribe': fc.webUrl().map((url) => `<${url}>`) }),
  tags: fc.array(fc.record({ name: fc.constant('reader'), value: fc.stringMatching(/^[a-z0-9]{1,12}$/) }), {
    maxLength: 2,
  }),
  parts: fc.record({ greeting: anyText, unsubscribeUrl: fc.webUrl(), preferencesUrl: anyText }),
});

test('a batch joined of pieces holds what each reader’s mail is when it is merged and made JSON', () => {
  fc.assert(
    fc.property(fc.array(anyReader, { maxLength: 5 }), (readers) => {
      expect(decoded(joinBatch(readers.map(encode)))).toEqual(readers.map(whole));
    }),
    { numRuns: 150 },
  );
});

test('memory that is given back and used again leaves nothing of an earlier body behind', () => {
  const reader = (name: string): ReaderMail => ({
    to: `${name}@example.org`,
    headers: {},
    tags: [],
    parts: { greeting: `Dear ${name},`, unsubscribeUrl: `https://n.example/u?${name}`, preferencesUrl: 'p' },
  });
  const long = joinBatch(['ana', 'ben', 'cem'].map(reader).map(encode));
  reuseBody(long);
  const short = joinBatch([reader('dan')].map(encode));
  expect(short.buffer).toBe(long.buffer);
  expect(decoded(short)).toEqual([whole(reader('dan'))]);
});
