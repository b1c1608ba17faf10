import { PlainPage } from './parts/plain-page.tsx';
import { ToNews } from './parts/to-news.tsx';
import { readerStringsFor } from './strings/readers.ts';
import type { PageShell } from './view.ts';

type Notice = { shell: PageShell; title: string; text: string; preferencesUrl?: string | null };

/** A page that says one thing to a reader, with the way to the news and, where it is given, to what they chose. */
export function NoticePage({ shell, text, title, preferencesUrl = null }: Notice) {
  return (
    <PlainPage shell={shell} title={title} lede={text} switchPath="/">
      <ToNews shell={shell}>
        {preferencesUrl && (
          <a class="button" href={preferencesUrl}>
            {readerStringsFor(shell.locale).choose}
          </a>
        )}
      </ToNews>
    </PlainPage>
  );
}
