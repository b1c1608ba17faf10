import { expect, test } from 'vitest';
import type { PageArticle } from '../../../src/services/ports.ts';
import { linkedData, readHtml } from './pages.ts';

const STORY = {
  '@context': 'https://schema.org',
  '@type': 'NewsArticle',
  headline: 'Trial meets its goal',
  datePublished: '2026-03-02T09:00:00+08:00',
  dateModified: '2026-03-02T10:30:00+08:00',
  author: [{ '@type': 'Person', name: 'Li Wei' }, { name: 'Ann Reed' }],
  publisher: { '@type': 'NewsMediaOrganization', name: 'Example Daily' },
  description: 'The second-phase trial met its main goal, the company said on Monday.',
  image: {
    '@type': 'ImageObject',
    url: 'https://img.example.org/a.jpg',
    width: 1200,
    height: '800',
    caption: 'The laboratory',
  },
  inLanguage: 'en-GB',
  mainEntityOfPage: { '@id': 'https://www.paper.example.org/2026/03/02/story' },
};

const PARAGRAPH = 'The company said on Monday that its second-phase trial had met the main goal.';

type Case = [name: string, head: string, body: string, expected: Partial<PageArticle>];

const CASES: Case[] = [
  [
    'linked data in full',
    linkedData(STORY),
    '',
    {
      url: 'https://www.paper.example.org/2026/03/02/story',
      headline: 'Trial meets its goal',
      outlet: 'Example Daily',
      authors: ['Li Wei', 'Ann Reed'],
      publishedAt: '2026-03-02T01:00:00.000Z',
      updatedAt: '2026-03-02T02:30:00.000Z',
      language: 'en',
      extract: 'The second-phase trial met its main goal, the company said on Monday.',
      image: {
        url: 'https://img.example.org/a.jpg',
        alt: null,
        caption: 'The laboratory',
        credit: null,
        width: 1200,
        height: 800,
      },
      missing: [],
    },
  ],
  [
    'a graph whose parts name each other',
    linkedData({
      '@graph': [
        { '@type': 'Organization', '@id': '#org', name: 'Graph Weekly' },
        { '@type': 'Person', '@id': '#p', name: 'Zoë Graph' },
        { '@type': 'ImageObject', '@id': '#i', contentUrl: '/pictures/a.png' },
        {
          '@type': ['Article', 'Thing'],
          headline: 'Joined by ids',
          publisher: { '@id': '#org' },
          author: { '@id': '#p' },
          image: [{ '@id': '#i' }],
        },
      ],
    }),
    '',
    {
      headline: 'Joined by ids',
      outlet: 'Graph Weekly',
      authors: ['Zoë Graph'],
      image: expect.objectContaining({ url: 'https://www.paper.example.org/pictures/a.png' }),
    },
  ],
  [
    'of several articles the one that names this page',
    linkedData([
      { '@type': 'NewsArticle', headline: 'Another story', url: 'https://www.paper.example.org/other' },
      { '@type': 'NewsArticle', headline: 'This story', url: 'https://paper.example.org/2026/03/02/story/' },
    ]),
    '',
    { headline: 'This story' },
  ],
  [
    'Open Graph',
    `<meta property="og:title" content="Results &amp; outlook | Example Wire"><meta property="og:site_name" content="Example Wire">
     <meta property="article:published_time" content="2026-03-01T23:00:00Z"><meta property="og:locale" content="zh_CN">
     <meta property="og:description" content="A long enough description of the story, with its &quot;figures&quot;.">
     <meta property="og:image" content="/lead.jpg"><meta property="og:image:alt" content="Chart of results">
     <meta name="author" content="By Ann Reed">`,
    '',
    {
      headline: 'Results & outlook',
      outlet: 'Example Wire',
      publishedAt: '2026-03-01T23:00:00.000Z',
      language: 'en',
      extract: 'A long enough description of the story, with its "figures".',
      image: expect.objectContaining({ url: 'https://www.paper.example.org/lead.jpg', alt: 'Chart of results' }),
      authors: ['Ann Reed'],
    },
  ],
  [
    'Twitter cards and plain meta',
    `<meta name="twitter:title" content="A card"><meta name="twitter:image" content="https://img.example.org/c.png">
     <meta name="description" content="What the page says of itself in one sentence."><meta name="pubdate" content="2026-03-02">`,
    '',
    {
      headline: 'A card',
      extract: 'What the page says of itself in one sentence.',
      publishedAt: '2026-03-01T16:00:00.000Z',
      image: expect.objectContaining({ url: 'https://img.example.org/c.png' }),
      outlet: null,
      missing: ['outlet', 'authors'],
    },
  ],
  [
    'only the page itself: title, time, paragraphs, the picture in the article',
    '<title>Old page - Example Gazette</title><meta name="application-name" content="Example Gazette">',
    `<nav><p>${'Navigation that is long enough to be taken for text. '.repeat(2)}</p></nav>
     <img src="/logo.png" alt="Logo"><article><p>By Ann</p><p>${PARAGRAPH}</p>
     <figure><img data-src="/photo.jpg" src="data:image/gif;base64,R0" alt="A building"><figcaption>The campus</figcaption></figure>
     <time datetime="2026-02-28T08:00:00Z">yesterday</time></article>`,
    {
      headline: 'Old page',
      outlet: 'Example Gazette',
      publishedAt: '2026-02-28T08:00:00.000Z',
      extract: PARAGRAPH,
      image: expect.objectContaining({
        url: 'https://www.paper.example.org/photo.jpg',
        alt: 'A building',
        caption: 'The campus',
      }),
    },
  ],
  [
    'broken linked data is repaired where it can be, and passed over where it cannot',
    `${linkedData('{"@type": "NewsArticle", "headline": ')}${linkedData('<!-- {"@type":"BlogPosting","headline":"Line\nend","author":"A. Blogger",} -->')}`,
    '',
    { headline: 'Line end', authors: ['A. Blogger'] },
  ],
  [
    'a page of another site as canonical is not ours to claim',
    '<link rel="canonical" href="https://other.example.net/story">',
    '',
    {
      url: 'https://www.paper.example.org/2026/03/02/story?utm_source=x',
    },
  ],
  [
    'the front page as canonical is a fault',
    '<link rel="canonical" href="https://www.paper.example.org/">',
    '',
    {
      url: 'https://www.paper.example.org/2026/03/02/story?utm_source=x',
    },
  ],
  [
    'the canonical address on the same site',
    '<link rel="canonical" href="//m.paper.example.org/2026/03/02/story">',
    '',
    {
      url: 'https://m.paper.example.org/2026/03/02/story',
    },
  ],
  [
    'an empty page',
    '',
    '',
    {
      headline: null,
      extract: '',
      missing: ['headline', 'outlet', 'authors', 'publishedAt', 'image', 'extract'],
    },
  ],
];

test.each(CASES)('reads %s', (_name, head, body, expected) => {
  expect(readHtml(head, body)).toMatchObject(expected);
});

test('texts are plain, dates sane and addresses of the public web, whatever the page says', () => {
  const article = readHtml(
    linkedData({
      '@type': 'NewsArticle',
      headline: 'Bold <b>claim</b><script>alert(1)</script> &amp; more\u202e',
      datePublished: '0001-01-01T00:00:00Z',
      author: ['javascript:alert(1)', 'https://paper.example.org/authors/1', '<i>Ann</i> Reed'],
      publisher: { name: '<img src=x onerror=alert(1)>Daily' },
      description: `<p onclick="x()">First</p><p>${'word '.repeat(200)}</p>`,
      image: [
        'javascript:alert(1)',
        'http://127.0.0.1/a.png',
        'http://169.254.169.254/latest',
        'https://img.example.org/ok.jpg',
      ],
      url: 'javascript:alert(1)',
    }),
  );
  expect(article).toMatchObject({
    publishedAt: null,
    outlet: 'Daily',
    authors: expect.arrayContaining(['Ann Reed']),
    image: expect.objectContaining({ url: 'https://img.example.org/ok.jpg' }),
  });
  expect(article.headline).toMatch(/^Bold claim.*& more/);
  expect(article.extract.length).toBeLessThanOrEqual(300);
  expect(JSON.stringify(article)).not.toMatch(/<|onerror|onclick|127\.0|169\.254/);
});
