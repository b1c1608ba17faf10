import { NoticePage } from './notice-page.tsx';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

/** The answer to a confirmation, and to an undone unsubscription. */
export function ConfirmedPage({ shell }: { shell: PageShell }) {
  const { confirmedText, confirmedTitle } = stringsFor(shell.locale);
  return <NoticePage shell={shell} title={confirmedTitle} text={confirmedText(shell.brand.siteName)} />;
}
