import { LOCALES } from '../../domain/locale.ts';
import type { Context } from '../../services/context.ts';
import { FREQUENCY_CHOICES, languageChoices } from './choices.ts';
import { choiceInput } from './inputs.ts';

/** What language and how often, for readers that staff bring: fields `locale` and `frequency`. */
export function readerInputs(ctx: Context, localeHint?: string) {
  return [
    choiceInput({
      id: 'locale',
      label: 'Language',
      ...(localeHint === undefined ? {} : { hint: localeHint }),
      choices: languageChoices(LOCALES),
      initial: ctx.config.locales[0] ?? 'en',
    }),
    choiceInput({
      id: 'frequency',
      label: 'How often they get mail',
      choices: FREQUENCY_CHOICES,
      initial: 'weekly',
      isMenu: true,
    }),
  ];
}
