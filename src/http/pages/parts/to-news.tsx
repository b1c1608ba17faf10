import type { Child } from 'hono/jsx';
import { hrefFor } from '../links.ts';
import { stringsFor } from '../strings.ts';
import type { PageShell } from '../view.ts';

/** The way on from a page that has nothing more to do; `children` are nearer steps, before it. */
export function ToNews({ shell, children }: { shell: PageShell; children?: Child }) {
  return (
    <p class="actions">
      {children}
      <a class="button quiet" href={hrefFor(shell, '/')}>
        {stringsFor(shell.locale).toNews}
      </a>
    </p>
  );
}
