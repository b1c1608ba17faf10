import { LANGUAGE_NAMES, LOCALES } from '../../domain/locale.ts';
import type { Context } from '../../services/context.ts';
import { choiceInput } from './inputs.ts';

const LANGUAGES = LOCALES.map((value) => ({ text: LANGUAGE_NAMES[value], value }));
const FREQUENCIES = [
  { text: 'At once', value: 'instant' },
  { text: 'Daily', value: 'daily' },
  { text: 'Weekly', value: 'weekly' },
  { text: 'Monthly', value: 'monthly' },
];

/** What language and how often, for readers that staff bring: fields `locale` and `frequency`. */
export function readerInputs(ctx: Context, localeHint?: string) {
  return [
    choiceInput({
      id: 'locale',
      label: 'Language',
      ...(localeHint === undefined ? {} : { hint: localeHint }),
      choices: LANGUAGES,
      initial: ctx.config.locales[0] ?? 'en',
    }),
    choiceInput({
      id: 'frequency',
      label: 'How often they get mail',
      choices: FREQUENCIES,
      initial: 'weekly',
      isMenu: true,
    }),
  ];
}
