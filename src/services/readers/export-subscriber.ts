import { listContactsFrom } from '../../db/desk/contact-messages.ts';
import { listConsent, listLeaveReasons } from '../../db/readers/consents.ts';
import { findReaderById, listSentTo } from '../../db/readers/reader-list.ts';
import type { Subscriber } from '../../db/readers/subscribers.ts';
import { listTopicChoices } from '../../db/readers/subscriptions.ts';
import type { Context } from '../context.ts';

/** Newsletters looked through, the newest; who exactly got older ones is forgotten after a while anyway. */
const MAILINGS_LOOKED_AT = 500;

/** All that is kept of a reader, in a form a machine can read (GDPR art. 15 and 20). */
export async function exportSubscriber(ctx: Context, subscriber: Subscriber): Promise<Record<string, unknown>> {
  const { company, email, emailKey, frequency, id, locale, name, occupation, pausedUntil, timeZone } = subscriber;
  const [row, topics, consent, reasons, newsletters, questions] = await Promise.all([
    findReaderById(ctx.db, subscriber.publicId),
    listTopicChoices(ctx.db, id),
    listConsent(ctx.db, id),
    listLeaveReasons(ctx.db, id),
    listSentTo(ctx.db, id, MAILINGS_LOOKED_AT),
    listContactsFrom(ctx.db, emailKey),
  ]);
  return {
    exportedAt: ctx.now(),
    from: ctx.config.brand.siteName,
    reader: { name, email, company, occupation, locale, timeZone, frequency, pausedUntil },
    standing: row && {
      ...{ state: row.state, source: row.source, signedUpAt: row.createdAt },
      ...{ confirmedAt: row.confirmedAt, leftAt: row.leftAt },
    },
    topics: topics
      .filter(({ choice }) => choice !== null)
      .map(({ choice, frequency: often, name: topic }) => ({ topic, choice, frequency: often })),
    consent,
    reasonsForLeaving: reasons,
    newsletters,
    questions: questions.map(({ body, createdAt: askedAt, outlet, role: office }) => ({
      ...{ askedAt, office, outlet, question: body },
    })),
  };
}
