import { hrefFor } from './links.ts';
import { PlainPage } from './parts/plain-page.tsx';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

/** The answer to a confirmation, and to an undone unsubscription. */
export function ConfirmedPage({ shell }: { shell: PageShell }) {
  const strings = stringsFor(shell.locale);
  return (
    <PlainPage
      shell={shell}
      title={strings.confirmedTitle}
      lede={strings.confirmedText(shell.brand.siteName)}
      switchPath="/"
    >
      <p class="actions">
        <a class="button quiet" href={hrefFor(shell, '/')}>
          {strings.toNews}
        </a>
      </p>
    </PlainPage>
  );
}
