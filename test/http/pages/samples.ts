import type { Brand } from '../../../src/domain/brand.ts';
import type { Picture } from '../../../src/domain/feed-item.ts';
import { kindLabel } from '../../../src/domain/kind.ts';
import { LOCALES, type Locale } from '../../../src/domain/locale.ts';
import { signUpTerms } from '../../../src/http/pages/sign-up-terms.ts';
import type { ArticleView, PageShell } from '../../../src/http/pages/view.ts';
import { defaultSettings } from '../../../src/services/newsroom-settings.ts';
import type { Preferences } from '../../../src/services/readers/preferences.ts';

export const BRAND: Brand = {
  siteName: 'Laekna',
  siteUrl: 'https://www.laekna.example/',
  baseUrl: 'https://news.laekna.example',
  colour: '#0b6e75',
  postalAddress: 'Laekna Therapeutics\n987 Cailun Road, Zhangjiang\nShanghai 201203, China',
  linkedInUrl: 'https://www.linkedin.com/company/laekna',
  mediaContact: { name: 'Press office', email: 'press@laekna.example' },
  boilerplate: 'Laekna is a Shanghai biotechnology company that develops new medicines for cancer and liver disease.',
};

export function sampleShell(locale: Locale, path = '/', brand: Brand = BRAND): PageShell {
  const terms = signUpTerms({ brand }, defaultSettings().signup, locale);
  const shown = { locale, locales: LOCALES, localeChosen: false, timeZone: 'Asia/Shanghai' };
  return { brand, ...shown, path, terms, pressKitUrl: null };
}

const EXTRACTS: Record<Locale, string> = {
  en: 'The city opened its first International Biopharma Industry Week with a pledge to back the sector. Output reached 140 billion yuan last year in an industry worth 600 billion, and the market is expected to double by 2025. Executives say talent and a complete value chain keep them here.',
  'zh-Hans':
    '首届上海国际生物医药产业周开幕，上海市宣布将进一步支持生物医药产业发展。去年全市生物医药产业规模达六千亿元，其中工业总产值一千四百亿元。业内人士表示，人才储备与完整的产业链是企业扎根上海的重要原因。',
};

const HEADLINES: Record<Locale, readonly (readonly [kind: string, title: string, outlet: string | null])[]> = {
  en: [
    ['coverage', 'Policy support gives Shanghai’s drug makers a lift during biopharma week', 'Shanghai Daily'],
    ['event', 'Laekna joins the opening of the International Biopharma Industry Week', null],
    ['press_release', 'First patient dosed in a study of LAE002 with chemotherapy', null],
    ['science', 'Early data on a dual inhibitor presented to liver specialists', null],
    ['results', 'Half-year results: research spending rises as three studies advance', null],
    ['coverage', 'Founders return to Zhangjiang: why scientists start companies at home', 'Jiefang Daily'],
  ],
  'zh-Hans': [
    ['coverage', '产业政策为上海生物医药企业注入“强心剂”', '上海日报'],
    ['event', '来凯医药亮相上海国际生物医药产业周开幕式', null],
    ['press_release', 'LAE002联合化疗临床研究完成首例患者给药', null],
    ['science', '双靶点抑制剂早期数据在肝病学术会议上公布', null],
    ['results', '半年度业绩：三项临床研究推进，研发投入持续增长', null],
    ['coverage', '科学家归国创业：张江何以成为首选', '解放日报'],
  ],
};

export function samplePicture(locale: Locale, url: string): Picture {
  const isEnglish = locale === 'en';
  return {
    url,
    alt: isEnglish ? 'A researcher in a white coat at a laboratory bench' : '一名身穿白大褂的研究人员在实验台前',
    caption: isEnglish ? 'A researcher at work in Laekna’s Shanghai laboratory.' : '研究人员在来凯医药上海实验室工作。',
    credit: isEnglish ? 'Shanghai Daily' : '上海日报',
    width: 1200,
    height: 800,
  };
}

/** Six articles, newest first. `picturesAt` is the address under which 0.svg … 5.svg stand; every third has no picture. */
export function sampleArticles(locale: Locale, picturesAt: string): ArticleView[] {
  return HEADLINES[locale].map(([kind, title, outlet], index) => ({
    slug: `sample-${index}`,
    url: outlet ? `https://outlet.example/2021/10/${index}` : null,
    title,
    kind,
    kindLabel: kindLabel(kind, locale),
    extract: EXTRACTS[locale],
    outlet,
    publishedAt: `2021-10-${String(20 - index).padStart(2, '0')}T01:30:00.000Z`,
    updatedAt: null,
    language: locale,
    image: index % 3 === 2 ? null : samplePicture(locale, `${picturesAt}/${index}.svg`),
    body: { kind: 'extract' },
  }));
}

export function sampleArticle(locale: Locale, picturesAt: string): ArticleView {
  const [article] = sampleArticles(locale, picturesAt);
  if (!article) throw new Error('there are no sample articles');
  return article;
}

const TOPICS: Record<Locale, readonly string[]> = {
  en: ['Clinical studies', 'Results and reports', 'Events', 'Science and publications'],
  'zh-Hans': ['临床研究', '业绩与公告', '活动', '科研与论文'],
};

/** A reader who chose the first two of four topics, weekly. */
export function samplePreferences(locale: Locale, pausedUntil: string | null): Preferences {
  return {
    subscriber: {
      ...{
        id: 1,
        publicId: 'abcdefghijkl',
        email: 'li.jia@example.com',
        emailKey: 'li.jia@example.com',
        name: 'Li Jia',
        company: 'Example Capital',
        occupation: null,
        timeZone: 'Asia/Shanghai',
      },
      ...{ locale, frequency: 'weekly', state: 'active', confirmRequest: 1, confirmExpiresAt: null, leftAt: null },
      pausedUntil,
    },
    topics: TOPICS[locale].map((name, index) => ({
      publicId: `topic000000${index}`,
      name,
      choice: index < 2 ? 'chosen' : null,
      isChosen: index < 2,
      visibility: 'public' as const,
      frequency: index === 0 ? ('instant' as const) : null,
    })),
    invited: [
      {
        publicId: 'topic0000009',
        name: locale === 'en' ? 'Results calls' : '业绩会',
        visibility: 'invite_only',
        choice: 'chosen',
        frequency: null,
      },
    ],
    pausedUntil,
  };
}

/** What a feed, a form or a link can try; every text field of an article carries it. */
export const HOSTILE_TEXT =
  '"><script>window.pwned=1</script><img src=x onerror="window.pwned=1">\' onmouseover=\'window.pwned=1\' {{x}} </title></style><!--';

export function hostileArticle(): ArticleView {
  return {
    slug: '../../x" onclick="window.pwned=1',
    url: 'javascript:window.pwned=1',
    title: HOSTILE_TEXT,
    kind: HOSTILE_TEXT,
    kindLabel: HOSTILE_TEXT,
    extract: HOSTILE_TEXT,
    outlet: HOSTILE_TEXT,
    publishedAt: '2021-10-12"><script>window.pwned=1</script>',
    updatedAt: 'never',
    language: 'en" onload="window.pwned=1',
    image: {
      url: 'data:image/svg+xml,<svg onload="window.pwned=1"/>',
      alt: HOSTILE_TEXT,
      caption: HOSTILE_TEXT,
      credit: HOSTILE_TEXT,
      width: Number.NaN,
      height: -1,
    },
    body: { kind: 'extract' },
  };
}
