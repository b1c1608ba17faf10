import * as z from 'zod';
import { type EmailEvent, insertEmailEvent, type ProblemType } from '../../db/mailings/email-events.ts';
import { countSoftBounce, endSoftBounces, suppress } from '../../db/readers/suppressions.ts';
import { readEmailAddress } from '../../domain/email-address.ts';
import type { Context } from '../context.ts';
import { addressHashIfAny } from '../readers/address-hash.ts';

/** What the provider calls the events we keep (https://resend.com/docs/dashboard/webhooks/event-types). */
const PROBLEMS: Record<string, ProblemType> = {
  'email.delivery_delayed': 'delayed',
  'email.failed': 'failed',
  'email.suppressed': 'suppressed',
  'email.bounced': 'bounced',
  'email.complained': 'complained',
};

const text = (most: number) => z.string().max(most).nullish().catch(null);
const publicId = z
  .string()
  .regex(/^[a-z0-9]{1,40}$/)
  .nullish()
  .catch(null);
const detail = z.object({ type: text(40), subType: text(60), reason: text(2000), message: text(2000) }).nullish();

/** Whatever is not as documented counts as absent; only the type has to be there. */
const EventShape = z.object({
  type: z.string().max(60),
  created_at: z.iso.datetime({ offset: true }).nullish().catch(null),
  data: z
    .object({
      email_id: text(100),
      to: z.array(z.string().max(320)).min(1).max(50).nullish().catch(null),
      tags: z.object({ mailing: publicId, reader: publicId }).nullish().catch(null),
      bounce: detail.catch(null),
      failed: detail.catch(null),
      suppressed: detail.catch(null),
    })
    .catch({}),
});
type ProviderEvent = z.infer<typeof EventShape>;

/** stored: now or before. ignored: of a kind we do not keep, or not about a reader of ours. */
export type Taken = 'stored' | 'ignored';

/**
 * Takes in one genuine webhook: stores it once, and at once ends mail to an address that bounced for good or complained.
 * Temporary bounces end it after `settings.sending.softBounceLimit` in a row. Counting comes later, in bulk.
 */
export async function takeEvent(ctx: Context, svixId: string, payload: unknown): Promise<Taken> {
  const parsed = EventShape.safeParse(payload);
  if (!parsed.success) return 'ignored';
  const { data, type } = parsed.data;
  const now = ctx.now();
  // The provider's clock may run ahead of ours; nothing is reported before it happened.
  const given = parsed.data.created_at ? new Date(parsed.data.created_at).toISOString() : now;
  const occurredAt = given < now ? given : now;
  const address = readEmailAddress(data.to?.[0] ?? '');
  if (type === 'email.delivered' && address && data.tags?.reader) {
    await ctx.db.batch([endSoftBounces(ctx.db, { publicId: data.tags.reader, emailKey: address.key, at: occurredAt })]);
  }
  const problem = Object.hasOwn(PROBLEMS, type) ? PROBLEMS[type] : undefined;
  if (!problem) return 'ignored';
  const event: EmailEvent = {
    svixId,
    type: problem,
    providerId: data.email_id ?? null,
    readerId: data.tags?.reader ?? null,
    mailingId: data.tags?.mailing ?? null,
    reason: reasonOf(parsed.data),
    occurredAt,
  };
  const [stored] = await ctx.db.batch([
    insertEmailEvent(ctx.db, event, now),
    ...(address ? await consequences(ctx, event, { emailKey: address.key, bounce: data.bounce?.type ?? null }) : []),
  ]);
  const isNew = stored?.meta.changes === 1;
  if (isNew) ctx.log.info('event.stored', { type: problem, mailing: event.mailingId });
  return isNew ? 'stored' : 'ignored';
}

async function consequences(
  ctx: Context,
  event: EmailEvent,
  { emailKey, bounce }: { emailKey: string; bounce: string | null },
) {
  const now = ctx.now();
  // Without a hash the reader's own row still ends mail to them.
  const emailHash = (await addressHashIfAny(ctx))?.(emailKey) ?? null;
  const blame = { event, emailKey, emailHash };
  if (event.type === 'complained') return suppress(ctx.db, blame, 'complaint', now);
  if (event.type !== 'bounced') return [];
  if (bounce?.toLowerCase() === 'permanent') return suppress(ctx.db, blame, 'bounce', now);
  return countSoftBounce(ctx.db, blame, ctx.settings.sending.softBounceLimit, now);
}

/** Why, in the provider's words; they quote addresses and servers, so only its classes are kept. */
function reasonOf({ data }: ProviderEvent): string | null {
  const words = data.bounce ?? data.suppressed ?? data.failed;
  const named = [words?.type, words?.subType].filter(Boolean).join(': ') || words?.reason || '';
  return named.replace(/\S*@\S*/g, '[address]').slice(0, 100) || null;
}
