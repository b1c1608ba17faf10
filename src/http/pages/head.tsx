import { LOCALES, type Locale } from '../../domain/locale.ts';
import { webUrl } from '../../domain/web-url.ts';
import { absoluteUrl, pathIn } from './links.ts';
import { palettes } from './theme.ts';
import type { PageShell } from './view.ts';

/** What a page says about itself to browsers, search engines and link previews. */
export type PageHead = {
  title: string;
  description: string;
  /** Pages behind a personal link, forms' answers and errors: not indexed, no canonical address, no referrer sent. */
  isPersonal?: boolean;
  /** Where the language links lead; by default to the page itself. Answers to a POST cannot be asked for again. */
  switchPath?: string;
  /** Set on an article's page. `publishedAt` is ISO 8601; `imageUrl` is untrusted. */
  article?: { publishedAt: string | null; imageUrl: string | null };
};

const OG_LOCALES: Record<Locale, string> = { en: 'en_GB', 'zh-Hans': 'zh_CN' };

/** The feeds that programs find by their links here; feeds-out.ts answers at these paths. */
const FEEDS = [
  { path: '/feed.xml', type: 'application/rss+xml', name: 'RSS' },
  { path: '/atom.xml', type: 'application/atom+xml', name: 'Atom' },
  { path: '/feed.json', type: 'application/feed+json', name: 'JSON Feed' },
] as const;

/** The descriptive part of `<head>`: title, canonical address, Open Graph, feeds, icon. */
export function HeadTags({ shell, head }: { shell: PageShell; head: PageHead }) {
  const { brand } = shell;
  const { light, dark } = palettes(brand.colour);
  return (
    <>
      <title>{`${head.title} · ${brand.siteName}`}</title>
      <meta name="description" content={head.description} />
      <meta name="theme-color" content={light.paper} media="(prefers-color-scheme:light)" />
      <meta name="theme-color" content={dark.paper} media="(prefers-color-scheme:dark)" />
      <link rel="icon" href={iconAddress(light.accent)} />
      {FEEDS.map(({ path, type, name }) => (
        <link key={path} rel="alternate" type={type} title={`${brand.siteName} (${name})`} href={pathIn(brand, path)} />
      ))}
      {head.isPersonal ? <PersonalTags /> : <PublicTags shell={shell} head={head} />}
    </>
  );
}

function PersonalTags() {
  return (
    <>
      <meta name="robots" content="noindex" />
      <meta name="referrer" content="no-referrer" />
    </>
  );
}

function PublicTags({ shell, head }: { shell: PageShell; head: PageHead }) {
  const { brand, locale } = shell;
  const address = absoluteUrl(brand, shell.path, shell.localeChosen && !head.article ? locale : null);
  const image = webUrl(head.article?.imageUrl);
  return (
    <>
      <link rel="canonical" href={address} />
      {!head.article && LOCALES.map((other) => <Alternate key={other} shell={shell} locale={other} />)}
      <meta property="og:title" content={head.title} />
      <meta property="og:description" content={head.description} />
      <meta property="og:type" content={head.article ? 'article' : 'website'} />
      <meta property="og:url" content={address} />
      <meta property="og:site_name" content={brand.siteName} />
      <meta property="og:locale" content={OG_LOCALES[locale]} />
      {image && <meta property="og:image" content={image} />}
      {head.article?.publishedAt && <meta property="article:published_time" content={head.article.publishedAt} />}
      <meta name="twitter:card" content={image ? 'summary_large_image' : 'summary'} />
    </>
  );
}

function Alternate({ shell, locale }: { shell: PageShell; locale: Locale }) {
  return <link rel="alternate" hreflang={locale} href={absoluteUrl(shell.brand, shell.path, locale)} />;
}

/** A ring in the brand colour, like the mark before the site's name. */
function iconAddress(colour: string): string {
  const ring = `<circle cx="16" cy="16" r="11" fill="none" stroke="${colour}" stroke-width="8"/>`;
  return `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${ring}</svg>`)}`;
}
