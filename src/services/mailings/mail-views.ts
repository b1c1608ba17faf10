import type { Brand } from '../../domain/brand.ts';
import type { Locale } from '../../domain/locale.ts';

/** When and where something takes place. Times are ISO UTC; texts plain. */
export type EventFacts = { startsAt: string; endsAt: string | null; place: string | null; url: string | null };

/**
 * One article as a mailing shows it. `url` is where the headline leads, `sourceUrl` where its outlet has it; texts are
 * plain and unescaped.
 */
export type MailingArticle = {
  /** Key of the kind, such as `press_release`: decides the section it stands in. */
  kind: string;
  kindLabel: string;
  title: string;
  extract: string;
  outlet: string | null;
  publishedAt: string;
  url: string;
  sourceUrl: string | null;
  language: string | null;
  image: { url: string; alt: string; caption: string | null; credit: string | null } | null;
  event?: EventFacts | null;
};

/** What a correction corrects: the earlier text's title, its address where it can still be read, and what was wrong. */
export type CorrectedText = { title: string; url: string | null; wrong: string | null };

/** Everything a mailing shows that is the same for all readers of one variant. */
export type MailingView = {
  kind: 'digest' | 'alert' | 'correction';
  locale: Locale;
  brand: Brand;
  /** ISO time of composing; shown as a date in `timeZone`. */
  date: string;
  timeZone: string;
  subject: string | null;
  preheader: string | null;
  intro: string | null;
  /** The first is the lead: it gives the subject its headline and its section comes first. */
  articles: MailingArticle[];
  /** How many more stand in the newsroom than fit here. */
  moreCount: number;
  /** Where the mailing can be read in a browser; absent where it is not archived. */
  webUrl?: string | null;
  /** Only for a correction, and so are titles of articles that no longer stand; without `articles` there is one at least. */
  corrected?: CorrectedText | null;
  withdrawn?: readonly string[];
};

/** A rendered mail in which personal parts are still slots (see email/merge.ts). */
export type RenderedMail = { subject: string; preheader: string; html: string; text: string };

/** What fills a mailing's slots for one reader. Values are plain; merging escapes them for HTML. */
export type PersonalParts = { greeting: string; unsubscribeUrl: string; preferencesUrl: string };

/** The mails that answer one act of one person. */
export type MessageKind =
  | 'confirm'
  | 'welcome'
  | 'already_subscribed'
  | 'preferences_link'
  /** To the address a reader wants to be mailed at, and to the one they were mailed at. */
  | 'address_change'
  | 'address_changed'
  | 'contact_receipt'
  /** To a reader whom staff ask whether they want topics by invitation. */
  | 'invitation'
  /** To whom staff name, about one mailing. */
  | 'report';

/** A mailing's figures as a person reads them, in the locale of the mail. `newsletter` is its title, plain. */
export type ReportFigures = Record<
  'newsletter' | 'submitted' | 'bounced' | 'complained' | 'refused' | 'delayed' | 'left',
  string
> &
  Record<'began' | 'ended' | 'due', string | null>;

/** A transactional mail. `link` is the one address it is about, absolute. */
export type MessageView = {
  kind: MessageKind;
  locale: Locale;
  brand: Brand;
  link: string;
  /** Only mails to confirmed readers carry these. */
  unsubscribeUrl: string | null;
  preferencesUrl: string | null;
  /** Only for `confirm`: where the mailbox says that it did not ask. */
  notMeUrl?: string;
  /** Only for `contact_receipt`: our name for the message, to quote in a further one. */
  reference?: string | null;
  /** Only for `invitation`: the names of the topics, plain. */
  topics?: string;
  /** Only for `report`. */
  report?: ReportFigures;
};

export interface MailRenderer {
  /** Pure: the same view gives the same bytes. Throws AppError('invalid') for an article URL that is not http(s). */
  mailing(view: MailingView): RenderedMail;
  /** Pure; no slots are left in the answer. */
  message(view: MessageView): RenderedMail;
  /** Prepares a rendered mailing for merging; the returned function fills one reader's parts in by joining pieces. */
  merger(mail: RenderedMail): (parts: PersonalParts) => { html: string; text: string };
}
