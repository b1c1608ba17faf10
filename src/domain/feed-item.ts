import type { PollHints } from './feed-rhythm.ts';

/** One picture that belongs to an article. Sizes are pixels where the source states them. */
export type Picture = {
  url: string;
  alt: string | null;
  caption: string | null;
  credit: string | null;
  width: number | null;
  height: number | null;
};

/** One entry of a feed, in our words: plain-text title and extract, absolute http(s) URLs, ISO 8601 UTC times. */
export type FeedItem = {
  /** The id as the feed gives it (guid, atom:id, rdf:about, JSON id), else a fallback made from link or content. */
  key: string;
  /** False where `key` is our fallback. */
  keyIsGiven: boolean;
  title: string;
  url: string | null;
  publishedAt: string | null;
  updatedAt: string | null;
  authors: string[];
  /** Plain text, whitespace collapsed, cut at a word or grapheme. */
  summary: string;
  /** Sanitised HTML of the full text where the feed carries one, else null. */
  contentHtml: string | null;
  image: Picture | null;
  categories: string[];
  language: string | null;
  /** Name of the publication an item is taken from (RSS `source`, Atom `source/title`, else null). */
  outlet: string | null;
};

/** A whole feed document after normalising. Items keep document order. */
export type FeedDocument = {
  title: string;
  link: string | null;
  language: string | null;
  /** WebSub hub and self address where the document names them. */
  hubUrl: string | null;
  selfUrl: string | null;
  /** Shortest time between polls that the publisher allows, in seconds (`ttl`), else null. */
  hintSeconds: number | null;
  /** What else it says about polling, where it says anything. */
  pollHints?: Pick<PollHints, 'updateSeconds' | 'skipHours' | 'skipDays'>;
  items: FeedItem[];
};
