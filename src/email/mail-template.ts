/** The mails Newsdesk can write; each has a folder of the same name under emails/. */
export const MAIL_NAMES = [
  'digest',
  'alert',
  'correction',
  'confirm',
  'welcome',
  'already-subscribed',
  'preferences-link',
  'address-change',
  'address-changed',
  'contact-receipt',
  'invitation',
  'report',
] as const;
export type MailName = (typeof MAIL_NAMES)[number];

/** One mail in one locale after the build: four mustache templates, MJML already turned into HTML. */
export type MailTemplate = { subject: string; preheader: string; html: string; text: string };
