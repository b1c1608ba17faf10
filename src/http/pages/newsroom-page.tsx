import { Layout } from './layout.tsx';
import { hrefFor } from './links.ts';
import { LeadCard, RowCard } from './parts/article-card.tsx';
import { UpcomingBand } from './parts/event-facts.tsx';
import { NewsFilter } from './parts/news-filter.tsx';
import { SignUpBand } from './parts/sign-up-band.tsx';
import { newsroomStringsFor, stringsFor } from './strings.ts';
import type { ArticleCardView, EventCardView, FilterView, PageShell } from './view.ts';

/** How many articles one page shows: with its stylesheet, search form and events it stays under 30 KB, in Chinese too. */
export const NEWSROOM_PAGE_SIZE = 10;

export type NewsroomView = {
  shell: PageShell;
  /** Newest first, at most `NEWSROOM_PAGE_SIZE`. On the first page the first one leads. */
  articles: ArticleCardView[];
  /** False on the pages behind "Older news". */
  isFirstPage: boolean;
  /** Path and query inside the newsroom of the next older page ("/?before=…"), null on the last. */
  nextUrl: string | null;
  filter?: FilterView;
  /** Set on a topic's page. */
  topic?: { slug: string; name: string };
  upcoming?: EventCardView[];
};

/** The list of everything published, with the sign-up form below it. */
export function NewsroomPage(view: NewsroomView) {
  const { filter, shell, topic, upcoming = [] } = view;
  const strings = stringsFor(shell.locale);
  const more = newsroomStringsFor(shell.locale);
  const question = filter?.chosen.question ?? '';
  const title = question ? more.results(question) : (topic?.name ?? narrowing(filter) ?? strings.news);
  const description = topic ? more.topicText(topic.name, shell.brand.siteName) : strings.newsFrom(shell.brand.siteName);
  const head = { title, description, hasScript: true, isUnlisted: question !== '', ...(topic ? { topic } : {}) };
  return (
    <Layout shell={shell} head={head}>
      <div class="wrap">
        <div class="masthead">
          <h1>{title}</h1>
          <p>{description}</p>
        </div>
        {filter && <NewsFilter shell={shell} filter={filter} />}
        <UpcomingBand shell={shell} events={upcoming} />
        {view.articles.length === 0 ? <Empty view={view} /> : <List view={view} />}
        <Paging view={view} />
      </div>
      <SignUpBand shell={shell} />
    </Layout>
  );
}

/** What a list without a question is narrowed to, by its name; null where it is not, or by its year alone. */
function narrowing(filter: FilterView | undefined): string | null {
  const topic = filter?.topics.find(({ slug }) => slug === filter.chosen.topic);
  const kind = filter?.kinds.find(({ value }) => value === filter.chosen.kind);
  return [kind?.label, topic?.name].filter(Boolean).join(' · ') || null;
}

function List({ view }: { view: NewsroomView }) {
  const lead = view.isFirstPage && !isNarrowed(view) ? view.articles[0] : undefined;
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

/** A list somebody asked for has no leading article: its order is all it says. */
function isNarrowed({ filter }: NewsroomView): boolean {
  const chosen = filter?.chosen;
  return chosen !== undefined && (chosen.question !== '' || chosen.kind !== null || chosen.year !== null);
}

function Empty({ view }: { view: NewsroomView }) {
  const strings = stringsFor(view.shell.locale);
  if (isNarrowed(view) && view.isFirstPage) {
    const { nothingFound, nothingFoundText } = newsroomStringsFor(view.shell.locale);
    return (
      <div class="empty">
        <h2>{nothingFound}</h2>
        <p class="muted">{nothingFoundText}</p>
      </div>
    );
  }
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
  const more = newsroomStringsFor(view.shell.locale);
  if (!view.nextUrl && view.isFirstPage) return null;
  return (
    <div class="older" data-more={view.nextUrl ? more.more : undefined} data-loading={more.loading}>
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
      <span role="status" class="muted" />
    </div>
  );
}
