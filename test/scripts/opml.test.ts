import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readOpml } from '../../scripts/read-opml.ts';
import { writeOpml } from '../../scripts/write-opml.ts';

const read = (text: string) => readOpml(new TextEncoder().encode(text));
const outline = (n: number) => `<outline xmlUrl="https://f${n}.example.org/"/>`;

test('reads nested folders, any case of attributes, each address once, with the line it stands on', () => {
  expect(readOpml(readFileSync(join(import.meta.dirname, '../fixtures/opml/folders.opml')))).toEqual([
    { url: 'https://journal.example.org/rss?a=1&b=2', title: 'Cell & Molecule', line: 8 },
    { url: 'https://onco.example.org/feed.xml', title: 'Oncology', line: 10 },
    { url: 'https://news.example.com/feed.xml', title: '来凯医药', line: 13 },
    { url: 'https://untitled.example.org/', title: 'https://untitled.example.org/', line: 15 },
  ]);
});

test('reads a list in an encoding of its own', () => {
  const text =
    '<?xml version="1.0" encoding="windows-1252"?><opml><body><outline text="Caf\u00e9" xmlUrl="https://a.example/"/></body></opml>';
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
  expect(readOpml(bytes).map(({ title }) => title)).toEqual(['Café']);
});

test.for<[string, string, string]>([
  [
    'entities',
    '<?xml version="1.0"?>\n<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<opml/>',
    'Line 2: a document type',
  ],
  ['an entity that reads a file', '<!DOCTYPE opml SYSTEM "file:///etc/passwd"><opml/>', 'Line 1: a document type'],
  ['deep folders', `<opml>\n<body>\n${'<outline text="a">\n'.repeat(100)}`, 'Line 51: folders are nested over 50 deep'],
  ['very deep folders', `<opml>${'<outline>'.repeat(400_000)}`, 'Line 1: folders are nested'],
  [
    'too many feeds',
    `<opml><body>\n${Array.from({ length: 5_001 }, (_, n) => outline(n)).join('\n')}</body></opml>`,
    'Line 5002: there are over 5000 feeds',
  ],
  ['a file over 5 MB', `<opml>${' '.repeat(5 * 1024 * 1024)}</opml>`, 'Line 1: the file is larger than 5 MB'],
  [
    'a feed',
    '<?xml version="1.0"?>\n\n<rss version="2.0"><channel/></rss>',
    'Line 3: this is no OPML list: it begins with <rss>',
  ],
  ['a page', '<html><body>Hello</body></html>', 'Line 1: this is no OPML list: it begins with <html>'],
  ['plain text', 'my feeds', 'Line 1: this is no OPML list: it has no <opml>'],
  ['nothing', '', 'Line 1: this is no OPML list: it has no <opml>'],
  ['a file cut short', `<opml>\n<body>\n${outline(1)}\n`, 'Line 4: the file ends in the middle of the list'],
])('refuses %s and names the line', ([, text, message]) => {
  expect(() => read(text)).toThrow(message);
});

test('what is written is read again, whatever the titles hold', () => {
  const feeds = [
    { title: 'A "quoted" <b>title</b> & more', url: 'https://a.example.org/?x=1&y=%22', siteUrl: null },
    { title: '中文\u0001\ufffe tail', url: 'https://b.example.org/', siteUrl: 'https://b.example.org/site' },
  ];
  const opml = writeOpml('Feeds & "more"', feeds);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids them.
  expect(opml).not.toMatch(/[\0-\x08\ufffe]/);
  expect(read(opml).map(({ title, url }) => ({ title, url }))).toEqual([
    { title: 'A "quoted" <b>title</b> & more', url: 'https://a.example.org/?x=1&y=%22' },
    { title: '中文 tail', url: 'https://b.example.org/' },
  ]);
});
