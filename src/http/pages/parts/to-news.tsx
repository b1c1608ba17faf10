import { hrefFor } from '../links.ts';
import { stringsFor } from '../strings.ts';
import type { PageShell } from '../view.ts';

/** The way on from a page that has nothing more to do. */
export function ToNews({ shell }: { shell: PageShell }) {
  return (
    <p class="actions">
      <a class="button quiet" href={hrefFor(shell, '/')}>
        {stringsFor(shell.locale).toNews}
      </a>
    </p>
  );
}
