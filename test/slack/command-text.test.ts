import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearestWord, readCommandText } from '../../src/slack/command-text.ts';

test.each<[string, string[]]>([
  ['', []],
  ['   ', []],
  ['  Digest   SEND ', ['digest', 'send']],
  ['feed rm abc', ['feeds', 'remove', 'abc']],
  ['?', ['help']],
  ['newsletter send', ['digest', 'send']],
  ['feeds add https://Example.org/Feed.XML', ['feeds', 'add', 'https://Example.org/Feed.XML']],
  ['add https://Example.org/Feed.XML', ['add', 'https://Example.org/Feed.XML']],
  ['feeds add <https://example.org/feed>', ['feeds', 'add', 'https://example.org/feed']],
  ['feeds add <https://example.org/feed|example.org/feed>', ['feeds', 'add', 'https://example.org/feed']],
  ['contact <mailto:ana@example.org|ana@example.org>', ['contact', 'mailto:ana@example.org']],
  ['topics “A  Title”', ['topics', 'a  title']],
  ['publish x', ['post', 'x']],
  ['share x', ['announce', 'x']],
  ['feeds restore 1', ['feeds', 'resume', '1']],
  ['article publish "A Title" now', ['articles', 'publish', 'A Title', 'now']],
  ['article publish „A Title“ now', ['articles', 'publish', 'A Title', 'now']],
  ['digest send —dry', ['digest', 'send', '--dry']],
  ['digest send –dry', ['digest', 'send', '--dry']],
  ['digest send state—of—art', ['digest', 'send', 'state—of—art']],
  ['digest send "open', ['digest', 'send', '"open']],
  ['say ""', ['say', '']],
  ['digest send Ana’s', ['digest', 'send', "Ana's"]],
  ['tell <!channel> <@U012AB3CD>', ['tell', '<!channel>', '<@U012AB3CD>']],
  ['open <javascript:alert(1)|x>', ['open', '<javascript:alert(1)|x>']],
  ['constructor __proto__ toString', ['constructor', '__proto__', 'toString']],
  ['tostring hasownproperty', ['tostring', 'hasownproperty']],
])('reads %j', (typed, words) => {
  expect(readCommandText(typed)).toEqual(words);
});

test('any text gives words, and reading them again changes nothing', () => {
  const pieces = fc.constantFrom(
    'digest',
    ' ',
    '"',
    '“',
    '<',
    '>',
    '|',
    'https://a.example',
    '—',
    '’',
    '__proto__',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 }))), (parts) => {
      for (const word of readCommandText(parts.join(''))) expect(word).toBeTypeOf('string');
    }),
    { numRuns: 2_000 },
  );
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z0-9]{1,8}$/)), (words) => {
      const once = readCommandText(words.join(' '));
      expect(readCommandText(once.join(' '))).toEqual(once);
    }),
  );
});

const NAMES = ['status', 'digest send', 'feeds', 'feeds add'];

test.each([
  ['status', 'status'],
  ['statsu', 'status'],
  ['stat', 'status'],
  ['digst send', 'digest send'],
  ['feedsadd', 'feeds add'],
  ['fed', 'feeds'],
  ['quarterly', null],
  ['sta', null],
  ['', null],
  ['x'.repeat(100_000), null],
])('the nearest word to %j is %j', (typed, nearest) => {
  expect(nearestWord(typed, NAMES)).toBe(nearest);
});

test('without candidates there is no nearest word', () => {
  expect(nearestWord('status', [])).toBeNull();
});
