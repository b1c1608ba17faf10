import { nearestLocale } from '../../domain/locale.ts';
import type { HttpContext } from '../environment.ts';
import { readerStringsFor } from '../pages/strings/readers.ts';
import { stringsFor } from '../pages/strings.ts';
import { shellOf } from '../shell.ts';
import { privacyAddress } from './privacy-address.ts';

/**
 * What the embedded form says, in the language asked for: texts, consent, the check where one is set up, and whether its page may
 * send it by script (`inPlace`).
 */
export function embedTerms(c: HttpContext) {
  const { config } = c.var.ctx;
  const shell = shellOf(c, nearestLocale(c.req.query('locale')));
  const { locale, terms } = shell;
  const strings = stringsFor(locale);
  const own = readerStringsFor(locale);
  const origin = c.req.header('origin');
  return {
    locale,
    // A page of the newsroom itself names no origin.
    inPlace: origin === undefined || config.signupOrigins.includes(origin),
    labels: { name: strings.name, email: strings.email, company: strings.company, occupation: strings.occupation },
    texts: {
      required: strings.requiredNote,
      submit: strings.submit,
      trap: strings.trap,
      done: own.doneTitle,
      doneText: strings.doneText,
      failed: own.failed,
      privacy: strings.howWeUse,
    },
    consent: { ...terms, privacyUrl: privacyAddress(shell) },
    siteKey: config.turnstile?.siteKey ?? null,
  };
}
