import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { SCRIPT_PATH } from './content-policy.ts';
import { HeadTags } from './head.tsx';
import { pathIn } from './links.ts';
import type { PageHead } from './page-head.ts';
import { Footer } from './parts/footer.tsx';
import { Header } from './parts/header.tsx';
import { stringsFor } from './strings.ts';
import { stylesheet } from './stylesheet.ts';
import type { PageShell } from './view.ts';

/**
 * The whole document around a page's content. Send it with the header of content-policy.ts: the stylesheet stands inline
 * and is allowed by its hash. `raw` is used for our own constant bytes only.
 */
export function Layout({ shell, head, children }: { shell: PageShell; head: PageHead; children: Child }) {
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={shell.locale}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <HeadTags shell={shell} head={head} />
          {head.hasScript && <script src={pathIn(shell.brand, SCRIPT_PATH)} defer />}
          <style>{raw(stylesheet(shell.brand))}</style>
        </head>
        <body>
          <a class="skip" href="#main">
            {stringsFor(shell.locale).skip}
          </a>
          <Header shell={shell} switchPath={head.switchPath ?? shell.path} />
          <main id="main" tabindex={-1}>
            {children}
          </main>
          <Footer shell={shell} />
        </body>
      </html>
    </>
  );
}
