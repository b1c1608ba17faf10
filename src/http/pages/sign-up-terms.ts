import type { Config } from '../../config.ts';
import type { Locale } from '../../domain/locale.ts';
import type { SignupPolicy } from '../../services/readers/signup-settings.ts';
import { consentVersion } from '../../services/readers/subscribe.ts';
import { pathIn } from './links.ts';
import { stringsFor } from './strings.ts';
import type { SignUpTerms } from './view.ts';

/** Every page shows them, and naming a sentence takes a hash: worked out once for each set of settings. */
const known = new WeakMap<SignupPolicy, Map<string, SignUpTerms>>();

/** The sentence of consent and the privacy notice in one language: what staff wrote, else our own. */
export function signUpTerms({ brand }: Pick<Config, 'brand'>, policy: SignupPolicy, locale: Locale): SignUpTerms {
  const ofPolicy = known.get(policy) ?? new Map<string, SignUpTerms>();
  known.set(policy, ofPolicy);
  const key = `${locale}\n${brand.baseUrl}\n${brand.siteName}`;
  const terms = ofPolicy.get(key) ?? makeTerms(brand, policy, locale);
  ofPolicy.set(key, terms);
  return terms;
}

function makeTerms(brand: Config['brand'], policy: SignupPolicy, locale: Locale): SignUpTerms {
  const text = policy.consentText[locale] ?? stringsFor(locale).consent(brand.siteName);
  return {
    text,
    version: consentVersion(locale, text),
    privacyUrl: policy.privacyUrl[locale] ?? pathIn(brand, '/privacy', locale),
    needsTick: policy.needsConsentTick,
  };
}
