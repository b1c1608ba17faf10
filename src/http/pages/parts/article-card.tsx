import { cutToWidth } from '../../../domain/cut-text.ts';
import { webUrl } from '../../../domain/web-url.ts';
import type { ArticleCardView, PageShell } from '../view.ts';
import { ArticleImage } from './article-image.tsx';
import { articleHref, CardByline, languageOf } from './byline.tsx';

/**
 * Most of two lines of a row and of five of the lead at their widest, within the page's budget of bytes; the stylesheet hides
 * what a narrow window cannot show.
 */
const ROW_COLUMNS = 132;
const LEAD_COLUMNS = 300;

/** The newest article, large. */
export function LeadCard({ shell, article }: { shell: PageShell; article: ArticleCardView }) {
  const lang = languageOf(shell, article.language);
  return (
    <article class={cardClass('lead', article)}>
      <ArticleImage shell={shell} image={article.image} box={{ width: 960, height: 640 }} isFirst isDecoration />
      <div>
        <p class="kind">{article.kindLabel}</p>
        <h2 lang={lang}>
          <a href={articleHref(shell, article.slug)}>{article.title}</a>
        </h2>
        <CardByline shell={shell} article={article} />
        <Extract text={cutToWidth(article.extract, LEAD_COLUMNS, shell.locale)} lang={lang} />
      </div>
    </article>
  );
}

/** One row of the list. */
export function RowCard({ shell, article }: { shell: PageShell; article: ArticleCardView }) {
  const lang = languageOf(shell, article.language);
  return (
    <article class={cardClass('row', article)}>
      <div class="text">
        <p class="kind">{article.kindLabel}</p>
        <h2 lang={lang}>
          <a href={articleHref(shell, article.slug)}>{article.title}</a>
        </h2>
        <CardByline shell={shell} article={article} />
        <Extract text={cutToWidth(article.extract, ROW_COLUMNS, shell.locale)} lang={lang} />
      </div>
      {webUrl(article.image?.url) && (
        <div class="frame">
          <ArticleImage shell={shell} image={article.image} box={{ width: 400, height: 300 }} isDecoration />
        </div>
      )}
    </article>
  );
}

function Extract({ text, lang }: { text: string; lang: string | undefined }) {
  if (!text) return null;
  return (
    <p class="extract" lang={lang}>
      {text}
    </p>
  );
}

function cardClass(name: string, article: ArticleCardView): string {
  return `card ${name}${webUrl(article.image?.url) ? ' pictured' : ''}`;
}
