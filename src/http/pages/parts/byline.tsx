import { dayText } from '../../../domain/date-text.ts';
import { webUrl } from '../../../domain/web-url.ts';
import { hrefFor } from '../links.ts';
import { stringsFor } from '../strings.ts';
import type { ArticleCardView, ArticleView, PageShell } from '../view.ts';

/** Day and publication of an article in a list. */
export function CardByline({ shell, article }: { shell: PageShell; article: ArticleCardView }) {
  return (
    <p class="byline">
      <Day shell={shell} iso={article.publishedAt} />
      {article.outlet && <span>{article.outlet}</span>}
    </p>
  );
}

/** Day, later edit and the publication with a link to its original, on the article's own page. */
export function ArticleByline({ shell, article }: { shell: PageShell; article: ArticleView }) {
  const strings = stringsFor(shell.locale);
  const updated = dayText(article.updatedAt, shell.locale, shell.timeZone);
  const isEdited = updated !== null && updated !== dayText(article.publishedAt, shell.locale, shell.timeZone);
  const url = webUrl(article.url);
  return (
    <p class="byline">
      <Day shell={shell} iso={article.publishedAt} />
      {isEdited && <span>{strings.updated(updated)}</span>}
      {article.outlet && (
        <span>
          {strings.originallyBy} {url ? <a href={url}>{article.outlet}</a> : article.outlet}
        </span>
      )}
    </p>
  );
}

function Day({ shell, iso }: { shell: PageShell; iso: string | null }) {
  const text = dayText(iso, shell.locale, shell.timeZone);
  return text && iso ? <time datetime={iso}>{text}</time> : null;
}

/** An article's language tag where it differs from the page's and is well formed (BCP 47), for fonts and speech. */
export function languageOf(shell: PageShell, tag: string | null): string | undefined {
  if (!tag || tag.length > 35 || !/^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag)) return undefined;
  return tag.toLowerCase() === shell.locale.toLowerCase() ? undefined : tag;
}

/** Where an article stands in the newsroom. */
export function articleHref(shell: PageShell, slug: string): string {
  return hrefFor(shell, `/articles/${encodeURIComponent(slug)}`);
}
