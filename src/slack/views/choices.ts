import { FREQUENCIES, type Frequency } from '../../domain/frequency.ts';
import { KINDS, kindLabel } from '../../domain/kind.ts';
import { LANGUAGE_NAMES, type Locale } from '../../domain/locale.ts';
import { WEEKDAYS } from '../blocks/weekdays.ts';
import type { Choice } from './inputs.ts';

export const FREQUENCY_NAMES: Readonly<Record<Frequency, string>> = {
  instant: 'At once',
  daily: 'Daily',
  weekly: 'Weekly',
  monthly: 'Monthly',
};
export const FREQUENCY_CHOICES: readonly Choice[] = FREQUENCIES.map((value) => ({
  text: FREQUENCY_NAMES[value],
  value,
}));

/** What of an article's text may be shown. */
export const TEXT_RIGHT_CHOICES: readonly Choice[] = [
  { text: 'the headline and a link only', value: 'link' },
  { text: 'an extract', value: 'extract' },
  { text: 'the full text', value: 'full' },
];

/** Whose a picture is. */
export const IMAGE_RIGHT_CHOICES: readonly Choice[] = [
  { text: 'our own', value: 'own' },
  { text: 'licensed to us', value: 'licensed' },
  { text: 'not ours: not shown', value: 'none' },
];

/** 1 is Monday. */
export const WEEKDAY_CHOICES: readonly Choice[] = WEEKDAYS.map((text, index) => ({ text, value: String(index + 1) }));

export function languageChoices(locales: readonly Locale[]): Choice[] {
  return locales.map((value) => ({ text: LANGUAGE_NAMES[value], value }));
}

/** Every kind of article, and what staff added to them. */
export function kindChoices(added: readonly string[] = []): Choice[] {
  return [...new Set<string>([...KINDS, ...added])].map((value) => ({ text: kindLabel(value, 'en'), value }));
}
