import { LANGUAGE_NAMES, type Locale } from '../../../domain/locale.ts';
import { type FormValues, textOf } from '../form-values.ts';
import { textInput } from '../inputs.ts';

type Texts = Readonly<Partial<Record<Locale, string | undefined>>>;

/** One long text in each language. */
export type LocalisedField = { id: string; label: string; hint?: string; max: number; isLong?: boolean };

/** A field of each language, named "id-locale". */
export function localisedInputs(locales: readonly Locale[], field: LocalisedField, texts: Texts) {
  const { hint, id, isLong = true, label, max } = field;
  return locales.map((locale) =>
    textInput({
      id: `${id}-${locale}`,
      label: `${label} (${LANGUAGE_NAMES[locale]})`,
      ...(hint ? { hint } : {}),
      initial: texts[locale] ?? null,
      max,
      isLong,
      isOptional: true,
    }),
  );
}

/** The texts of the form's languages, with `before` for those that the form does not show or cannot hold whole. */
export function localisedValues(values: FormValues, id: string, before: Texts): Texts {
  const kept = Object.entries(before).filter(([locale]) => !(`${id}-${locale}` in values));
  const typed = Object.keys(LANGUAGE_NAMES).map((locale) => [locale, textOf(values, `${id}-${locale}`)] as const);
  return Object.fromEntries([...kept, ...typed.filter(([, text]) => text !== '')]);
}

/** The field behind a path such as mail.boilerplate.en. */
export function localisedField(path: readonly PropertyKey[]): string {
  return path.length > 2 ? `${String(path[1])}-${String(path[2])}` : String(path[1]);
}
