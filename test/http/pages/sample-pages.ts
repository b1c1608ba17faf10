import type { Brand } from '../../../src/domain/brand.ts';
import type { Locale } from '../../../src/domain/locale.ts';
import { ArticlePage } from '../../../src/http/pages/article-page.tsx';
import { ConfirmPage } from '../../../src/http/pages/confirm-page.tsx';
import { ConfirmedPage } from '../../../src/http/pages/confirmed-page.tsx';
import { LinkExpiredPage } from '../../../src/http/pages/link-expired-page.tsx';
import { MessagePage, type MessageStatus } from '../../../src/http/pages/message-page.tsx';
import { NewsroomPage } from '../../../src/http/pages/newsroom-page.tsx';
import { NotMePage } from '../../../src/http/pages/not-me-page.tsx';
import { LeftPage, PreferencesPage, type PreferencesView } from '../../../src/http/pages/preferences-page.tsx';
import { PrivacyPage } from '../../../src/http/pages/privacy-page.tsx';
import { SubscribeDonePage } from '../../../src/http/pages/subscribe-done-page.tsx';
import { SubscribePage } from '../../../src/http/pages/subscribe-page.tsx';
import { UnsubscribePage } from '../../../src/http/pages/unsubscribe-page.tsx';
import { UnsubscribedPage } from '../../../src/http/pages/unsubscribed-page.tsx';
import type { ArticleView, PageShell, SignUpView } from '../../../src/http/pages/view.ts';
import { furtherSamples } from './further-samples.ts';
import { newsroomSamples } from './newsroom-samples.ts';
import { BRAND, sampleArticle, sampleArticles, samplePreferences, sampleShell } from './samples.ts';

const TOKEN = 'YzE.c2FtcGxlLXRva2Vu';
const PROBLEM_FORM: SignUpView = {
  values: { name: '', email: 'li.jia@example', company: 'Example Capital', occupation: 'Analyst' },
  errors: { name: 'required', email: 'invalid' },
};
const FULL_TEXT =
  '<p>The study will enrol about 60 patients at ten hospitals.</p><h2>What comes next</h2><ul><li>Safety review in March</li><li>First data by summer</li></ul><blockquote><p>“We are grateful to the patients who take part.”</p></blockquote><p>More at <a href="https://www.laekna.example/pipeline">our pipeline</a>.</p>';
const STATUSES: MessageStatus[] = [400, 404, 410, 500, 503];

/** Every page with sample data in one language, as documents by name. */
export function samplePages(locale: Locale, options: { brand?: Brand; picturesAt?: string } = {}): Map<string, string> {
  const { brand = BRAND, picturesAt = 'https://news.laekna.example/pictures' } = options;
  const at = (path: string) => sampleShell(locale, path, brand);
  const pages = new Map<string, unknown>([
    ...newsPages(locale, at, picturesAt),
    ...newsroomSamples(locale, at, picturesAt),
    ...furtherSamples(locale, at),
    ['subscribe', SubscribePage({ shell: at('/subscribe') })],
    ['subscribe-problem', SubscribePage({ shell: at('/subscribe'), form: PROBLEM_FORM })],
    ['subscribe-done', SubscribeDonePage({ shell: at('/subscribe') })],
    ['confirm', ConfirmPage({ shell: at(`/confirm?t=${TOKEN}`), token: TOKEN })],
    ['not-me', NotMePage({ shell: at(`/confirm/not-me?t=${TOKEN}`), token: TOKEN })],
    ['confirmed', ConfirmedPage({ shell: at('/confirm'), preferencesUrl: `${BRAND.baseUrl}/preferences?t=x` })],
    ['confirm-expired', LinkExpiredPage({ shell: at('/confirm'), purpose: 'confirm' })],
    ['unsubscribe-broken', LinkExpiredPage({ shell: at('/unsubscribe'), purpose: 'unsubscribe' })],
    [
      'unsubscribe',
      UnsubscribePage({ shell: at(`/unsubscribe?t=${TOKEN}`), token: TOKEN, maskedEmail: 'l…a@example.com' }),
    ],
    ['preferences', PreferencesPage(preferencesView(at('/preferences')))],
    [
      'preferences-saved',
      PreferencesPage({ ...preferencesView(at('/preferences'), '2021-11-09T04:00:00.000Z'), isSaved: true }),
    ],
    ['preferences-broken', LinkExpiredPage({ shell: at('/preferences'), purpose: 'preferences' })],
    ['preferences-left', LeftPage({ shell: at('/preferences') })],
    ['unsubscribed', UnsubscribedPage({ shell: at('/unsubscribe'), undoToken: TOKEN })],
    ['privacy', PrivacyPage({ shell: at('/privacy'), own: null, hasOwnPicturesOnly: true, hasPersonCheck: true })],
    ...STATUSES.map((status) => [`message-${status}`, MessagePage({ shell: at('/gone'), status })] as const),
  ]);
  return new Map([...pages].map(([name, page]) => [name, String(page)]));
}

function preferencesView(shell: PageShell, pausedUntil: string | null = null): PreferencesView {
  return {
    shell,
    token: TOKEN,
    maskedEmail: 'l••@example.com',
    preferences: samplePreferences(shell.locale, pausedUntil),
    isSaved: false,
  };
}

function newsPages(locale: Locale, at: (path: string) => ReturnType<typeof sampleShell>, picturesAt: string) {
  const articles = sampleArticles(locale, picturesAt);
  const article = sampleArticle(locale, picturesAt);
  const release: ArticleView = {
    ...article,
    kind: 'press_release',
    outlet: null,
    url: null,
    image: null,
    body: { kind: 'full', html: FULL_TEXT },
  };
  const twin =
    locale === 'en'
      ? ({ slug: 'sample-zh', title: '产业政策为上海生物医药企业注入“强心剂”', locale: 'zh-Hans' } as const)
      : ({ slug: 'sample-en', title: 'Policy support gives Shanghai’s drug makers a lift', locale: 'en' } as const);
  return [
    ['newsroom', NewsroomPage({ shell: at('/'), articles, isFirstPage: true, nextUrl: '/?before=abc' })],
    ['newsroom-older', NewsroomPage({ shell: at('/?before=abc'), articles, isFirstPage: false, nextUrl: null })],
    ['newsroom-empty', NewsroomPage({ shell: at('/'), articles: [], isFirstPage: true, nextUrl: null })],
    ['article', ArticlePage({ shell: at('/articles/sample-0'), article, twin })],
    ['article-full', ArticlePage({ shell: at('/articles/sample-1'), article: release, twin: null })],
  ] as const;
}
