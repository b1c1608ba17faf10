import type { FontChoice } from '../domain/brand.ts';
import type { Locale } from '../domain/locale.ts';

/** Font families as a style sheet takes them. No name needs quotes, so none is changed by escaping for HTML. */
export type Fonts = Record<'bodyFont' | 'headFont' | 'headWeight' | 'outlookBody' | 'outlookHead', string>;

const LATIN_SANS = '-apple-system,Segoe UI,Roboto,Helvetica,Arial';
const LATIN_SERIF = 'Georgia,Times New Roman';
const CHINESE_SANS = 'PingFang SC,Hiragino Sans GB,Microsoft YaHei,Noto Sans CJK SC';
const CHINESE_SERIF = 'Songti SC,STSong,SimSun,Noto Serif CJK SC';

const SANS: Record<Locale, string> = {
  en: `${LATIN_SANS},sans-serif`,
  // Latin first: the Chinese fonts have Latin letters too, but poorer ones.
  'zh-Hans': `${LATIN_SANS},${CHINESE_SANS},sans-serif`,
};
const SERIF: Record<Locale, string> = {
  en: `${LATIN_SERIF},serif`,
  'zh-Hans': `${LATIN_SERIF},${CHINESE_SERIF},serif`,
};

/** Word, which draws mails in Outlook for Windows, may take Times for a list whose first name it does not know. */
const OUTLOOK: Record<Locale, { sans: string; serif: string }> = {
  en: { sans: 'Arial', serif: 'Georgia' },
  'zh-Hans': { sans: 'Microsoft YaHei', serif: 'SimSun' },
};

/** The fonts of a mail: those of the reader's own system, none loaded. */
export function fontsOf(choice: FontChoice, locale: Locale): Fonts {
  // Songti at the weight of a headline smears on screens, so mixed headlines stay sans-serif in Chinese.
  const hasSerifHeads = choice === 'serif' || (choice === 'mixed' && locale === 'en');
  const { sans, serif } = OUTLOOK[locale];
  return {
    bodyFont: (choice === 'serif' ? SERIF : SANS)[locale],
    headFont: (hasSerifHeads ? SERIF : SANS)[locale],
    headWeight: locale === 'en' ? '700' : '600',
    outlookBody: choice === 'serif' ? serif : sans,
    outlookHead: hasSerifHeads ? serif : sans,
  };
}
