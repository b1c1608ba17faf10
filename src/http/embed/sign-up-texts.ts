import { absoluteUrl } from '../pages/links.ts';
import { stringsFor } from '../pages/strings.ts';
import type { PageShell } from '../pages/view.ts';

/** The sentence of consent and where the privacy notice stands, as a page of another site has to name it. */
export function signUpTexts({ brand, locale, terms }: PageShell) {
  const isAbsolute = terms?.privacyUrl.startsWith('https://');
  return {
    consent: terms?.text ?? stringsFor(locale).consent(brand.siteName),
    version: terms?.version ?? '',
    needsTick: terms?.needsTick ?? false,
    privacyUrl: terms && isAbsolute ? terms.privacyUrl : absoluteUrl(brand, '/privacy', locale),
  };
}
