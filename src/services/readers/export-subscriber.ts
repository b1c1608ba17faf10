import { listConsent } from '../../db/readers/consents.ts';
import type { Subscriber } from '../../db/readers/subscribers.ts';
import { listTopicChoices } from '../../db/readers/subscriptions.ts';
import type { Context } from '../context.ts';

/** All that is kept of a reader, in a form a machine can read (GDPR art. 15 and 20). */
export async function exportSubscriber(ctx: Context, subscriber: Subscriber): Promise<Record<string, unknown>> {
  const { company, email, frequency, locale, name, occupation, pausedUntil, timeZone } = subscriber;
  const topics = await listTopicChoices(ctx.db, subscriber.id);
  return {
    exportedAt: ctx.now(),
    from: ctx.config.brand.siteName,
    reader: { name, email, company, occupation, locale, timeZone, frequency, pausedUntil },
    topics: topics
      .filter(({ choice }) => choice !== null)
      .map(({ choice, frequency: often, name: topic }) => ({ topic, choice, frequency: often })),
    consent: await listConsent(ctx.db, subscriber.id),
  };
}
