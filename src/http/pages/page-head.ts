import type { EventView, TwinView } from './view.ts';

/** What a page says about itself to browsers, search engines and link previews. */
export type PageHead = {
  title: string;
  description: string;
  /** Pages behind a personal link, forms' answers and errors: not indexed, no canonical address. */
  isPersonal?: boolean;
  /** Where the language links lead; by default to the page itself. Answers to a POST cannot be asked for again. */
  switchPath?: string;
  /** True where the page's links and lists do more with our script. */
  hasScript?: boolean;
  /** Public, but no page of its own for search engines: what somebody searched for. */
  isUnlisted?: boolean;
  /** Set on a topic's page: its feeds are announced beside those of the newsroom. */
  topic?: { slug: string; name: string };
  /** Set on an article's page. Times are ISO 8601; addresses are untrusted. */
  article?: ArticleHead;
};

export type ArticleHead = {
  publishedAt: string | null;
  updatedAt?: string | null;
  imageUrl: string | null;
  language?: string | null;
  author?: string | null;
  /** Where the original stands. */
  originalUrl?: string | null;
  twin?: TwinView | null;
  /** The meeting it is about, where it is about one. */
  event?: EventView | null;
};
