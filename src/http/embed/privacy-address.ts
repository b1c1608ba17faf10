import { absoluteUrl } from '../pages/links.ts';
import type { PageShell } from '../pages/view.ts';

/** Where the privacy notice stands, as a page of another site has to name it. */
export function privacyAddress({ brand, locale, terms }: PageShell): string {
  return terms.privacyUrl.startsWith('https://') ? terms.privacyUrl : absoluteUrl(brand, '/privacy', locale);
}
