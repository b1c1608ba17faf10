import { raw } from 'hono/html';
import type { Locale } from '../../domain/locale.ts';
import { webUrl } from '../../domain/web-url.ts';
import { articleData } from './article-data.ts';
import { absoluteUrl, hrefFor } from './links.ts';
import type { ArticleHead, PageHead } from './page-head.ts';
import { languageOf } from './parts/byline.tsx';
import { palettes } from './theme.ts';
import type { PageShell } from './view.ts';

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
      <FeedLinks shell={shell} prefix="" title={brand.siteName} />
      {head.topic && <FeedLinks shell={shell} prefix={`/topics/${head.topic.slug}`} title={head.topic.name} />}
      {head.isPersonal ? <meta name="robots" content="noindex" /> : <PublicTags shell={shell} head={head} />}
    </>
  );
}

function FeedLinks({ shell, prefix, title }: { shell: PageShell; prefix: string; title: string }) {
  return (
    <>
      {FEEDS.map(({ path, type, name }) => (
        <link
          key={path}
          rel="alternate"
          type={type}
          title={`${title} (${name})`}
          href={hrefFor(shell, prefix + path)}
        />
      ))}
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
      {head.isUnlisted && <meta name="robots" content="noindex,follow" />}
      {!head.article && shell.locales.length > 1 && <Alternates shell={shell} />}
      {head.article && <ArticleTags shell={shell} head={head} article={head.article} address={address} />}
      <meta property="og:title" content={head.title} />
      <meta property="og:description" content={head.description} />
      <meta property="og:type" content={head.article ? 'article' : 'website'} />
      <meta property="og:url" content={address} />
      <meta property="og:site_name" content={brand.siteName} />
      <meta property="og:locale" content={OG_LOCALES[locale]} />
      {image && <meta property="og:image" content={image} />}
      {/* Title, text and picture of the card are those of Open Graph where it names none. */}
      <meta name="twitter:card" content={image ? 'summary_large_image' : 'summary'} />
    </>
  );
}

type ArticleTagsProps = { shell: PageShell; head: PageHead; article: ArticleHead; address: string };

/** An article's times, its other language and its description for search engines. */
function ArticleTags({ shell, head, article, address }: ArticleTagsProps) {
  const { publishedAt, updatedAt = null, language = null, twin = null } = article;
  const own = languageOf({ ...shell, locale: 'en' }, language) ?? 'en';
  return (
    <>
      {publishedAt && <meta property="article:published_time" content={publishedAt} />}
      {updatedAt && <meta property="article:modified_time" content={updatedAt} />}
      {twin && <link rel="alternate" hreflang={own} href={address} />}
      {twin && (
        <link
          rel="alternate"
          hreflang={twin.locale}
          href={absoluteUrl(shell.brand, `/articles/${encodeURIComponent(twin.slug)}`)}
        />
      )}
      <script type="application/ld+json">{raw(articleData({ shell, head, article, address }))}</script>
    </>
  );
}

/** The same page in each language, and where a browser that takes none of them is sent. */
function Alternates({ shell: { brand, locales, path } }: { shell: PageShell }) {
  return (
    <>
      {locales.map((locale) => (
        <link key={locale} rel="alternate" hreflang={locale} href={absoluteUrl(brand, path, locale)} />
      ))}
      <link rel="alternate" hreflang="x-default" href={absoluteUrl(brand, path)} />
    </>
  );
}

/** A ring in the brand colour, like the mark before the site's name. */
function iconAddress(colour: string): string {
  const ring = `<circle cx='4' cy='4' r='3' fill='none' stroke='${colour}' stroke-width='2'/>`;
  // Only what no address may hold as it is (RFC 3986 §2): the icon is in every page.
  const svg = `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'>${ring}</svg>`;
  return `data:image/svg+xml,${svg.replaceAll(/[<># ]/g, encodeURIComponent)}`;
}
