import { hrefFor } from './links.ts';
import { MediaContact } from './parts/media-contact.tsx';
import { PlainPage } from './parts/plain-page.tsx';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

/** A link that cannot be used: `confirm` may have run out or been used, the others never run out and must be damaged. */
export type DeadLink = { shell: PageShell; purpose: 'confirm' | 'unsubscribe' | 'preferences' };

/** Says why a link does nothing, and what to do instead. */
export function LinkExpiredPage({ shell, purpose }: DeadLink) {
  const strings = stringsFor(shell.locale);
  if (purpose === 'confirm') return <ExpiredConfirmation shell={shell} />;
  const { brokenNext, brokenText } = purpose === 'unsubscribe' ? strings : strings.preferences;
  return (
    <PlainPage shell={shell} title={strings.brokenTitle} lede={brokenText} switchPath="/">
      <p>{brokenNext}</p>
      <MediaContact shell={shell} />
    </PlainPage>
  );
}

function ExpiredConfirmation({ shell }: { shell: PageShell }) {
  const strings = stringsFor(shell.locale);
  return (
    <PlainPage shell={shell} title={strings.expiredTitle} lede={strings.expiredText} switchPath="/">
      <p>{strings.expiredNext}</p>
      <p class="actions">
        <a class="button" href={hrefFor(shell, '/subscribe')}>
          {strings.expiredButton}
        </a>
      </p>
    </PlainPage>
  );
}
