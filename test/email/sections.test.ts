import { expect, test } from 'vitest';
import { sampleBrand, sampleMailing, sampleMessage } from '../../dev/gallery/samples.ts';
import { LOCALES } from '../../src/domain/locale.ts';
import { createMailRenderer } from '../../src/email/render-mail.ts';
import type { MailingArticle, MailingView } from '../../src/services/ports.ts';

const renderer = createMailRenderer();

function article(kind: string, title: string, changes: Partial<MailingArticle> = {}): MailingArticle {
  const [model] = sampleMailing('digest', 'en').articles;
  if (!model) throw new Error('the digest sample has articles');
  return { ...model, kind, kindLabel: `label of ${kind}`, title, image: null, ...changes };
}

function textOf(articles: MailingArticle[], changes: Partial<MailingView> = {}): string {
  return renderer.mailing(sampleMailing('digest', 'en', { articles, moreCount: 0, ...changes })).text;
}

test('a digest is divided by kind: the lead’s section first, then the fixed order, unknown kinds last', () => {
  const text = textOf([
    article('coverage', 'C1'),
    article('webinar', 'X1'),
    article('event', 'E1'),
    article('results', 'R1'),
    article('coverage', 'C2'),
    article('press_release', 'P1'),
  ]);
  const places = text.split('\n').filter((line) => /^(== .* ==|[A-Z]\d|label of .*)$/.test(line));
  expect(places).toEqual([
    '== In the media ==',
    'C1',
    'C2',
    '== Press releases ==',
    'label of results',
    'R1',
    'P1',
    '== Events ==',
    'E1',
    '== More news ==',
    'label of webinar',
    'X1',
  ]);
});

test('headings are in the reader’s language and equal to a reader of HTML', () => {
  const { html } = renderer.mailing(sampleMailing('digest', 'zh-Hans'));
  expect([...html.matchAll(/<h2 class="s">(.*?)<\/h2>/g)].map((match) => match[1])).toEqual(['媒体报道', '新闻稿']);
});

test('only more than four articles get a list of contents, in the order in which they stand', () => {
  const some = ['A1', 'A2', 'A3', 'A4'].map((title) => article('coverage', title));
  expect(textOf(some)).not.toContain('In this issue');
  const text = textOf([...some, article('press_release', `P1 ${'and a long headline '.repeat(8)}`)]);
  expect(text).toMatch(/In this issue\n- A1\n- A2\n- A3\n- A4\n- P1 and a long headline .{20,40}…\n/);
});

test('the list of contents names the first five, and how many come after them', () => {
  const articles = Array.from({ length: 9 }, (_, index) => article('coverage', `T${index + 1}.`));
  expect(textOf(articles)).toMatch(/In this issue\n- T1\.\n(?:- T\d\.\n){3}- T5\.\n- and 4 more\n\n/);
  expect(textOf(articles.slice(0, 5))).toMatch(/- T5\.\n\n/);
});

test('at most twenty articles stand in a mail, and the others count as more in the newsroom', () => {
  const view = sampleMailing('digest', 'en', {
    articles: Array.from({ length: 27 }, (_, index) => article('coverage', `T${index + 1}.`)),
    moreCount: 3,
  });
  const { html, text } = renderer.mailing(view);
  expect(html).toContain('T20.');
  expect(html).not.toContain('T21.');
  expect(text).toContain('And 10 more in the newsroom: https://news.laekna.example');
});

test.each([
  {
    endsAt: '2021-10-21T09:00:00.000Z',
    when: /^Wednesday,? 20 October 2021 at 09:00.*21 October 2021 at 17:00 GMT\+8$/,
  },
  { endsAt: null, when: /^Wednesday,? 20 October 2021 at 09:00 GMT\+8$/ },
])('an event names its time in the mailing’s zone, its place and where to register', ({ endsAt, when }) => {
  const event = { startsAt: '2021-10-20T01:00:00.000Z', endsAt, place: 'Hall 5', url: 'https://fair.example/r' };
  const lines = textOf([article('event', 'E1', { event })]).split('\n');
  expect(lines.some((line) => when.test(line))).toBe(true);
  expect(lines).toContain('Hall 5');
  expect(lines).toContain('Details and registration: https://fair.example/r');
});

test('an event without a readable start is refused, and one that ends before it begins shows its beginning', () => {
  const wrong = { startsAt: 'soon', endsAt: null, place: null, url: null };
  expect(() => textOf([article('event', 'E1', { event: wrong })])).toThrow(
    expect.objectContaining({ code: 'invalid' }),
  );
  const event = { ...wrong, startsAt: '2021-10-20T01:00:00.000Z', endsAt: '2021-10-19T01:00:00.000Z' };
  expect(textOf([article('event', 'E1', { event })])).toMatch(/\nWednesday,? 20 October 2021 at 09:00 GMT\+8\n/);
});

test('beside the day of an event, no other day stands', () => {
  const event = { startsAt: '2021-10-20T01:00:00.000Z', endsAt: null, place: null, url: null };
  expect(textOf([article('event', 'E1', { event, outlet: null })])).toMatch(/\nE1\nWednesday/);
});

test('a correction says what was wrong and links both texts', () => {
  for (const locale of LOCALES) {
    const view = sampleMailing('correction', locale);
    const { html, text } = renderer.mailing(view);
    for (const part of [html, text]) {
      expect(part).toContain(view.corrected?.wrong);
      expect(part).toContain(view.corrected?.title);
      expect(part).toContain(view.corrected?.url);
      expect(part).toContain(view.articles[0]?.url);
    }
  }
});

test('a mailing can be read in a browser where it has an address, and offers nothing where it has none', () => {
  for (const kind of ['digest', 'alert', 'correction'] as const) {
    const { html, text } = renderer.mailing(sampleMailing(kind, 'en'));
    expect(html).toContain('href="https://news.laekna.example/archive/mailing00001"');
    expect(text).toContain('View in browser: https://news.laekna.example/archive/mailing00001');
    const without = renderer.mailing(sampleMailing(kind, 'en', { webUrl: null }));
    expect(without.html + without.text).not.toContain('View in browser');
  }
});

test('the statement on the future stands in mailings and in no other mail', () => {
  const statement = sampleBrand('en').forwardLookingStatement ?? '';
  expect(statement).not.toBe('');
  const { html, text } = renderer.mailing(sampleMailing('digest', 'en'));
  for (const part of [html, text]) expect(part).toContain(statement);
  const welcome = renderer.message(sampleMessage('welcome', 'en'));
  expect(welcome.html + welcome.text).not.toContain(statement);
});

test('a logo stands in the name’s place, and names it where pictures are off', () => {
  const logo = { url: 'https://news.laekna.example/media/logo.png', alt: 'Laekna' };
  const { html } = renderer.mailing(sampleMailing('digest', 'en', { brand: sampleBrand('en', { logo }) }));
  expect(html).toContain('src="https://news.laekna.example/media/logo.png" alt="Laekna" height="32"');
});

test.each([
  { font: 'serif', head: /font:700 30px\/1\.25 Georgia/, body: 'font-family:Georgia' },
  { font: 'sans', head: /font:700 30px\/1\.25 -apple-system/, body: 'font-family:-apple-system' },
] as const)('the $font fonts are those of the reader’s system', ({ body, font, head }) => {
  const { html } = renderer.mailing(sampleMailing('digest', 'en', { brand: sampleBrand('en', { font }) }));
  expect(html).toMatch(head);
  expect(html).toContain(body);
});

test('a receipt repeats nothing of the message but our reference', () => {
  const { text } = renderer.message(sampleMessage('contact_receipt', 'en', { reference: 'M-7\r\nBcc: x@example.com' }));
  expect(text).toContain('Your reference: M-7 Bcc: x@example.com\n');
  const without = renderer.message(sampleMessage('contact_receipt', 'en', { reference: null }));
  expect(without.html + without.text).not.toContain('reference');
});

test.each(['Re: Results', 'FWD: re: Results', '回复：Results'])(
  'the subject of %j does not pretend to be an answer',
  (subject) => {
    expect(renderer.mailing(sampleMailing('digest', 'en', { subject })).subject).toBe('Results');
    const articles = [article('coverage', subject)];
    expect(renderer.mailing(sampleMailing('alert', 'en', { articles })).subject).toBe('Laekna Newsroom: Results');
  },
);

test('a name in Latin letters stands apart from the Chinese around it, a Chinese one does not', () => {
  const latin = renderer.message(
    sampleMessage('welcome', 'zh-Hans', { brand: sampleBrand('zh-Hans', { siteName: 'Laekna Newsroom' }) }),
  );
  expect(latin.subject).toBe('欢迎订阅 Laekna Newsroom');
  for (const part of [latin.html, latin.text]) {
    expect(part).toContain('今后，Laekna Newsroom 将按照您选择的频率');
    expect(part).toContain('订阅 Laekna Newsroom。');
  }
  const chinese = renderer.message(sampleMessage('welcome', 'zh-Hans'));
  expect(chinese.subject).toBe('欢迎订阅来凯医药新闻中心');
  expect(chinese.text).toContain('今后，来凯医药新闻中心将按照您选择的频率');
});
