import { NoticePage } from './notice-page.tsx';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

/** The answer to a confirmation, and to an undone unsubscription. */
export function ConfirmedPage({ shell, preferencesUrl }: { shell: PageShell; preferencesUrl: string }) {
  const { confirmedText, confirmedTitle } = stringsFor(shell.locale);
  const text = confirmedText(shell.brand.siteName);
  return <NoticePage shell={shell} title={confirmedTitle} text={text} preferencesUrl={preferencesUrl} />;
}
