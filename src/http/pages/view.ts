import type { Brand } from '../../domain/brand.ts';
import type { Picture } from '../../domain/feed-item.ts';
import type { Locale } from '../../domain/locale.ts';

/** What a sign-up form asks its reader to agree to. */
export type SignUpTerms = {
  text: string;
  /** Names the sentence in the evidence. */
  version: string;
  privacyUrl: string;
  needsTick: boolean;
};

/** What every page needs to know about the newsroom and the request. */
export type PageShell = {
  brand: Brand;
  locale: Locale;
  /** The languages this newsroom has. */
  locales: readonly Locale[];
  /** True where the address named the language (`?lang=`): links then carry it on, so that a choice lasts. */
  localeChosen: boolean;
  /** Path and query inside the newsroom, without the base address's own path and without `lang`: "/articles/x?y=1". */
  path: string;
  /** IANA zone in which dates are shown. */
  timeZone: string;
  /** What sign-up forms ask their reader to agree to. */
  terms: SignUpTerms;
  /** Logos, pictures and facts for journalists; an http(s) address, null where there is none. */
  pressKitUrl: string | null;
};

/** One article as lists show it. Texts are plain and unescaped. */
export type ArticleCardView = {
  slug: string;
  /** The original report's address, else null. Only http(s) is ever rendered. */
  url: string | null;
  title: string;
  kind: string;
  kindLabel: string;
  /** Empty where the rights allow the headline only. */
  extract: string;
  outlet: string | null;
  /** ISO 8601. */
  publishedAt: string | null;
  /** BCP 47 tag of the article's own language. */
  language: string | null;
  image: Picture | null;
};

/** An article on its own page. `html` must come from the feed sanitiser; it is written out as it stands. */
export type ArticleView = ArticleCardView & {
  updatedAt: string | null;
  body: { kind: 'extract' } | { kind: 'full'; html: string };
};

/** The same story in another language. */
export type TwinView = { slug: string; title: string; locale: Locale };

/** What a list may be narrowed by, and by what it is. `path` is where the form asks: "/" or a topic's page. */
export type FilterView = {
  path: string;
  kinds: { value: string; label: string }[];
  topics: { slug: string; name: string }[];
  years: number[];
  chosen: FilterChoice;
};
export type FilterChoice = { kind: string | null; topic: string | null; year: number | null; question: string };

/** When and where an event is. Times are ISO 8601; `url` is where one registers and untrusted. */
export type EventView = { startsAt: string; endsAt: string | null; place: string | null; url: string | null };
export type EventCardView = { slug: string; title: string; language: string | null; event: EventView };

/** What stands around an article. Addresses are untrusted. */
export type ArticleExtras = {
  author: string | null;
  documents: { title: string; url: string; language: string | null }[];
  event: EventView | null;
  topics: { slug: string; name: string }[];
  related: ArticleCardView[];
};

export const NO_EXTRAS: ArticleExtras = { author: null, documents: [], event: null, topics: [], related: [] };

/** The sign-up form's inputs, named as `POST /subscribe` takes them. */
export const SIGN_UP_FIELDS = ['name', 'email', 'company', 'occupation', 'topics', 'consent', 'check'] as const;
export type SignUpField = (typeof SIGN_UP_FIELDS)[number];

/** Why an input was refused. An unknown code is shown as `invalid`. */
export type FieldProblem =
  | 'required'
  | 'invalid'
  | 'too_long'
  | 'disposable'
  | 'role'
  | 'misspelt'
  | 'not_offered'
  | 'too_fast'
  | 'unreadable';

export type SignUpView = {
  values: Partial<Record<SignUpField, string>>;
  errors: Partial<Record<SignUpField, FieldProblem>>;
  /** The address that was probably meant. */
  suggestion?: string | null;
  /** Hidden fields that go back as they came, and when the form was first drawn. */
  hidden?: Record<string, string>;
  /** Set where Cloudflare Turnstile asks for a person. */
  siteKey?: string | null;
};

export const EMPTY_SIGN_UP: SignUpView = { values: {}, errors: {} };
