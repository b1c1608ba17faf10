import type { FeedDocument } from '../domain/feed-item.ts';

/** A text as the feed carries it. `html` says that tags and entities are markup; else only obvious ones are taken so. */
export type RawText = { value: string; html: boolean; base: string | null };

export type RawLink = { href: string; rel: string; type: string; base: string | null };

export type RawImage = {
  url: string;
  alt: string | null;
  caption: string | null;
  credit: string | null;
  width: number | null;
  height: number | null;
  base: string | null;
};

/** One entry before normalising, the same for every dialect. Lists hold candidates, best first. */
export type RawItem = {
  id: string | null;
  /** Candidates for the article's address, best first. */
  links: { href: string; base: string | null }[];
  title: RawText | null;
  /** Further places a title may stand where `title` is empty. */
  otherTitles: RawText[];
  published: string[];
  updated: string[];
  authors: string[];
  content: RawText | null;
  summary: RawText | null;
  images: RawImage[];
  categories: string[];
  language: string | null;
  outlet: RawText | null;
};

/** A whole document before normalising. */
export type RawFeed = {
  title: RawText | null;
  links: RawLink[];
  language: string | null;
  authors: string[];
  hintSeconds: number | null;
  pollHints?: NonNullable<FeedDocument['pollHints']>;
  items: RawItem[];
};
