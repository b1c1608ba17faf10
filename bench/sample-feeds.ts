import { seeded } from './figures.ts';

/** One generated document. */
export type SampleFeed = { name: string; bytes: Uint8Array; contentType: string; items: number };

const WORDS = `the company today announced that its first clinical trial of a new medicine met primary endpoint patients
with advanced breast cancer data were presented at annual congress results show median progression free survival months
compared control arm safety profile was consistent prior studies chief executive officer said we are pleased board
approved interim report for period ended thirty June revenue increased research development expenses Shanghai Hong Kong
stock exchange investors partnership agreement licence global rights manufacturing facility regulatory approval phase
“promising” study’s therapy naïve 2 – 3 R&D`.split(/\s+/);
const SIZES = [10, 25, 60];

type Random = () => number;

function pick<T>(random: Random, list: readonly T[], fallback: T): T {
  return list[Math.floor(random() * list.length)] ?? fallback;
}

function sentence(random: Random, words: number): string {
  const text = Array.from({ length: words }, () => pick(random, WORDS, 'the')).join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function paragraph(random: Random, site: string, n: number): string {
  const text = escapeText(sentence(random, 30 + Math.floor(random() * 50)));
  const dice = random();
  if (dice < 0.1)
    return `<figure class="wp-block-image size-large"><img loading="lazy" width="1200" height="675" src="${site}/media/${n}.jpg" alt="A laboratory" srcset="${site}/media/${n}-600.jpg 600w, ${site}/media/${n}.jpg 1200w"/><figcaption>${text}</figcaption></figure>\n`;
  if (dice < 0.2) return `<h3><strong>${text.slice(0, 60)}</strong></h3>\n`;
  if (dice < 0.3) return `<ul><li>${text}</li><li><em>${text.slice(0, 80)}</em></li></ul>\n`;
  return `<p style="text-align: justify;">${text} <a href="${site}/news/${n}?utm_source=rss" target="_blank" rel="noopener">Read more</a> ${text}</p>\n`;
}

/** The HTML of a press release, 2 to 20 KB of it. */
function body(random: Random, site: string, n: number): string {
  const length = 2_000 + Math.floor(random() ** 2 * 18_000);
  let html = '';
  while (html.length < length) html += paragraph(random, site, n);
  return html;
}

function item(random: Random, site: string, n: number) {
  return {
    id: `${site}/?p=${1000 + n}`,
    link: `${site}/news/${n}-${sentence(random, 6)
      .toLowerCase()
      .replace(/[^a-z]+/g, '-')}/`,
    title: escapeText(sentence(random, 9).slice(0, -1)),
    html: body(random, site, n),
    date: new Date(Date.UTC(2026, 2, 1) - n * 40 * 3_600_000),
    category: pick(random, ['Press Release', 'Investor News', 'Pipeline', 'Media Coverage'], 'News'),
  };
}

function rss(random: Random, site: string, count: number): string {
  const items = Array.from({ length: count }, (_, n) => {
    const { category, date, html, id, link, title } = item(random, site, n);
    return `\t<item>\n\t\t<title>${title}</title>\n\t\t<link>${link}</link>\n\t\t<dc:creator><![CDATA[Press Office]]></dc:creator>\n\t\t<pubDate>${date.toUTCString().replace('GMT', '+0000')}</pubDate>\n\t\t<category><![CDATA[${category}]]></category>\n\t\t<guid isPermaLink="false">${id}</guid>\n\t\t<description><![CDATA[<p>${sentence(random, 40)}</p>]]></description>\n\t\t<content:encoded><![CDATA[${html}]]></content:encoded>\n\t\t<media:content url="${site}/media/${n}.jpg" medium="image" width="1200" height="675"/>\n\t</item>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">\n<channel>\n\t<title>Example Newsroom</title>\n\t<atom:link href="${site}/feed/" rel="self" type="application/rss+xml"/>\n\t<link>${site}</link>\n\t<description>News</description>\n\t<language>en-US</language>\n\t<sy:updatePeriod>hourly</sy:updatePeriod>\n${items.join('')}</channel>\n</rss>\n`;
}

function atom(random: Random, site: string, count: number): string {
  const items = Array.from({ length: count }, (_, n) => {
    const { category, date, html, id, link, title } = item(random, site, n);
    return `<entry><author><name>Press Office</name></author><title type="html">${title}</title><link rel="alternate" type="text/html" href="${link}"/><id>${id}</id><updated>${date.toISOString()}</updated><published>${date.toISOString()}</published><category scheme="${site}" term="${category}"/><summary type="html">${escapeText(`<p>${sentence(random, 40)}</p>`)}</summary><content type="html" xml:base="${site}/">${escapeText(html)}</content></entry>\n`;
  });
  return `<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Example Newsroom</title><link rel="alternate" href="${site}/"/><link rel="self" href="${site}/atom.xml"/><id>${site}/</id><updated>2026-03-01T00:00:00Z</updated>\n${items.join('')}</feed>\n`;
}

/** Feeds of press releases in both dialects and several sizes, the same ones at every run. */
export function sampleFeeds(): SampleFeed[] {
  const random = seeded(20_260_302);
  const encode = new TextEncoder();
  return SIZES.flatMap((items) => [
    {
      name: `rss ${items}`,
      bytes: encode.encode(rss(random, 'https://press.example.com', items)),
      contentType: 'application/rss+xml; charset=UTF-8',
      items,
    },
    {
      name: `atom ${items}`,
      bytes: encode.encode(atom(random, 'https://news.example.org', items)),
      contentType: 'application/atom+xml',
      items,
    },
  ]);
}
