import { webUrl } from '../../../domain/web-url.ts';
import { hrefFor, pathIn } from '../links.ts';
import { stringsFor } from '../strings.ts';
import type { PageShell } from '../view.ts';

/** Site name, main links and the other languages, which lead to `switchPath`. */
export function Header({ shell, switchPath }: { shell: PageShell; switchPath: string }) {
  const strings = stringsFor(shell.locale);
  const linkedIn = webUrl(shell.brand.linkedInUrl);
  return (
    <header class="top">
      <div class="wrap">
        <Home shell={shell} />
        <nav aria-label={strings.mainNav}>
          <ul class="nav">
            <PageLink shell={shell} path="/" label={strings.news} />
            <PageLink shell={shell} path="/subscribe" label={strings.signUp} />
            <PageLink shell={shell} path="/contact" label={strings.contact} />
            <li>
              <a class="tap" href={pathIn(shell.brand, '/feed.xml')}>
                {strings.rss}
              </a>
            </li>
            {/* Where there is no room for it, the foot of the page has it. */}
            {linkedIn && (
              <li class="off">
                <a class="tap" href={linkedIn}>
                  {strings.linkedIn}
                </a>
              </li>
            )}
          </ul>
        </nav>
        {shell.locales
          .filter((locale) => locale !== shell.locale)
          .map((locale) => (
            <a
              key={locale}
              class="switch tap"
              lang={locale}
              hreflang={locale}
              href={pathIn(shell.brand, switchPath, locale)}
            >
              {stringsFor(locale).languageName}
            </a>
          ))}
      </div>
    </header>
  );
}

/** The logo where staff gave one, else the name with a ring in the brand's colour. */
function Home({ shell }: { shell: PageShell }) {
  const { logo, siteName } = shell.brand;
  return (
    <a class={logo ? 'brand logo tap' : 'brand tap'} href={hrefFor(shell, '/')}>
      {logo ? <img src={logo.url} alt={logo.alt} height={32} /> : siteName}
    </a>
  );
}

function PageLink({ shell, path, label }: { shell: PageShell; path: string; label: string }) {
  const isHere = shell.path.split('?')[0] === path;
  return (
    <li>
      <a class="tap" href={hrefFor(shell, path)} aria-current={isHere ? 'page' : undefined}>
        {label}
      </a>
    </li>
  );
}
