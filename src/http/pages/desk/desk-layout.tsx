import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { pathIn } from '../links.ts';
import { stylesheet } from '../stylesheet.ts';
import type { PageShell } from '../view.ts';
import { DESK_SCRIPT_PATH } from './desk-script.ts';
import { DESK_STYLE_PATH } from './desk-style.ts';

type DeskLayoutProps = {
  shell: PageShell;
  title: string;
  /** Stands at the right of the head: who is here, and the way out. */
  aside?: Child;
  isLive?: boolean;
  children?: Child;
};

/** The document around the dashboard's pages, for staff only and in English. `raw` is used for our own constant bytes only. */
export function DeskLayout({ shell, title, aside = null, isLive = false, children }: DeskLayoutProps) {
  const { brand } = shell;
  return (
    <>
      {raw('<!doctype html>')}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <meta name="referrer" content="no-referrer" />
          <title>{`${title} · ${brand.siteName}`}</title>
          <link rel="icon" href="data:," />
          <style>{raw(stylesheet(brand))}</style>
          <link rel="stylesheet" href={pathIn(brand, DESK_STYLE_PATH)} />
          {isLive && <script src={pathIn(brand, DESK_SCRIPT_PATH)} defer />}
        </head>
        <body>
          <a class="skip" href="#main">
            Skip to the content
          </a>
          <header class="top">
            <div class="wrap">
              <a class="brand tap" href={pathIn(brand, '/')}>
                {brand.siteName}
              </a>
              {aside}
            </div>
          </header>
          <main id="main" tabindex={-1}>
            {children}
          </main>
        </body>
      </html>
    </>
  );
}
