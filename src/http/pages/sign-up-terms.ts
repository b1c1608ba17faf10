import type { Config } from '../../config.ts';
import type { Locale } from '../../domain/locale.ts';
import type { SignupPolicy } from '../../services/signup-settings.ts';
import { consentVersion } from '../../services/subscribe.ts';
import { pathIn } from './links.ts';
import { stringsFor } from './strings.ts';
import type { SignUpTerms } from './view.ts';

/** The sentence of consent and the privacy notice in one language: what staff wrote, else our own. */
export function signUpTerms({ brand }: Pick<Config, 'brand'>, policy: SignupPolicy, locale: Locale): SignUpTerms {
  const text = policy.consentText[locale] ?? stringsFor(locale).consent(brand.siteName);
  return {
    text,
    version: consentVersion(locale, text),
    privacyUrl: policy.privacyUrl[locale] ?? pathIn(brand, '/privacy', locale),
    needsTick: policy.needsConsentTick,
  };
}
