import type { FeedDocument, Picture } from '../domain/feed-item.ts';
import type { PostRemover } from './announcements/post-remover.ts';
import type { ArticleCard } from './articles/article-card.ts';
import type { ContactNote } from './desk/contact-note.ts';
import type { DeskNote } from './desk/desk-notes.ts';
import type { HubAnswer } from './feeds/hub-publisher.ts';
import type { PersonalParts } from './mailings/mail-views.ts';
import type { MailingNote } from './mailings/mailing-notes.ts';
import type { MailingProgress } from './mailings/mailing-standing.ts';
import type { WorkNote } from './operate/work-note.ts';

/** HTTP validators, kept byte for byte as the server sent them (RFC 9110 §8.8). */
export type Validators = { etag: string | null; lastModified: string | null };

export type FeedRequest = {
  url: string;
  validators: Validators;
  /** IANA zone for dates that carry none. */
  timeZone: string;
  /** SHA-256 of the last body, hex: the same body again counts as unchanged and is not parsed. */
  bodyHash?: string | null;
};

/** What one poll brought. `failed.kind` says whether the feed is gone for good (410), refused, or may come back. */
export type FeedAnswer =
  | {
      kind: 'unchanged';
      validators: Validators;
      freshForSeconds: number | null;
      /** Where an unbroken chain of 301/308 led, else null. */
      movedTo?: string | null;
      /** Whether the known body was sent again; false for a 304, of which a redirect to a mere page may boast as well. */
      hasBody?: boolean;
    }
  | {
      kind: 'document';
      document: FeedDocument;
      validators: Validators;
      freshForSeconds: number | null;
      /** SHA-256 of the body, hex: equal bodies need no work. */
      bodyHash: string;
      /** Where an unbroken chain of 301/308 led, else null. */
      movedTo: string | null;
    }
  | {
      kind: 'failed';
      reason: 'gone' | 'refused' | 'unreachable' | 'not_a_feed' | 'too_large' | 'unsafe';
      message: string;
      retryAfterSeconds: number | null;
      /** Where an HTML page that is no feed may have one; absent for other documents. */
      page?: PageFeeds;
    };

/** Addresses of feeds that a page announces (link elements, then its Link header), and usual ones of its site. */
export type PageFeeds = { announced: string[]; usual: string[] };

export interface FeedSource {
  /** Fetches and reads one feed. Never throws for what a server sends; a failure is an answer. */
  read(request: FeedRequest): Promise<FeedAnswer>;
}

export type HubRequest = {
  hubUrl: string;
  mode: 'subscribe' | 'unsubscribe';
  topicUrl: string;
  callbackUrl: string;
  /** Signs the pushes; at most 199 bytes (W3C WebSub §5.1). */
  secret: string;
  leaseSeconds: number;
};

export interface HubClient {
  /** Asks a WebSub hub to begin or to end its pushes for a topic. Never throws for what a hub does. */
  ask(request: HubRequest): Promise<HubAnswer>;
}

export type PageRequest = {
  url: string;
  /** IANA zone for dates that carry none. */
  timeZone: string;
};

/** What one web page says of the article on it. Plain texts, absolute http(s) URLs of the public web, ISO 8601 UTC times. */
export type PageArticle = {
  /** The page's own canonical address where it is on the same site, else where it was read. */
  url: string;
  headline: string | null;
  outlet: string | null;
  authors: string[];
  publishedAt: string | null;
  /** Only where it is later than `publishedAt`. */
  updatedAt: string | null;
  language: string | null;
  image: Picture | null;
  /** At most 300 characters; empty where the page has no text of its own. */
  extract: string;
  /** What the page does not say. */
  missing: PageField[];
};
export type PageField = 'headline' | 'outlet' | 'authors' | 'publishedAt' | 'language' | 'image' | 'extract';

export type PageAnswer =
  | { kind: 'page'; page: PageArticle }
  | {
      kind: 'failed';
      reason: 'gone' | 'refused' | 'unreachable' | 'not_a_page' | 'too_large' | 'unsafe';
      message: string;
    };

/** A text somebody wrote, safe to show, and a plain extract of it (at most 300 characters). */
export type CleanText = { html: string; extract: string };

export interface PageSource {
  /** Fetches one web page and reads the article on it. Never throws for what a server sends; a failure is an answer. */
  read(request: PageRequest): Promise<PageAnswer>;
  /** Makes plain text or simple HTML safe, by the rules for feeds. `base` is what relative addresses are read against. */
  clean(written: string, base: string | null): Promise<CleanText>;
}

/** One mail, ready to leave. `to` is one bare address. */
export type OutgoingMail = {
  from: string;
  to: string;
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
};

/**
 * What the provider said.
 * - accepted: it took the request; `ids` in input order, `rejected` the recipients it refused one by one.
 * - refused: it definitely took nothing; `stop` says that retrying alone cannot help (key, domain, quota, bad request).
 * - unanswered: nobody knows (timeout, reset, 5xx): the same key and bytes must be sent again.
 * - conflict: it had the key before with other bytes, so whether these readers were mailed a person has to find out.
 */
export type SendOutcome = (
  | { kind: 'accepted'; ids: string[]; rejected: { index: number; message: string }[] }
  | { kind: 'refused'; code: string; message: string; stop: boolean; retryAfterSeconds: number | null }
  | { kind: 'unanswered'; code: string; message: string; retryAfterSeconds: number | null }
  | { kind: 'conflict'; code: string; message: string }
) & { rate?: RateFacts };

/** The limit as an answer stated it: `limit` requests in `windowSeconds`, of which `remaining` are left until `resetSeconds`. */
export type RateFacts = {
  limit: number;
  windowSeconds: number;
  remaining: number | null;
  resetSeconds: number | null;
};

/** What all readers of one variant share; the slots of a rendered mail are still open in `html` and `text`. */
export type SharedMail = Omit<OutgoingMail, 'to'>;

/** What only one reader's copy holds. `headers` and `tags` stand beside those that are shared. */
export type ReaderMail = Pick<OutgoingMail, 'to' | 'headers' | 'tags'> & { parts: PersonalParts };

/** One mail as the provider takes it: UTF-8 that all readers share, the same list for each, and this reader's texts in between. */
export type EncodedMail = { shared: readonly Uint8Array[]; own: readonly string[] };

export interface Mailer {
  /** Requests a second to stay below while the provider states no limit; null: as many as we like. */
  readonly assumedRate: number | null;
  /** Sends one mail. `idempotencyKey` ≤ 256 characters; same key with the same mail never sends twice within 24 h. */
  send(mail: OutgoingMail, idempotencyKey: string): Promise<SendOutcome>;
  /** Prepares a mail for many readers. Pure: the same mail and reader give the same bytes. */
  encoder(shared: SharedMail): (reader: ReaderMail) => EncodedMail;
  /** The body of one request for up to 100 mails. Pure. */
  batchBody(mails: readonly EncodedMail[]): Uint8Array<ArrayBuffer>;
  /** Sends such a body, byte for byte, under one key. Uses it up: another attempt needs a body of its own. */
  sendBatch(body: Uint8Array<ArrayBuffer>, idempotencyKey: string): Promise<SendOutcome>;
}

/**
 * What Slack said of one call.
 * - posted: `ts` names the message.
 * - refused: Slack definitely did not take it.
 * - unanswered: it may have taken it; never repeat by itself (Slack has no idempotency key).
 */
export type PostOutcome =
  | { kind: 'posted'; ts: string }
  | { kind: 'refused'; code: string; retryAfterSeconds: number | null }
  | { kind: 'unanswered'; code: string };

/** What Newsdesk says in Slack on its own account. The Slack side turns it into blocks. */
export type SlackNote =
  | DeskNote
  | WorkNote
  | { kind: 'article'; card: ArticleCard }
  /** Nobody knows whether a post went out: staff look and choose. */
  | { kind: 'unknown_post'; announcementId: string; channelId: string; card: ArticleCard }
  | { kind: 'mailing'; mailing: MailingProgress }
  | MailingNote
  /** A feed brought so much at once that it is held until staff choose. */
  | { kind: 'flood'; flood: FloodQuestion }
  /** A feed has not answered for a day, or says that it is gone for good. */
  | { kind: 'feed_failing'; feed: FailingFeed }
  /** A feed of which staff were told that it fails answers again. */
  | { kind: 'feed_recovered'; title: string; failedSince: string; feedId: string }
  | ContactNote
  /** More sign-ups than usual: no further confirmation leaves before `until`. */
  | { kind: 'signup_flood'; perHour: number; until: string };

/** What staff are asked about articles that are held. Texts are plain and unescaped. */
export type FloodQuestion = { publicId: string; feedTitle: string; count: number; titles: string[] };

/** A feed in trouble. `number` is what staff may type for it. */
export type FailingFeed = {
  publicId: string;
  number: number;
  title: string;
  failingSince: string;
  error: string;
  isGone: boolean;
};

/** The thread below the message `ts`; `isBroadcast`: the reply shows in the channel as well. */
export type Thread = { ts: string; isBroadcast: boolean };

export interface Announcer extends PostRemover {
  /** Posts a note to a channel, or into a thread there. Never throws for what Slack answers. */
  post(channelId: string, note: SlackNote, thread?: Thread): Promise<PostOutcome>;
  /** Puts a note in the place of one of our own messages. */
  update(channelId: string, ts: string, note: SlackNote): Promise<PostOutcome>;
}

export type { ArticleCard } from './articles/article-card.ts';
export type { FetchedImage, ImageSource, ImageType } from './articles/image-source.ts';
export type { HubAnswer, HubPublisher } from './feeds/hub-publisher.ts';
export type { MailEvents } from './mailings/mail-events.ts';
export type {
  CorrectedText,
  EventFacts,
  MailingArticle,
  MailingView,
  MailRenderer,
  MessageView,
  PersonalParts,
  RenderedMail,
} from './mailings/mail-views.ts';
export type { MailingProgress } from './mailings/mailing-standing.ts';
export type { ChannelFacts, DomainFacts, Examiner, SlackFacts } from './operate/examiner.ts';
