import type { Locale } from '../../../src/domain/locale.ts';
import { ArchivedPage, ArchivePage } from '../../../src/http/pages/archive-page.tsx';
import { ArticlePage } from '../../../src/http/pages/article-page.tsx';
import { ContactDonePage, ContactPage } from '../../../src/http/pages/contact-page.tsx';
import { NewsroomPage } from '../../../src/http/pages/newsroom-page.tsx';
import { UpcomingPage } from '../../../src/http/pages/upcoming-page.tsx';
import type { ArticleExtras, EventCardView, FilterView, PageShell } from '../../../src/http/pages/view.ts';
import { sampleArticle, sampleArticles } from './samples.ts';

export const FILTER: FilterView = {
  path: '/',
  kinds: [
    { value: 'coverage', label: 'A kind' },
    { value: 'event', label: 'Another kind' },
  ],
  topics: [{ slug: 'liver', name: 'HBV / 肝病' }],
  years: [2021, 2020, 2019],
  chosen: { kind: null, topic: null, year: null, question: '' },
};

const EVENT = {
  startsAt: '2021-11-04T01:30:00.000Z',
  endsAt: '2021-11-04T03:00:00.000Z',
  place: 'Zhangjiang Science Hall, 张江科学会堂',
  url: 'https://events.example.org/register',
};

/** Three events that are coming up. */
export function sampleEvents(locale: Locale): EventCardView[] {
  return sampleArticles(locale, '')
    .slice(0, 3)
    .map(({ language, slug, title }) => ({ slug, title, language, event: EVENT }));
}

/** The newsroom with everything in use: search, events, documents, contact and archive. */
export function newsroomSamples(locale: Locale, at: (path: string) => PageShell, picturesAt: string) {
  const articles = sampleArticles(locale, picturesAt);
  const article = sampleArticle(locale, picturesAt);
  const events = sampleEvents(locale);
  const extras: ArticleExtras = {
    author: 'Li Na',
    documents: [
      { title: 'Presentation (PDF)', url: 'https://files.example.org/slides.pdf', language: 'en' },
      { title: '新闻稿（PDF）', url: 'https://files.example.org/release.pdf', language: 'zh-Hans' },
    ],
    event: EVENT,
    topics: FILTER.topics,
    related: articles.slice(1, 4),
  };
  const chosen = { kind: 'coverage', topic: null, year: 2021, question: 'Zhangjiang 张江' };
  const contact = { roles: ['press', 'investors', 'general'], topics: FILTER.topics } as const;
  const office = { name: 'Press office', email: 'press@laekna.example', phone: '+86 21 5555 0100' };
  const problem = {
    values: { name: 'Li Na', email: 'li', message: '' },
    errors: { email: 'invalid', message: 'required' },
  } as const;
  const sent = { publicId: 'abc', subject: articles[0]?.title ?? '', locale, sentAt: '2021-10-20T01:30:00.000Z' };
  const correction = { publicId: 'def', startedAt: '2021-10-21T01:30:00.000Z', wrong: '60', right: '600' };
  return [
    [
      'newsroom-whole',
      NewsroomPage({ shell: at('/'), articles, isFirstPage: true, nextUrl: null, filter: FILTER, upcoming: events }),
    ],
    [
      'newsroom-found',
      NewsroomPage({ shell: at('/?q=x'), articles, isFirstPage: true, nextUrl: null, filter: { ...FILTER, chosen } }),
    ],
    [
      'newsroom-nothing',
      NewsroomPage({
        shell: at('/?q=x'),
        articles: [],
        isFirstPage: true,
        nextUrl: null,
        filter: { ...FILTER, chosen },
      }),
    ],
    ['article-event', ArticlePage({ shell: at('/articles/sample-0'), article, twin: null, extras })],
    ['upcoming', UpcomingPage({ shell: at('/upcoming'), events })],
    ['upcoming-none', UpcomingPage({ shell: at('/upcoming'), events: [] })],
    ['contact', ContactPage({ shell: at('/contact'), form: { values: {}, errors: {} }, ...contact, office })],
    ['contact-problem', ContactPage({ shell: at('/contact'), form: problem, ...contact, office })],
    ['contact-done', ContactDonePage({ shell: at('/contact') })],
    ['archive', ArchivePage({ shell: at('/archive'), mailings: [sent], nextPath: '/archive?before=1' })],
    [
      'archived',
      ArchivedPage({ shell: at('/archive/abc'), mailing: sent, isCorrection: false, corrections: [correction] }),
    ],
  ] as const;
}
