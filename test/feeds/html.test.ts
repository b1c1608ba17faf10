import { expect, test } from 'vitest';
import { feedLinks } from '../../src/feeds/discover.ts';
import { cutText, plainText } from '../../src/feeds/html/plain-text.ts';
import { sanitiseHtml } from '../../src/feeds/html/sanitise.ts';

const BASE = 'https://a.example/dir/page';

test.each([
  ['scripts and handlers', '<p onclick="x()">a<script>b</script></p>', '<p>a</p>'],
  ['styles', '<p style="x" class="y">a<style>p{}</style></p>', '<p>a</p>'],
  ['javascript links', '<a href="java\nscript:x">a</a>', 'a'],
  ['data links', '<a href="data:text/html,x">a</a>', 'a'],
  [
    'links',
    '<a href="b?c=1&amp;d=2" target="_blank" rel="x">a</a>',
    '<a href="https://a.example/dir/b?c=1&amp;d=2" rel="noopener">a</a>',
  ],
  ['mail links', '<a href="mailto:a@b.example">a</a>', '<a href="mailto:a@b.example" rel="noopener">a</a>'],
  [
    'pictures',
    '<img src="/p.png" onerror="x" srcset="/q.png 2x" width="10" height="9%">',
    '<img src="https://a.example/p.png" alt="" width="10" />',
  ],
  ['counting pixels', '<img src="/p.png" width="1" height="1">a', 'a'],
  ['frames and forms', '<iframe src="//x"></iframe><form><input value="x">a</form><object data="x"></object>', 'a'],
  ['vector graphics', '<svg onload="x"><a xlink:href="javascript:x">a</a></svg>', 'a'],
  ['unclosed tags', '<p>a<b>c', '<p>a<b>c</b></p>'],
  ['unknown tags', '<o:p>a</o:p><font color="red">b</font>', 'ab'],
  ['text that looks like markup', '&lt;script&gt;', '&lt;script&gt;'],
  [
    'tables',
    '<table border="1"><tr><td colspan="2" width="9">a</td></tr></table>',
    '<table><tr><td colspan="2">a</td></tr></table>',
  ],
])('sanitises %s', (_name, html, expected) => {
  expect(sanitiseHtml(html, BASE)).toBe(expected);
});

test('turns markup nested beyond reason into its text', () => {
  expect(sanitiseHtml(`${'<b>'.repeat(1000)}a &lt;i&gt;`, BASE)).toBe('<p>a &lt;i&gt;</p>');
});

test.each([
  ['block tags part words', '<p>one</p><p>two</p>three<br>four<li>five', 'one two three four five'],
  ['inline tags do not', 'un<b>believ</b>able', 'unbelievable'],
  ['hidden text goes', 'a<script>x</script><style>y</style>b', 'a b'],
  ['comments go', 'a<!-- x -->b', 'ab'],
  ['entities', 'a &amp; b&nbsp;&#8212; c &hellip;', 'a & b — c …'],
  ['controls behind entities', 'a&#1;b&#0;c', 'ab\ufffdc'],
  ['the snippet trap', 'a<br>\nTwo...<b>x</b>', 'a Two...x'],
  ['markup escaped once too often', '&amp;lt;p&amp;gt;one&amp;lt;/p&amp;gt;&lt;br&gt;two', 'one two'],
  ['a script that never ends', 'a<script>b', 'a b'],
])('makes plain text: %s', (_name, value, text) => {
  expect(plainText({ value, html: true, base: null })).toBe(text);
});

test.each([
  ['between words', 'alpha beta gamma delta', 15, 'alpha beta…'],
  ['without a comma at the end', 'alpha beta, gamma', 13, 'alpha beta…'],
  ['anywhere in Chinese', '中文新闻发布会今天举行', 6, '中文新闻发…'],
  ['not inside a cluster', '日本👩‍👩‍👧日本日本日本', 5, '日本…'],
  ['inside a very long word', 'x'.repeat(100), 11, `${'x'.repeat(10)}…`],
  ['not at all when short', 'alpha beta', 10, 'alpha beta'],
])('cuts %s', (_name, text, limit, expected) => {
  expect(cutText(text, limit)).toBe(expected);
});

test('lists the feeds a page links to, each once, against its base element', () => {
  const html = `<head><base href="/sub/"><link rel="alternate stylesheet" type="text/css" href="x.css">
    <link rel="alternate" type="application/rss+xml" title="All &amp; more" href="rss"><link rel=ALTERNATE type="application/atom+xml; charset=utf-8" href="/atom">
    <link rel="alternate" type="application/feed+json" href="https://b.example/feed.json"><link rel="alternate" type="application/rss+xml" href="rss">
    <link rel="alternate" hreflang="de" href="/de"><link rel="alternate" type="application/rss+xml" href="javascript:x"></head>`;
  expect(feedLinks(html, BASE)).toEqual([
    { url: 'https://a.example/sub/rss', title: 'All & more', type: 'application/rss+xml' },
    { url: 'https://a.example/atom', title: null, type: 'application/atom+xml; charset=utf-8' },
    { url: 'https://b.example/feed.json', title: null, type: 'application/feed+json' },
  ]);
});
