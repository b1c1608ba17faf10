import { expect, test } from 'vitest';
import { sampleMailing } from '../../dev/gallery/samples.ts';
import { cutToWidth } from '../../src/domain/cut-text.ts';
import { headerText } from '../../src/domain/header-text.ts';
import { createMailRenderer } from '../../src/email/render-mail.ts';

const renderer = createMailRenderer();

test.each([
  { text: 'short enough', columns: 20, cut: 'short enough' },
  { text: 'cut between the words of this line', columns: 20, cut: 'cut between the…' },
  { text: 'ends at a comma, and goes on', columns: 17, cut: 'ends at a comma…' },
  { text: 'Donaudampfschifffahrtsgesellschaft', columns: 10, cut: 'Donaudamp…' },
  { text: '来凯医药计划于明年底前递交上市申请', columns: 11, cut: '来凯医药计…' },
  { text: '上海，生物医药', columns: 8, cut: '上海…' },
  { text: '来凯AKT抑制剂afuresertib获批', columns: 20, cut: '来凯AKT抑制剂…' },
  { text: 'family 👩‍👩‍👧‍👦 photo', columns: 9, cut: 'family 👩‍👩‍👧‍👦…' },
])('"$text" cut to $columns columns is "$cut"', ({ text, columns, cut }) => {
  expect(cutToWidth(text, columns, 'en')).toBe(cut);
});

test.each([
  ['a\r\nBcc: x@example.com', 'a Bcc: x@example.com'],
  ['tab\there\u0000null', 'tab here null'],
  ['\u202egnp\u202c.exe\u2066', 'gnp.exe'],
  ['e\u0301', 'é'],
  ['half \ud83d pair', 'half \ufffd pair'],
  ['x'.repeat(400), 'x'.repeat(150)],
  ['😀'.repeat(151), '😀'.repeat(150)],
])('header text of %j is %j', (text, header) => {
  expect(headerText(text)).toBe(header);
});

test('a digest’s subject is its lead headline and its preheader the next two', () => {
  const { subject, preheader } = renderer.mailing(sampleMailing('digest', 'en'));
  expect(subject).toBe('Laekna Newsroom: City policy gives Shanghai’s biopharma firms…');
  expect(preheader).toBe('Plus: Laekna to file for approval of its…; Meet us at the Zhangjiang Life Science…');
  const chinese = renderer.mailing(sampleMailing('digest', 'zh-Hans'));
  expect(chinese.subject).toBe('来凯医药新闻中心：上海新政为生物医药企业注入新动力');
  expect(chinese.preheader).toMatch(/^另有：来凯医药计划于明年底前递交首个抗癌新药…；Meet/);
});

test('a digest of one article tells what it says, and an alert keeps its whole headline', () => {
  const articles = sampleMailing('digest', 'en').articles.slice(0, 1);
  const digest = renderer.mailing(sampleMailing('digest', 'en', { articles }));
  expect(digest.preheader).toMatch(/^As Shanghai opened its first International Biopharma Industry Week.*…$/);
  const alert = renderer.mailing(sampleMailing('alert', 'en', { articles }));
  expect(alert.subject).toBe('Laekna Newsroom: City policy gives Shanghai’s biopharma firms fresh momentum');
});

test('what staff wrote wins, made safe for a header', () => {
  const { subject, preheader, html } = renderer.mailing(
    sampleMailing('digest', 'en', {
      subject: 'Results & <outlook>\r\nBcc: a@b.example',
      preheader: 'Read\u0002 first',
    }),
  );
  expect(subject).toBe('Results & <outlook> Bcc: a@b.example');
  expect(preheader).toBe('Read first');
  expect(html).toContain('<title>Results &amp; &lt;outlook&gt; Bcc: a@b.example</title>');
});
