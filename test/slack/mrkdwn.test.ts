import fc from 'fast-check';
import { expect, test } from 'vitest';
import { articleBlocks, articleText } from '../../src/slack/blocks/article.ts';
import { cut, escapeMrkdwn, link, localTime, plain } from '../../src/slack/mrkdwn.ts';

const JOINER = '\u2060';
/** What Slack reads as a mention, a link or a special command once it is not escaped. */
const CONTROL = /<[^<>]*>/g;

const HOSTILE = [
  '<!channel>',
  '<!here|here>',
  '<!everyone>',
  '<@U012AB3CD>',
  '<#C012AB3CD|general>',
  '<!subteam^S012|@press>',
  '<!date^1^{date}|x>',
  '<https://evil.example|Reset your password>',
  '<mailto:ana@example.org|x>',
  '&lt;!channel&gt;',
  'a > b & c < d',
  '>quoted',
  '|<https://evil.example',
];

test.each(HOSTILE)('%j stays text', (text) => {
  const shown = plain(text, 300);
  expect(shown).not.toMatch(/[<>]/);
  expect(shown.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).toBe(text);
});

test.each(HOSTILE)('%j as a link’s text neither ends the link nor adds one', (text) => {
  const shown = link('https://news.example.com/a', text);
  expect(shown.match(CONTROL)).toEqual([shown]);
  expect(shown.split('|')).toHaveLength(2);
});

test.each([
  ['https://example.org/a?b=1&c=2', '<https://example.org/a?b=1&amp;c=2|x>'],
  ['https://example.org/|<!channel>', '<https://example.org/%7C%3C!channel%3E|x>'],
  ['https://example.org/a b\nc', '<https://example.org/a%20b%0Ac|x>'],
  ['https://example.org/&lt;!channel&gt;', '<https://example.org/&amp;lt;!channel&amp;gt;|x>'],
  ['!channel', 'x'],
  ['@U012AB3CD', 'x'],
  ['javascript:alert(1)', 'x'],
  ['', 'x'],
])('the address %j makes %s', (url, shown) => {
  expect(link(url, 'x')).toBe(shown);
});

test('formatting characters are shown, not obeyed', () => {
  expect(plain('*a* _b_ ~c~ `d`', 100).replaceAll(JOINER, '')).toBe('*a* _b_ ~c~ `d`');
  expect(plain('*a*', 100)).toBe(`${JOINER}*${JOINER}a${JOINER}*${JOINER}`);
});

test.each([
  ['short', 10, 'short'],
  ['  much   white\n\nspace ', 40, 'much white space'],
  ['one two three four', 15, 'one two three…'],
  ['antidisestablishmentarianism', 10, 'antidises…'],
  ['来凯医药亮相生物医药周', 9, '来凯医药…'],
  ['😀😀😀😀', 3, '😀😀…'],
  ['exact', 5, 'exact'],
])('cuts %j to %i columns', (text, max, shown) => {
  expect(cut(text, max)).toBe(shown);
});

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc
    .array(fc.constantFrom('<', '>', '&', '|', '*', '`', '!channel', ' ', 'a', '😀', '&lt;'), { maxLength: 900 })
    .map((parts) => parts.join('')),
);

test('no text becomes a control sequence, an open entity or more than twice its limit', () => {
  fc.assert(
    fc.property(nasty, fc.integer({ min: 2, max: 300 }), (text, max) => {
      const shown = plain(text, max);
      expect(shown).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      expect(shown.length).toBeLessThanOrEqual(2 * max);
      expect(link('https://example.org/', text, max).match(CONTROL)).toHaveLength(1);
    }),
    { numRuns: 2_000 },
  );
});

test('an article of nothing but special characters still fits into Slack’s blocks', () => {
  for (const character of ['&', '<', '*', '😀', '👩‍👩‍👧‍👦', '来', `a${'\u0301'.repeat(700)}`]) {
    const text = character.repeat(500);
    const card = {
      title: text,
      extract: text,
      kindLabel: text,
      source: text,
      publishedAt: '2026-03-02T08:00:00.000Z',
      updatedAt: null,
      url: 'https://news.example.com/articles/a',
      image: null,
    };
    const [section] = articleBlocks(card);
    const written = section?.type === 'section' ? (section.text?.text ?? '') : '';
    expect(written.length).toBeGreaterThan(100);
    expect(written.length).toBeLessThanOrEqual(3_000);
    expect(articleText(card).length).toBeLessThanOrEqual(4_000);
  }
});

test('times are shown in the viewer’s zone, with UTC for clients that cannot', () => {
  expect(localTime('2026-03-02T08:00:30.000Z')).toBe(
    '<!date^1772438430^{date_short_pretty} at {time}|2026-03-02 08:00 UTC>',
  );
});

test('only the three control characters are escaped', () => {
  expect(escapeMrkdwn(`a&b<c>"d"'e'`)).toBe(`a&amp;b&lt;c&gt;"d"'e'`);
});
