import { insertAudit } from '../../db/desk/audit.ts';
import type { Mailing } from '../../db/mailings/mailings.ts';
import { insertReportMails } from '../../db/mailings/messages.ts';
import { momentText } from '../../domain/date-text.ts';
import type { Locale } from '../../domain/locale.ts';
import { singleMailHeaders } from '../../domain/mail-headers.ts';
import { formatMailbox } from '../../domain/mailbox.ts';
import type { Context } from '../context.ts';
import { sha256 } from '../hash.ts';
import type { OutgoingMail } from '../ports.ts';
import { mailBrand, mailReplyTo } from './mail-brand.ts';
import type { ReportFigures } from './mail-views.ts';
import type { MailingReport } from './mailing-notes.ts';
import { mailingReport } from './mailing-report.ts';
import { readStaffAddresses } from './staff-addresses.ts';

const MOST_ADDRESSES = 10;

export type ReportMailing = { mailing: Mailing; addresses: readonly string[]; locale: Locale; by: string };

/**
 * Mails a mailing's report to the addresses that staff named, each at most once an hour. Returns how many mails are new.
 * Throws what readStaffAddresses throws.
 */
export async function mailReport(ctx: Context, input: ReportMailing): Promise<number> {
  const { by, locale, mailing } = input;
  const addresses = readStaffAddresses(input.addresses, {
    most: MOST_ADDRESSES,
    nothingDone: 'The report was not mailed',
  });
  const report = await mailingReport(ctx, mailing);
  const { subject, html, text } = ctx.renderer.message({
    kind: 'report',
    locale,
    brand: mailBrand(ctx, { locale, topicIds: [] }),
    link: report.pageUrl,
    unsubscribeUrl: null,
    preferencesUrl: null,
    report: figuresOf(ctx, report, locale),
  });
  const now = ctx.now();
  const mails = addresses.map(({ address, key }) => {
    const id = `${mailing.publicId}/${sha256(key).slice(0, 24)}/${now.slice(0, 13)}`;
    const mail: OutgoingMail = {
      from: formatMailbox(ctx.config.brand.siteName, ctx.config.mailFrom),
      to: address,
      replyTo: mailReplyTo(ctx, { locale, topicIds: [] }),
      subject,
      html,
      text,
      headers: singleMailHeaders(`report-${id.replaceAll('/', '-')}`),
      tags: [{ name: 'kind', value: 'report' }],
    };
    return { dedupeKey: `rp/${id}`, frozen: JSON.stringify(mail) };
  });
  const entry = { at: now, actor: by, act: 'mailing.report_mailed', subject: `mailing:${mailing.publicId}` };
  const [planned] = await ctx.db.batch([
    insertReportMails(ctx.db, mails, now),
    insertAudit(ctx.db, { ...entry, detail: { addresses: addresses.length } }),
  ]);
  ctx.ring();
  return planned?.meta.changes ?? 0;
}

function figuresOf({ config }: Context, report: MailingReport, locale: Locale): ReportFigures {
  const number = (count: number) => count.toLocaleString(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 });
  const share = (count: number) =>
    report.submitted > 0 ? `${number(count)} (${percent.format(count / report.submitted)})` : number(count);
  const time = (iso: string | null) => momentText(iso, locale, config.timeZone);
  return {
    newsletter: report.subject,
    began: time(report.startedAt),
    ended: time(report.finishedAt),
    due: report.due === null ? null : number(report.due),
    submitted: number(report.submitted),
    bounced: share(report.bounced),
    complained: share(report.complained),
    refused: number(report.refused + report.failed + report.suppressed),
    delayed: number(report.delayed),
    left: number(report.left),
  };
}
