import type { FeedDocument } from '../domain/feed-item.ts';

/** HTTP validators, kept byte for byte as the server sent them (RFC 9110 §8.8). */
export type Validators = { etag: string | null; lastModified: string | null };

export type FeedRequest = {
  url: string;
  validators: Validators;
  /** IANA zone for dates that carry none. */
  timeZone: string;
};

/** What one poll brought. `failed.kind` says whether the feed is gone for good (410), refused, or may come back. */
export type FeedAnswer =
  | { kind: 'unchanged'; validators: Validators; freshForSeconds: number | null }
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
  | { kind: 'failed'; reason: 'gone' | 'refused' | 'unreachable' | 'not_a_feed' | 'too_large' | 'unsafe'; message: string; retryAfterSeconds: number | null };

export interface FeedSource {
  /** Fetches and reads one feed. Never throws for what a server sends; a failure is an answer. */
  read(request: FeedRequest): Promise<FeedAnswer>;
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
 */
export type SendOutcome =
  | { kind: 'accepted'; ids: string[]; rejected: { index: number; message: string }[] }
  | { kind: 'refused'; code: string; message: string; stop: boolean; retryAfterSeconds: number | null }
  | { kind: 'unanswered'; code: string; message: string; retryAfterSeconds: number | null };

export interface Mailer {
  /** Sends one mail. `idempotencyKey` ≤ 256 characters; same key with the same mail never sends twice within 24 h. */
  send(mail: OutgoingMail, idempotencyKey: string): Promise<SendOutcome>;
  /** Sends up to 100 mails in one request under one key. */
  sendBatch(mails: readonly OutgoingMail[], idempotencyKey: string): Promise<SendOutcome>;
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

/** A Slack message: Block Kit blocks and the complete text that notifications and screen readers get. */
export type SlackMessage = { text: string; blocks: object[] };

export interface Announcer {
  post(channelId: string, message: SlackMessage): Promise<PostOutcome>;
  update(channelId: string, ts: string, message: SlackMessage): Promise<PostOutcome>;
}
