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

type At = (path: string) => PageShell;

/** The newsroom with everything in use: search, events, documents, contact and archive. */
export function newsroomSamples(locale: Locale, at: At, picturesAt: string) {
  return [
    ...listSamples(locale, at, picturesAt),
    ...eventSamples(locale, at, picturesAt),
    ...contactSamples(at),
    ...archiveSamples(locale, at, picturesAt),
  ] as const;
}

function listSamples(locale: Locale, at: At, picturesAt: string) {
  const list = { isFirstPage: true, nextUrl: null };
  const articles = sampleArticles(locale, picturesAt);
  const chosen = { kind: 'coverage', topic: null, year: 2021, question: 'Zhangjiang 张江' };
  const found = { ...list, shell: at('/?q=x'), filter: { ...FILTER, chosen } };
  const whole = { ...list, shell: at('/'), articles, filter: FILTER, upcoming: sampleEvents(locale) };
  return [
    ['newsroom-whole', NewsroomPage(whole)],
    ['newsroom-found', NewsroomPage({ ...found, articles })],
    ['newsroom-nothing', NewsroomPage({ ...found, articles: [] })],
  ] as const;
}

function eventSamples(locale: Locale, at: At, picturesAt: string) {
  const article = sampleArticle(locale, picturesAt);
  const extras: ArticleExtras = {
    author: 'Li Na',
    documents: [
      { title: 'Presentation (PDF)', url: 'https://files.example.org/slides.pdf', language: 'en' },
      { title: '新闻稿（PDF）', url: 'https://files.example.org/release.pdf', language: 'zh-Hans' },
    ],
    event: EVENT,
    topics: FILTER.topics,
    related: sampleArticles(locale, picturesAt).slice(1, 4),
  };
  return [
    ['article-event', ArticlePage({ shell: at('/articles/sample-0'), article, twin: null, extras })],
    ['upcoming', UpcomingPage({ shell: at('/upcoming'), events: sampleEvents(locale) })],
    ['upcoming-none', UpcomingPage({ shell: at('/upcoming'), events: [] })],
  ] as const;
}

function contactSamples(at: At) {
  const contact = {
    shell: at('/contact'),
    roles: ['press', 'investors', 'general'],
    topics: FILTER.topics,
    office: { name: 'Press office', email: 'press@laekna.example', phone: '+86 21 5555 0100' },
  } as const;
  const problem = {
    values: { name: 'Li Na', email: 'li', message: '' },
    errors: { email: 'invalid', message: 'required' },
  } as const;
  return [
    ['contact', ContactPage({ ...contact, form: { values: {}, errors: {} } })],
    ['contact-problem', ContactPage({ ...contact, form: problem })],
    ['contact-done', ContactDonePage({ shell: at('/contact') })],
  ] as const;
}

function archiveSamples(locale: Locale, at: At, picturesAt: string) {
  const subject = sampleArticles(locale, picturesAt)[0]?.title ?? '';
  const sent = { publicId: 'abc', subject, locale, sentAt: '2021-10-20T01:30:00.000Z' };
  const correction = { publicId: 'def', startedAt: '2021-10-21T01:30:00.000Z', wrong: '60', right: '600' };
  const archived = { mailing: sent, isCorrection: false, corrections: [correction] };
  return [
    ['archive', ArchivePage({ shell: at('/archive'), mailings: [sent], nextPath: '/archive?before=1' })],
    ['archived', ArchivedPage({ shell: at('/archive/abc'), ...archived })],
  ] as const;
}
