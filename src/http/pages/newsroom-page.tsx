import { Layout } from './layout.tsx';
import { hrefFor } from './links.ts';
import { LeadCard, RowCard } from './parts/article-card.tsx';
import { SignUpBand } from './parts/sign-up-band.tsx';
import { stringsFor } from './strings.ts';
import type { ArticleCardView, PageShell } from './view.ts';

/** How many articles one page shows: a full page stays under 30 KB with its stylesheet, in Chinese too. */
export const NEWSROOM_PAGE_SIZE = 16;

export type NewsroomView = {
  shell: PageShell;
  /** Newest first, at most `NEWSROOM_PAGE_SIZE`. On the first page the first one leads. */
  articles: ArticleCardView[];
  /** False on the pages behind "Older news". */
  isFirstPage: boolean;
  /** Path and query inside the newsroom of the next older page ("/?before=…"), null on the last. */
  nextUrl: string | null;
};

/** The list of everything published, with the sign-up form below it. */
export function NewsroomPage(view: NewsroomView) {
  const { shell } = view;
  const strings = stringsFor(shell.locale);
  const description = strings.newsFrom(shell.brand.siteName);
  return (
    <Layout shell={shell} head={{ title: strings.news, description }}>
      <div class="wrap">
        <div class="masthead">
          <h1>{strings.news}</h1>
          <p>{description}</p>
        </div>
        {view.articles.length === 0 ? <Empty view={view} /> : <List view={view} />}
        <Paging view={view} />
      </div>
      <SignUpBand shell={shell} />
    </Layout>
  );
}

function List({ view }: { view: NewsroomView }) {
  const lead = view.isFirstPage ? view.articles[0] : undefined;
  const rows = lead ? view.articles.slice(1) : view.articles;
  return (
    <>
      {lead && <LeadCard shell={view.shell} article={lead} />}
      {rows.length > 0 && (
        <ul class="rows">
          {rows.map((article) => (
            <li key={article.slug}>
              <RowCard shell={view.shell} article={article} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Empty({ view }: { view: NewsroomView }) {
  const strings = stringsFor(view.shell.locale);
  if (!view.isFirstPage) return <p class="empty">{strings.noOlderText}</p>;
  return (
    <div class="empty">
      <h2>{strings.emptyTitle}</h2>
      <p class="muted">{strings.emptyText}</p>
    </div>
  );
}

function Paging({ view }: { view: NewsroomView }) {
  const strings = stringsFor(view.shell.locale);
  if (!view.nextUrl && view.isFirstPage) return null;
  return (
    <div class="older">
      {view.nextUrl && (
        <a class="button quiet" rel="next" href={hrefFor(view.shell, view.nextUrl)}>
          {strings.olderNews}
        </a>
      )}
      {!view.isFirstPage && (
        <a class="button quiet" href={hrefFor(view.shell, '/')}>
          {strings.newestNews}
        </a>
      )}
    </div>
  );
}
