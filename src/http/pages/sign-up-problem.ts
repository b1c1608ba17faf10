import type { Locale } from '../../domain/locale.ts';
import { readerStringsFor } from './strings/readers.ts';
import { stringsFor } from './strings.ts';
import type { SignUpField, SignUpView } from './view.ts';

/** What to tell a reader about one input of the sign-up form; null where nothing is wrong with it. */
export function problemText(locale: Locale, form: SignUpView, name: SignUpField): string | null {
  const problem = form.errors[name];
  const { problems } = readerStringsFor(locale);
  if (!problem) return null;
  if (problem === 'too_fast' || problem === 'unreadable') return problems[problem];
  if (name === 'topics' || name === 'consent' || name === 'check') return problems[name];
  if (problem === 'disposable' || problem === 'role') return problems[problem];
  if (problem === 'misspelt') return problems.misspelt(form.suggestion ?? '');
  return problem === 'not_offered' ? null : stringsFor(locale).problems[name][problem];
}

/** What an input is called. */
export function fieldLabel(locale: Locale, name: SignUpField): string {
  if (name === 'consent') return readerStringsFor(locale).consentTick;
  if (name === 'topics') return stringsFor(locale).preferences.topics;
  return name === 'check' ? readerStringsFor(locale).check : stringsFor(locale)[name];
}
