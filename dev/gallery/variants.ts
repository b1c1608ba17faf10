import type { Brand } from '../../src/domain/brand.ts';
import { greeting } from '../../src/domain/greeting.ts';
import { kindLabel } from '../../src/domain/kind.ts';
import { LOCALES, type Locale } from '../../src/domain/locale.ts';
import { createMailRenderer } from '../../src/email/render-mail.ts';
import type { MailingView, MessageView, PersonalParts } from '../../src/services/ports.ts';
import { manyArticles, READER, sampleBrand, sampleMailing, sampleMessage } from './samples.ts';

export const MAILINGS = ['digest', 'alert', 'correction'] as const;
export const MESSAGES = [
  'confirm',
  'welcome',
  'already_subscribed',
  'preferences_link',
  'address_change',
  'address_changed',
  'contact_receipt',
  'invitation',
  'report',
] as const;
const DATA = ['usual', 'short', 'long', 'hostile'] as const;
export type Data = (typeof DATA)[number];

/** One mail in one locale with one set of data, as a reader gets it. `articles` is 0 for a transactional mail. */
export type Variant = {
  id: string;
  mail: string;
  locale: Locale;
  data: Data;
  brand: Brand;
  parts: PersonalParts | null;
  /** The address that a transactional mail is about. */
  link: string | null;
  articles: number;
  subject: string;
  preheader: string;
  html: string;
  text: string;
};

/** What must come out of a mail as the text it is. Checks for forgotten slots leave it out. */
export const HOSTILE_MARK = '{{unsubscribeUrl}} [[unsubscribe]] </p></td><script>alert(1)</script> "\'>';
const UNBROKEN = 'Donaudampfschifffahrtsgesellschaft'.repeat(4);
const HOSTILE_TEXT = `${UNBROKEN} ${HOSTILE_MARK} \u202egnp.exe`;
const LONG: Record<Locale, string> = {
  en: 'The committee for medicinal products reviewed the interim results of the second part of the study in full. ',
  'zh-Hans': '专家委员会全面审阅了该研究第二部分的中期结果，并就后续方案提出了若干建议。',
};

const SHORT: Record<Locale, { title: string; name: string }> = {
  en: { title: 'News', name: 'Li Wei' },
  'zh-Hans': { title: '新闻', name: '李伟' },
};

function brandFor(data: Data, locale: Locale): Brand {
  if (data === 'short') {
    return sampleBrand(locale, {
      linkedInUrl: null,
      mediaContact: null,
      boilerplate: null,
      forwardLookingStatement: null,
    });
  }
  if (data === 'long') {
    const logo = { url: 'https://news.laekna.example/media/logo.png', alt: sampleBrand(locale).siteName };
    return sampleBrand(locale, { logo, boilerplate: LONG[locale].repeat(8) });
  }
  if (data !== 'hostile') return sampleBrand(locale);
  return sampleBrand(locale, {
    siteName: HOSTILE_TEXT,
    postalAddress: HOSTILE_TEXT,
    boilerplate: HOSTILE_TEXT,
    mediaContact: { name: HOSTILE_TEXT, email: `${'a'.repeat(60)}@${'long'.repeat(12)}.example` },
  });
}

function mailingView(kind: MailingView['kind'], data: Data, locale: Locale): MailingView {
  const view = sampleMailing(kind, locale, { brand: brandFor(data, locale) });
  if (data === 'usual') return view;
  if (data === 'long') {
    const kinds = ['press_release', 'coverage', 'science', 'results', 'event', 'webinar'];
    const articles = manyArticles(locale, kind === 'digest' ? 27 : 4).map((article, index) => ({
      ...article,
      kind: kinds[index % kinds.length] ?? 'coverage',
      kindLabel: kindLabel(kinds[index % kinds.length] ?? 'coverage', locale),
      title: `${article.title} ${index % 3 === 0 ? LONG[locale] : ''}`,
      extract: LONG[locale].repeat(index % 2 === 0 ? 2 : 3),
    }));
    return { ...view, articles, intro: `${LONG[locale]}\n${LONG[locale]}` };
  }
  const [first] = view.articles;
  if (!first) return view;
  if (data === 'short') {
    const article = { ...first, extract: '', outlet: null, image: null, title: SHORT[locale].title };
    return { ...view, articles: [article], moreCount: 0, webUrl: null, corrected: null, intro: null };
  }
  const image = {
    url: 'https://news.laekna.example/media/a.jpg',
    alt: HOSTILE_TEXT,
    caption: HOSTILE_TEXT,
    credit: 'x',
  };
  const hostile = { title: HOSTILE_TEXT, extract: HOSTILE_TEXT, kindLabel: HOSTILE_TEXT, outlet: HOSTILE_TEXT, image };
  const corrected = { title: HOSTILE_TEXT, url: 'https://news.laekna.example/?a="><b>', wrong: HOSTILE_TEXT };
  return {
    ...view,
    intro: HOSTILE_TEXT,
    articles: [
      { ...first, ...hostile },
      { ...first, ...hostile, kind: 'x', language: 'ar' },
    ],
    corrected,
  };
}

function messageView(kind: MessageView['kind'], data: Data, locale: Locale): MessageView {
  const view = sampleMessage(kind, locale, { brand: brandFor(data, locale) });
  const { report } = view;
  if (report && data === 'short') return { ...view, report: { ...report, began: null, ended: null, due: null } };
  if (report && data === 'hostile') return { ...view, report: { ...report, newsletter: HOSTILE_TEXT } };
  if (data === 'short') return { ...view, reference: null };
  return data === 'long' ? { ...view, link: `${view.link}${'x'.repeat(400)}` } : view;
}

/** Every mail in every locale with every set of data, rendered and merged for one reader. */
export function listVariants(): Variant[] {
  const renderer = createMailRenderer();
  const each = <K>(kinds: readonly K[]) =>
    kinds.flatMap((kind) => LOCALES.flatMap((locale) => DATA.map((data) => ({ kind, locale, data }))));
  const mailings = each(MAILINGS).map(({ kind, locale, data }) => {
    const view = mailingView(kind, data, locale);
    const name = data === 'hostile' ? HOSTILE_TEXT : SHORT[locale].name;
    const parts = { ...READER, greeting: greeting(name, locale) };
    const mail = renderer.mailing(view);
    const frame = { id: `${kind}-${locale}-${data}`, mail: kind, locale, data, brand: view.brand, parts, link: null };
    return { ...frame, articles: view.articles.length, ...mail, ...renderer.merger(mail)(parts) };
  });
  const messages = each(MESSAGES).map(({ kind, locale, data }) => {
    const view = messageView(kind, data, locale);
    const name = kind.replaceAll('_', '-');
    const frame = { id: `${name}-${locale}-${data}`, mail: name, locale, data, brand: view.brand, parts: null };
    return { ...frame, link: view.link, articles: 0, ...renderer.message(view) };
  });
  return [...mailings, ...messages];
}
