import { cutToWidth } from '../domain/cut-text.ts';
import { headerText } from '../domain/header-text.ts';
import type { Locale } from '../domain/locale.ts';
import { plainLine } from '../domain/plain-text.ts';
import type { MailingView } from '../services/ports.ts';
import { nameData } from './brand-data.ts';
import { fillLine, type TemplateData } from './fill-template.ts';
import type { MailTemplate } from './mail-template.ts';

/** Phones show about this many columns of a subject; Gmail shows about 90 of a preheader. */
const HEADLINE_COLUMNS = 45;
/** A headline that is the mail's one subject: with the company's name it stays below what a header may hold. */
const ONLY_HEADLINE_COLUMNS = 100;
const PREHEADER_COLUMNS = 90;
const PREHEADER_TITLE_COLUMNS = 40;

/** Marks of answers and forwards, which a first mail must not pretend to be (Gmail's sender guidelines). */
const REPLY_MARK = /^(?:(?:re|fwd?|aw|wg|回复|转发)\s*[:：]\s*)+/i;

export type SubjectLine = { subject: string; preheader: string };

function linesFrom(template: MailTemplate, data: TemplateData, locale: Locale): SubjectLine {
  return {
    subject: headerText(fillLine(template.subject, data)),
    preheader: cutToWidth(headerText(fillLine(template.preheader, data)), PREHEADER_COLUMNS, locale),
  };
}

/** A digest's headline is one of several and is cut; an alert or correction is about its one headline and keeps a usual one. */
function headlineOf(view: MailingView, title: string): string {
  const own = title.replace(REPLY_MARK, '');
  return cutToWidth(own, view.kind === 'digest' ? HEADLINE_COLUMNS : ONLY_HEADLINE_COLUMNS, view.locale);
}

/** Subject and preheader of a mailing: what staff wrote, else built from its first articles. */
export function mailingSubject(view: MailingView, template: MailTemplate): SubjectLine {
  const [lead, second, third] = view.articles;
  const short = (title: string | undefined): string | null =>
    title === undefined ? null : cutToWidth(plainLine(title), PREHEADER_TITLE_COLUMNS, view.locale);
  const built = linesFrom(
    template,
    {
      ...nameData(view.brand.siteName),
      headline: headlineOf(view, plainLine(lead?.title ?? view.withdrawn?.[0] ?? '')),
      second: short(second?.title),
      third: short(third?.title),
      extract: plainLine(lead?.extract ?? '') || null,
      kindLabel: lead?.kindLabel ?? '',
      introLine: plainLine(view.intro ?? '') || null,
    },
    view.locale,
  );
  return {
    subject: headerText(view.subject ?? '').replace(REPLY_MARK, '') || built.subject,
    preheader: headerText(view.preheader ?? '') || built.preheader,
  };
}

/** Subject and preheader of a transactional mail. */
export function messageSubject(template: MailTemplate, data: TemplateData, locale: Locale): SubjectLine {
  return linesFrom(template, data, locale);
}
