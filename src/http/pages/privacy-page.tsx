import { Fragment } from 'hono/jsx';
import { plainParagraphs } from '../../domain/plain-text.ts';
import { MediaContact } from './parts/media-contact.tsx';
import { PlainPage } from './parts/plain-page.tsx';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

/**
 * What is kept about readers and why, in plain words, or in the company's own (`own`, plain paragraphs). The footer and the
 * sign-up form link here.
 */
export function PrivacyPage({ shell, own = null }: { shell: PageShell; own?: string | null }) {
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
      <MediaContact shell={shell} />
    </PlainPage>
  );
}
