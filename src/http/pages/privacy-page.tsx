import { Fragment } from 'hono/jsx';
import { plainParagraphs } from '../../domain/plain-text.ts';
import { MediaContact } from './parts/media-contact.tsx';
import { PlainPage } from './parts/plain-page.tsx';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

export type PrivacyView = {
  shell: PageShell;
  /** The company's own words, null for ours. */
  own: string | null;
  /** False where pictures are loaded from their publishers. */
  hasOwnPicturesOnly: boolean;
  /** Whether forms load Cloudflare Turnstile. */
  hasPersonCheck: boolean;
};

/**
 * What is kept about readers and why, in plain words, or in the company's own (`own`, plain paragraphs). The footer and the
 * sign-up form link here.
 */
export function PrivacyPage({ shell, own, hasOwnPicturesOnly, hasPersonCheck }: PrivacyView) {
  const strings = stringsFor(shell.locale);
  return (
    <PlainPage
      shell={shell}
      title={strings.privacyTitle}
      lede={strings.privacyIntro(shell.brand.siteName)}
      isPersonal={false}
    >
      {own !== null
        ? plainParagraphs(own).map((paragraph) => <p key={paragraph}>{paragraph}</p>)
        : strings.privacySections.map((section) => (
            <Fragment key={section.title}>
              <h2>{section.title}</h2>
              <p>{section.text}</p>
            </Fragment>
          ))}
      {own === null && <p>{hasPersonCheck ? strings.privacyPersonCheck : strings.privacyNoScripts}</p>}
      {own === null && <p>{hasOwnPicturesOnly ? strings.privacyOwnPictures : strings.privacyTheirPictures}</p>}
      <MediaContact shell={shell} />
    </PlainPage>
  );
}
