import type { FontChoice } from '../domain/brand.ts';
import type { Locale } from '../domain/locale.ts';

/** Font families as a style sheet takes them. No name needs quotes, so none is changed by escaping for HTML. */
export type Fonts = Record<'bodyFont' | 'headFont' | 'headWeight' | 'outlookBody' | 'outlookHead', string>;

const LATIN_SANS = '-apple-system,Segoe UI,Roboto,Helvetica,Arial';
const LATIN_SERIF = 'Georgia,Times New Roman';
const CHINESE_SANS = 'PingFang SC,Hiragino Sans GB,Microsoft YaHei,Noto Sans CJK SC';
const CHINESE_SERIF = 'Songti SC,STSong,SimSun,Noto Serif CJK SC';

/**
 * Latin first in Chinese, too: the Chinese fonts have Latin letters, but poorer ones. Word, which draws mails in Outlook for
 * Windows, may take Times for a list whose first name it does not know, and gets one name it has.
 */
const STACKS: Record<Locale, Record<'sans' | 'serif', { stack: string; word: string }>> = {
  en: {
    sans: { stack: `${LATIN_SANS},sans-serif`, word: 'Arial' },
    serif: { stack: `${LATIN_SERIF},serif`, word: 'Georgia' },
  },
  'zh-Hans': {
    sans: { stack: `${LATIN_SANS},${CHINESE_SANS},sans-serif`, word: 'Microsoft YaHei' },
    serif: { stack: `${LATIN_SERIF},${CHINESE_SERIF},serif`, word: 'SimSun' },
  },
};

/** Songti at the weight of a headline smears on screens, so mixed headlines stay sans-serif in Chinese. */
const HEADLINES: Record<Locale, { mixed: 'sans' | 'serif'; weight: string }> = {
  en: { mixed: 'serif', weight: '700' },
  'zh-Hans': { mixed: 'sans', weight: '600' },
};

/** The fonts of a mail: those of the reader's own system, none loaded. */
export function fontsOf(choice: FontChoice, locale: Locale): Fonts {
  const { mixed, weight } = HEADLINES[locale];
  const body = STACKS[locale][choice === 'serif' ? 'serif' : 'sans'];
  const head = STACKS[locale][choice === 'mixed' ? mixed : choice];
  return {
    bodyFont: body.stack,
    headFont: head.stack,
    headWeight: weight,
    outlookBody: body.word,
    outlookHead: head.word,
  };
}
