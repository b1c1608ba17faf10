import { expect, test } from 'vitest';
import { AppError } from '../../src/domain/errors.ts';
import { readText } from './reading.ts';

/** 150 KB of one piece: enough for anything quadratic to run for minutes, so that the test's time limit catches it. */
const SIZE = 150_000;
const fill = (piece: string): string => piece.repeat(Math.floor(SIZE / piece.length));
const item = (inner: string): string =>
  `<rss version="2.0"><channel><item><title>x</title>${inner}</item></channel></rss>`;

const PIECES = [
  '<',
  '<br',
  '<b>',
  '<b></i>',
  '<p><li>',
  '<script>',
  '<img src=x>',
  '<img src="',
  '<!--',
  '<!---->',
  '&',
  '&#x',
  '&nbsp;',
  '<![CDATA[',
  '<iframe>',
  '<noscript></p>',
  '<svg><title>',
  '<figure><figcaption>',
  '<template>',
  '</b>',
  '<a style="',
  '<select><option>',
  '   \n',
  '<item>',
  '<item><item>',
  '<x xmlns:q="a"/>',
  'a="b" ',
  'a=\'" ',
  '<!DOCTYPE [',
  '<media:group>',
  '<category>a</category>',
  '1 ',
];

test.each(PIECES)(
  'stays quick on %j repeated everywhere',
  async (piece) => {
    const text = fill(piece);
    const feeds = [
      text,
      `<rss><channel>${text}`,
      `<rss ${text}`,
      item(`<description><![CDATA[${text.replaceAll(']]>', '')}]]></description>`),
      item(`<content:encoded>${text}</content:encoded>`),
      item(`<pubDate>${text}</pubDate><link>${text}</link><dc:creator>${text}</dc:creator>`),
      `{"items":[{"title":${JSON.stringify(text)},"content_html":${JSON.stringify(text)}}]}`,
    ];
    for (const feed of feeds) {
      const read = readText(feed).then(
        ({ items }) => items.map(({ contentHtml }) => contentHtml),
        (error: unknown) => error,
      );
      const result = await read;
      expect(Array.isArray(result) || result instanceof AppError).toBe(true);
    }
  },
  8000,
);
