import { PlainPage } from './parts/plain-page.tsx';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

/** The answer to every accepted sign-up. It takes no address: it must tell nothing about who is on the list. */
export function SubscribeDonePage({ shell }: { shell: PageShell }) {
  const strings = stringsFor(shell.locale);
  return (
    <PlainPage shell={shell} title={strings.doneTitle} lede={strings.doneText} switchPath="/subscribe">
      <ol class="steps">
        {strings.doneSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p class="muted">{strings.doneMissing}</p>
    </PlainPage>
  );
}
