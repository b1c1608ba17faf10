import { cutToWidth } from '../../domain/cut-text.ts';
import { webUrl } from '../../domain/web-url.ts';
import { Layout } from './layout.tsx';
import { hrefFor } from './links.ts';
import type { PageHead } from './page-head.ts';
import { ArticleImage } from './parts/article-image.tsx';
import { ArticleByline, articleHref, CardByline, languageOf } from './parts/byline.tsx';
import { EventFacts } from './parts/event-facts.tsx';
import { MediaContact } from './parts/media-contact.tsx';
import { SanitisedHtml } from './parts/sanitised-html.tsx';
import { ShareLinks } from './parts/share-links.tsx';
import { SignUpBand } from './parts/sign-up-band.tsx';
import { newsroomStringsFor, stringsFor } from './strings.ts';
import { type ArticleExtras, type ArticleView, NO_EXTRAS, type PageShell, type TwinView } from './view.ts';

export type ArticlePageView = {
  shell: PageShell;
  article: ArticleView;
  twin: TwinView | null;
  extras?: ArticleExtras;
};

/** One article: headline, source, picture, as much of the text as the rights allow, and whom to ask. */
export function ArticlePage(view: ArticlePageView) {
  const { shell, article, extras = NO_EXTRAS } = view;
  const lang = languageOf(shell, article.language);
  return (
    <Layout shell={shell} head={headOf(view)}>
      <article class="wrap story">
        <header class="story-head">
          <p class="kind">
            <a href={hrefFor(shell, '/')}>{stringsFor(shell.locale).news}</a> /{' '}
            <a href={hrefFor(shell, `/?kind=${article.kind}`)}>{article.kindLabel}</a>
          </p>
          <h1 lang={lang}>{article.title}</h1>
          <ArticleByline shell={shell} article={article} />
        </header>
        <div class="story-main">
          <Figure shell={shell} article={article} />
          {extras.event && <EventFacts shell={shell} slug={article.slug} event={extras.event} />}
          <Text article={article} lang={lang} />
          <SourceLink shell={shell} article={article} />
          <Documents shell={shell} documents={extras.documents} />
        </div>
        <Rail view={view} />
      </article>
      <Related shell={shell} articles={extras.related} />
      <SignUpBand shell={shell} />
    </Layout>
  );
}

function headOf({ shell, article, twin, extras = NO_EXTRAS }: ArticlePageView): PageHead {
  return {
    title: article.title,
    description: cutToWidth(article.extract, 300, shell.locale) || article.title,
    hasScript: true,
    article: {
      publishedAt: article.publishedAt,
      updatedAt: article.updatedAt,
      imageUrl: article.image?.url ?? null,
      language: article.language,
      author: extras.author,
      originalUrl: article.url,
      twin,
      event: extras.event,
    },
  };
}

function Figure({ shell, article }: { shell: PageShell; article: ArticleView }) {
  const image = article.image;
  if (!image || !webUrl(image.url)) return null;
  const isCaptioned = image.caption !== null || image.credit !== null;
  return (
    <figure>
      <ArticleImage shell={shell} image={image} box={{ width: 1200, height: 800 }} isFirst />
      {isCaptioned && (
        <figcaption>
          {image.caption} {image.credit && <span>{stringsFor(shell.locale).photo(image.credit)}</span>}
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

/** The documents that belong to an article, each in its own language. */
function Documents({ shell, documents }: { shell: PageShell; documents: ArticleExtras['documents'] }) {
  const shown = documents.filter(({ url }) => webUrl(url));
  if (shown.length === 0) return null;
  return (
    <section class="documents" aria-labelledby="documents">
      <h2 id="documents">{newsroomStringsFor(shell.locale).documents}</h2>
      <ul>
        {shown.map(({ language, title, url }) => (
          <li key={url}>
            <a class="tap" href={webUrl(url) ?? ''} lang={languageOf(shell, language)}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Related({ shell, articles }: { shell: PageShell; articles: ArticleExtras['related'] }) {
  if (articles.length === 0) return null;
  return (
    <section class="wrap related" aria-labelledby="related">
      <h2 id="related">{newsroomStringsFor(shell.locale).related}</h2>
      <ul>
        {articles.map((article) => (
          <li key={article.slug}>
            <p class="kind">{article.kindLabel}</p>
            <h3 lang={languageOf(shell, article.language)}>
              <a href={articleHref(shell, article.slug)}>{article.title}</a>
            </h3>
            <CardByline shell={shell} article={article} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Rail({ view }: { view: ArticlePageView }) {
  const { shell, twin, article, extras = NO_EXTRAS } = view;
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
      <ShareLinks shell={shell} slug={article.slug} title={article.title} />
      {extras.topics.length > 0 && (
        <div>
          <h2>{newsroomStringsFor(shell.locale).topics}</h2>
          <p class="tags">
            {extras.topics.map(({ name, slug }) => (
              <a key={slug} class="tap" href={hrefFor(shell, `/topics/${slug}`)}>
                {name}
              </a>
            ))}
          </p>
        </div>
      )}
      {shell.brand.boilerplate && (
        <div>
          <h2>{strings.about(shell.brand.siteName)}</h2>
          <p>{shell.brand.boilerplate}</p>
        </div>
      )}
    </div>
  );
}
