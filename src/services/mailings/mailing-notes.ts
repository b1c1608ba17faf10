import type { DraftMailing } from './draft-mailing.ts';
import type { MailingProgress } from './mailing-standing.ts';

/** What became of a mailing, a day after it ended or at any time since. */
export type MailingReport = {
  publicId: string;
  /** What staff may type for it: #12. */
  number: number;
  subject: string;
  state: MailingProgress['state'];
  startedAt: string | null;
  finishedAt: string | null;
  approvedBy: string;
  due: number | null;
  submitted: number;
  refused: number;
  unknownBatches: number;
  /** Readers by the gravest thing the provider reported about their mail. */
  delayed: number;
  failed: number;
  suppressed: number;
  bounced: number;
  complained: number;
  /** Readers who left by a link while or within a day after it was sent. */
  left: number;
  articles: { title: string; url: string; followed: number | null }[];
  /** The printable page; works for 30 days. */
  pageUrl: string;
};

/** The newsletters that began to be sent in a month of the newsroom's zone, such as 2026-03. */
export type MonthReport = {
  month: string;
  mailings: number;
  submitted: number;
  refused: number;
  bounced: number;
  complained: number;
  /** Readers who left in that month, whatever made them. */
  left: number;
  /** The first ten, in order. */
  named: { number: number; subject: string; submitted: number }[];
};

/** What Newsdesk says in Slack about a mailing beside the message in which it is followed. */
export type MailingNote =
  /** It paused by itself: staff look, and resume or cancel. */
  | { kind: 'mailing_paused'; mailing: MailingProgress }
  /** It had left whole when too many of its mails came back, or too many readers complained. */
  | { kind: 'mailing_trouble'; mailing: MailingProgress; reason: string }
  /** Nobody knows whether some of its batches left: staff choose. */
  | { kind: 'unknown_batches'; mailing: MailingProgress }
  | { kind: 'mailing_report'; report: MailingReport }
  /** What a month's newsletters came to. */
  | { kind: 'monthly_report'; month: MonthReport }
  /** A newsletter, alert or correction waits for staff, or leaves unless they stop it. */
  | { kind: 'draft_mailing'; draft: DraftMailing };
