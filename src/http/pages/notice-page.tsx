import { hrefFor } from './links.ts';
import { PlainPage } from './parts/plain-page.tsx';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

/** A page that says one thing to a reader, with the way to the news. */
export function NoticePage({ shell, text, title }: { shell: PageShell; title: string; text: string }) {
  return (
    <PlainPage shell={shell} title={title} lede={text} switchPath="/">
      <p class="actions">
        <a class="button quiet" href={hrefFor(shell, '/')}>
          {stringsFor(shell.locale).toNews}
        </a>
      </p>
    </PlainPage>
  );
}
