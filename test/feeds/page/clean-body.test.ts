import { expect, test } from 'vitest';
import { cleanBody } from '../../../src/feeds/page/clean-body.ts';

test.each([
  [
    'plain paragraphs',
    'One.\nStill one.\n\n\nTwo & <three>.',
    '<p>One.<br />Still one.</p>\n<p>Two &amp; &lt;three&gt;.</p>',
  ],
  ['plain text with comparisons', 'p < 0.05 and n > 3', '<p>p &lt; 0.05 and n &gt; 3</p>'],
  ['simple HTML', '<p>Hello <b>world</b></p>', '<p>Hello <b>world</b></p>'],
  ['scripts, handlers and styles', '<p onclick="x()" style="a">Hi<script>alert(1)</script></p>', '<p>Hi</p>'],
  ['links that are none', '<p><a href="javascript:alert(1)">x</a></p>', '<p>x</p>'],
  ['Windows line ends', 'One.\r\n\r\nTwo.', '<p>One.</p>\n<p>Two.</p>'],
])('makes %s safe', (_name, written, html) => {
  expect(cleanBody(written, null).html).toBe(html);
});

test('the extract is plain text of at most 300 characters', () => {
  expect(cleanBody('<p>Profit &amp; <i>loss</i></p>', null).extract).toBe('Profit & loss');
  expect(cleanBody('word '.repeat(500), null).extract.length).toBeLessThanOrEqual(300);
});
