import { listMailingArticles } from '../../db/articles/articles.ts';
import { countBatches } from '../../db/mailings/batch-counts.ts';
import { countFollowed } from '../../db/mailings/link-counts.ts';
import { readStanding } from '../../db/mailings/mailing-control.ts';
import { findMailing, type Mailing } from '../../db/mailings/mailings.ts';
import { countLeft } from '../../db/readers/growth.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';
import { articleLink } from '../links.ts';
import { signToken, verifyToken } from '../tokens.ts';
import type { MailingReport } from './mailing-notes.ts';
import { mailingTitle } from './mailing-progress.ts';

const LINK_DAYS = 30;
const DAY = 86_400;

/** The printable page of a mailing's report; the link works for 30 days. */
export function reportLink(ctx: Pick<Context, 'config' | 'now'>, publicId: string): string {
  const until = Math.floor(Date.parse(addSeconds(ctx.now(), LINK_DAYS * DAY)) / 1000);
  const token = signToken(ctx.config.tokenKeys, 'report', { subject: publicId, detail: String(until) });
  return `${ctx.config.brand.baseUrl}/reports/${publicId}?t=${token}`;
}

/** The mailing whose report a link opens; null for a link that is forged, for another mailing, or over. */
export async function readReportLink(ctx: Context, publicId: string, token: string): Promise<Mailing | null> {
  const claim = verifyToken(ctx.config.tokenKeys, 'report', token);
  if (claim?.subject !== publicId || Number(claim.detail) * 1000 < Date.parse(ctx.now())) return null;
  return findMailing(ctx.db, publicId);
}

/** What became of a mailing, in numbers only: nothing in it tells of one reader. */
export async function mailingReport(ctx: Context, mailing: Mailing): Promise<MailingReport> {
  const [{ unknown }, { dueCount, problems }, articles, followed, left, subject] = await Promise.all([
    countBatches(ctx.db, mailing.id),
    readStanding(ctx.db, mailing.id),
    listMailingArticles(ctx.db, mailing.id),
    countFollowed(ctx.db, mailing.id),
    countLeft(ctx.db, mailing.startedAt, mailing.startedAt ? addSeconds(mailing.finishedAt ?? ctx.now(), DAY) : ''),
    mailingTitle(ctx, mailing),
  ]);
  const count = (type: string) => problems[type] ?? 0;
  return {
    publicId: mailing.publicId,
    number: mailing.id,
    subject,
    state: mailing.state,
    startedAt: mailing.startedAt,
    finishedAt: mailing.finishedAt,
    approvedBy: mailing.approvedBy ?? '',
    due: dueCount,
    submitted: mailing.submittedCount,
    refused: mailing.failedCount,
    unknownBatches: unknown,
    delayed: count('delayed'),
    failed: count('failed'),
    suppressed: count('suppressed'),
    bounced: count('bounced'),
    complained: count('complained'),
    left,
    articles: articles.map(({ id, slug, title, url }) => ({
      title,
      url: url ?? articleLink(ctx, slug),
      followed: ctx.settings.sending.countsLinks ? (followed.get(id) ?? 0) : null,
    })),
    pageUrl: reportLink(ctx, mailing.publicId),
  };
}
