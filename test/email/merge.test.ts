import { expect, test } from 'vitest';
import { READER, sampleMailing } from '../../dev/gallery/samples.ts';
import { createMerger } from '../../src/email/merge.ts';
import { createMailRenderer } from '../../src/email/render-mail.ts';

const frame = { subject: 's', preheader: 'p' };

test('each slot is filled each time it stands, escaped in HTML and plain in text', () => {
  const merge = createMerger({
    ...frame,
    html: '\u0002greeting\u0003|\u0002unsubscribeUrl\u0003|\u0002preferencesUrl\u0003|\u0002greeting\u0003',
    text: 'Hi \u0002greeting\u0003, \u0002unsubscribeUrl\u0003.',
  });
  const parts = { greeting: `Tom & "Jerry" $& <b>`, unsubscribeUrl: 'https://x.example/?a=1&b=2', preferencesUrl: 'p' };
  expect(merge(parts)).toEqual({
    html: 'Tom &amp; &quot;Jerry&quot; $&amp; &lt;b&gt;|https://x.example/?a=1&amp;b=2|p|Tom &amp; &quot;Jerry&quot; $&amp; &lt;b&gt;',
    text: 'Hi Tom & "Jerry" $& <b>, https://x.example/?a=1&b=2.',
  });
});

test('a reader’s name cannot open a slot or a new line', () => {
  const merge = createMerger({ ...frame, html: '\u0002greeting\u0003', text: '\u0002greeting\u0003' });
  const parts = { ...READER, greeting: 'A\u0002unsubscribeUrl\u0003\r\nUnsubscribe: https://evil.example' };
  const { html, text } = merge(parts);
  for (const part of [html, text]) expect(part).toBe('A unsubscribeUrl Unsubscribe: https://evil.example');
});

test('a mail without slots comes out as it went in', () => {
  expect(createMerger({ ...frame, html: '<p>a</p>', text: 'a\n' })(READER)).toEqual({ html: '<p>a</p>', text: 'a\n' });
});

test('an unknown slot is an error when the mail is prepared, not when it is sent', () => {
  expect(() => createMerger({ ...frame, html: '\u0002password\u0003', text: '' })).toThrow(
    expect.objectContaining({ code: 'internal' }),
  );
});

test('two readers differ in nothing but their own parts', () => {
  const renderer = createMailRenderer();
  const merge = renderer.merger(renderer.mailing(sampleMailing('digest', 'en')));
  const other = {
    greeting: 'Dear Ana,',
    unsubscribeUrl: 'https://n.example/u?t=2',
    preferencesUrl: 'https://n.example/p?t=2',
  };
  const swap = (text: string): string =>
    text
      .replaceAll(READER.greeting, other.greeting)
      .replaceAll(READER.unsubscribeUrl.replaceAll('&', '&amp;'), other.unsubscribeUrl)
      .replaceAll(READER.unsubscribeUrl, other.unsubscribeUrl)
      .replaceAll(READER.preferencesUrl, other.preferencesUrl);
  const mine = merge(READER);
  expect({ html: swap(mine.html), text: swap(mine.text) }).toEqual(merge(other));
});
