import { Fragment } from 'hono/jsx';
import { MediaContact } from './parts/media-contact.tsx';
import { PlainPage } from './parts/plain-page.tsx';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

/** What is kept about readers and why, in plain words. The footer and the sign-up form link here. */
export function PrivacyPage({ shell }: { shell: PageShell }) {
  const strings = stringsFor(shell.locale);
  return (
    <PlainPage
      shell={shell}
      title={strings.privacyTitle}
      lede={strings.privacyIntro(shell.brand.siteName)}
      isPersonal={false}
    >
      {strings.privacySections.map((section) => (
        <Fragment key={section.title}>
          <h2>{section.title}</h2>
          <p>{section.text}</p>
        </Fragment>
      ))}
      <MediaContact shell={shell} />
    </PlainPage>
  );
}
