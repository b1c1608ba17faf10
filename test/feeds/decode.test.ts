import { expect, test } from 'vitest';
import { decodeBytes } from '../../src/feeds/decode.ts';

/** 中文新闻 in GBK, a headline long enough for a detector. */
const GBK = [0xd6, 0xd0, 0xce, 0xc4, 0xd0, 0xc2, 0xce, 0xc5];
/** 海港公司今天发布新闻稿宣布新起重机投入使用 in GBK. */
const HEADLINE = [
  0xba, 0xa3, 0xb8, 0xdb, 0xb9, 0xab, 0xcb, 0xbe, 0xbd, 0xf1, 0xcc, 0xec, 0xb7, 0xa2, 0xb2, 0xbc, 0xd0, 0xc2, 0xce,
  0xc5, 0xb8, 0xe5, 0xd0, 0xfb, 0xb2, 0xbc, 0xd0, 0xc2, 0xc6, 0xf0, 0xd6, 0xd8, 0xbb, 0xfa, 0xcd, 0xb6, 0xc8, 0xeb,
  0xca, 0xb9, 0xd3, 0xc3,
];
const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
const utf8 = (text: string): number[] => [...new TextEncoder().encode(text)];
const utf16le = (text: string): number[] =>
  Array.from(text, (character) => [character.charCodeAt(0) & 255, character.charCodeAt(0) >> 8]).flat();

test.each<[string, number[], string | null, string]>([
  ['a byte order mark over the header', [0xef, 0xbb, 0xbf, ...utf8('é')], 'text/xml; charset=iso-8859-1', 'é'],
  ['UTF-16 with a byte order mark', [0xff, 0xfe, ...utf16le('<a>é')], null, '<a>é'],
  ['UTF-16 without one', utf16le('<?xml version="1.0"?><a>é'), null, '<?xml version="1.0"?><a>é'],
  ['valid UTF-8 over the header', utf8('<a>é中'), 'text/xml; charset=gbk', '<a>é中'],
  ['valid UTF-8 over the declaration', utf8('<?xml encoding="utf-16"?>é'), null, '<?xml encoding="utf-16"?>é'],
  [
    'the header over the declaration',
    [...ascii('<?xml encoding="iso-8859-1"?>'), ...GBK],
    'text/xml; charset="GB2312"',
    '<?xml encoding="iso-8859-1"?>中文新闻',
  ],
  [
    'the declaration',
    [...ascii("<?xml version='1.0' encoding='gb2312'?>"), ...GBK],
    'text/xml',
    "<?xml version='1.0' encoding='gb2312'?>中文新闻",
  ],
  [
    'the declaration where the header names nonsense',
    [...ascii('<?xml encoding="gbk"?>'), ...GBK],
    'text/xml; charset=none',
    '<?xml encoding="gbk"?>中文新闻',
  ],
  [
    'a guess from one headline among markup',
    [...ascii('<rss><title>'), ...HEADLINE, ...ascii('</title></rss>')],
    null,
    '<rss><title>海港公司今天发布新闻稿宣布新起重机投入使用</title></rss>',
  ],
  ['a guess', [...GBK, ...GBK, ...GBK, ...GBK], null, '中文新闻'.repeat(4)],
  ['windows-1252 at last', [...ascii('caf'), 0xe9, ...ascii(' '), 0x80], 'text/xml; charset=iso-8859-1', 'café €'],
  ['Big5', [0xa4, 0xa4, 0xa4, 0xe5], 'text/xml; charset=big5', '中文'],
  ['Shift_JIS', [0x93, 0xfa, 0x96, 0x7b], 'text/xml; charset=shift_jis', '日本'],
  ['EUC-KR', [0xc7, 0xd1, 0xb1, 0xb9], 'text/xml; charset=euc-kr', '한국'],
  ['KOI8-R', [0xed, 0xc9, 0xd2], 'text/xml; charset=koi8-r', 'Мир'],
  ['windows-1251', [0xcc, 0xe8, 0xf0], 'text/xml; charset=windows-1251', 'Мир'],
  ['one wrong byte in declared UTF-8', [...utf8('é'), 0xff, ...utf8('é')], 'text/xml; charset=utf-8', 'é\ufffdé'],
  ['nothing', [], null, ''],
])('decodes by %s', (_name, bytes, contentType, text) => {
  expect(decodeBytes(new Uint8Array(bytes), contentType)).toBe(text);
});
