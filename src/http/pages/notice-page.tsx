import { PlainPage } from './parts/plain-page.tsx';
import { ToNews } from './parts/to-news.tsx';
import type { PageShell } from './view.ts';

/** A page that says one thing to a reader, with the way to the news. */
export function NoticePage({ shell, text, title }: { shell: PageShell; title: string; text: string }) {
  return (
    <PlainPage shell={shell} title={title} lede={text} switchPath="/">
      <ToNews shell={shell} />
    </PlainPage>
  );
}
