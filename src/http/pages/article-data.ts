import { webUrl } from '../../domain/web-url.ts';
import type { ArticleHead, PageHead } from './page-head.ts';
import type { PageShell } from './view.ts';

type ArticleDataInput = { shell: PageShell; head: PageHead; article: ArticleHead; address: string };

/**
 * An article as search engines read it (schema.org NewsArticle), and with it the event it is about (schema.org Event), as JSON
 * that is safe inside a script element.
 */
export function articleData({ shell, head, article, address }: ArticleDataInput): string {
  const { brand } = shell;
  const company = { '@type': 'Organization', name: brand.siteName, url: webUrl(brand.siteUrl) ?? undefined };
  const news = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: head.title.slice(0, 200),
    description: head.description,
    datePublished: article.publishedAt ?? undefined,
    dateModified: article.updatedAt ?? article.publishedAt ?? undefined,
    inLanguage: article.language ?? undefined,
    image: webUrl(article.imageUrl) ?? undefined,
    author: article.author ? { '@type': 'Person', name: article.author } : company,
    publisher: company,
    mainEntityOfPage: address,
    isBasedOn: webUrl(article.originalUrl) ?? undefined,
  };
  if (!article.event) return scriptJson(news);
  const { endsAt, place, startsAt } = article.event;
  const event = {
    '@context': 'https://schema.org',
    '@type': 'Event',
    name: news.headline,
    description: news.description,
    startDate: startsAt,
    endDate: endsAt ?? undefined,
    location: place ? { '@type': 'Place', name: place, address: place } : undefined,
    image: news.image,
    organizer: company,
    url: address,
  };
  return scriptJson([news, event]);
}

/** JSON without a character that ends the element or begins a comment in it (HTML §4.12.1.3). */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
