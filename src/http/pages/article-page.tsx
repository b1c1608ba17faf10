import { webUrl } from '../../domain/web-url.ts';
import { Layout } from './layout.tsx';
import { hrefFor } from './links.ts';
import { ArticleImage } from './parts/article-image.tsx';
import { ArticleByline, articleHref, languageOf } from './parts/byline.tsx';
import { MediaContact } from './parts/media-contact.tsx';
import { SanitisedHtml } from './parts/sanitised-html.tsx';
import { SignUpBand } from './parts/sign-up-band.tsx';
import { stringsFor } from './strings.ts';
import type { ArticleView, PageShell, TwinView } from './view.ts';

export type ArticlePageView = { shell: PageShell; article: ArticleView; twin: TwinView | null };

/** One article: headline, source, picture, as much of the text as the rights allow, and whom to ask. */
export function ArticlePage(view: ArticlePageView) {
  const { shell, article } = view;
  const lang = languageOf(shell, article.language);
  const head = {
    title: article.title,
    description: article.extract.slice(0, 300) || article.title,
    article: { publishedAt: article.publishedAt, imageUrl: article.image?.url ?? null },
  };
  return (
    <Layout shell={shell} head={head}>
      <article class="wrap story">
        <header class="story-head">
          <p class="kind">
            <a href={hrefFor(shell, '/')}>{stringsFor(shell.locale).news}</a> / {article.kindLabel}
          </p>
          <h1 lang={lang}>{article.title}</h1>
          <ArticleByline shell={shell} article={article} />
        </header>
        <div class="story-main">
          <Figure shell={shell} article={article} />
          <Text article={article} lang={lang} />
          <SourceLink shell={shell} article={article} />
        </div>
        <Rail view={view} />
      </article>
      <SignUpBand shell={shell} />
    </Layout>
  );
}

function Figure({ shell, article }: { shell: PageShell; article: ArticleView }) {
  const image = article.image;
  if (!image || !webUrl(image.url)) return null;
  const isCaptioned = image.caption !== null || image.credit !== null;
  return (
    <figure>
      <ArticleImage image={image} box={{ width: 1200, height: 800 }} isFirst />
      {isCaptioned && (
        <figcaption>
          {image.caption}
          {image.credit && <span>{stringsFor(shell.locale).photo(image.credit)}</span>}
        </figcaption>
      )}
    </figure>
  );
}

function Text({ article, lang }: { article: ArticleView; lang: string | undefined }) {
  if (article.body.kind === 'full') return <SanitisedHtml html={article.body.html} lang={lang} />;
  const paragraphs = article.extract.split(/\n+/).filter((paragraph) => paragraph.trim() !== '');
  if (paragraphs.length === 0) return null;
  return (
    <div class="prose" lang={lang}>
      {paragraphs.map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </div>
  );
}

/** Full texts of our own need no way out; an extract of somebody's report always shows one. */
function SourceLink({ shell, article }: { shell: PageShell; article: ArticleView }) {
  const strings = stringsFor(shell.locale);
  const url = webUrl(article.url);
  if (!url || (article.body.kind === 'full' && !article.outlet)) return null;
  return (
    <p class="source">
      <a class="button quiet" href={url}>
        {article.outlet ? strings.readOriginal(article.outlet) : strings.readOriginalUnnamed}
      </a>
    </p>
  );
}

function Rail({ view }: { view: ArticlePageView }) {
  const { shell, twin } = view;
  const strings = stringsFor(shell.locale);
  return (
    <div class="rail">
      {twin && (
        <div lang={twin.locale}>
          <h2>{stringsFor(twin.locale).alsoIn}</h2>
          <a class="tap" href={articleHref(shell, twin.slug)} hreflang={twin.locale}>
            {twin.title}
          </a>
        </div>
      )}
      <MediaContact shell={shell} />
      {shell.brand.boilerplate && (
        <div>
          <h2>{strings.about(shell.brand.siteName)}</h2>
          <p>{shell.brand.boilerplate}</p>
        </div>
      )}
    </div>
  );
}
