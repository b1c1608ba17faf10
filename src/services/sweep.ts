import * as z from 'zod';
import { dropOldContacts } from '../db/desk/contact-messages.ts';
import { dropOldSeen } from '../db/desk/slack-seen.ts';
import { dropOldAddressChanges } from '../db/readers/address-changes.ts';
import { dropOldEvidence } from '../db/readers/consents.ts';
import { eraseNeverConfirmed, listNeverConfirmed } from '../db/readers/erasures.ts';
import { dropOldCounts } from '../db/readers/rate-counts.ts';
import { readSetting, writeSetting } from '../db/settings.ts';
import { addSeconds } from '../domain/time.ts';
import type { Context } from './context.ts';
import { emptyOldRecipients } from './mailings/empty-recipients.ts';
import { scrubErased } from './readers/erase-subscriber.ts';
import { tidyImports } from './readers/import-readers-undo.ts';

export const SWEEP_EVERY_SECONDS = 3600;

const DAY = 24 * 3600;
const ERASED_AT_ONCE = 200;
/** A confirmation link works for three days; four more make the seven after which an unconfirmed sign-up goes. */
const UNCONFIRMED_AFTER_LINK = 4 * DAY;
/** Three years, after which claims about unasked-for mail have lapsed in most places (for one, § 195 BGB). */
const EVIDENCE_AFTER_ERASURE = 3 * 366 * DAY;

/**
 * Once an hour, forgets what is only kept for a while: rate counts (2 days, of mailboxes 31), keys of Slack requests (1 hour), sign-ups nobody
 * confirmed (7 days), changes of address (30 days), questions from the contact page (half a year), evidence on erased readers (3 years), what a mailing held of them, and who exactly old mailings went to.
 */
export async function sweep(ctx: Context): Promise<void> {
  const now = ctx.now();
  const last = await readSetting(ctx.db, 'swept_at', z.string());
  if (last !== null && last > addSeconds(now, -SWEEP_EVERY_SECONDS)) return;
  await writeSetting(ctx.db, 'swept_at', now, now);
  await dropOldSeen(ctx.db, addSeconds(now, -3600));
  await ctx.db.batch([
    dropOldCounts(ctx.db, addSeconds(now, -2 * DAY), addSeconds(now, -31 * DAY)),
    dropOldContacts(ctx.db, addSeconds(now, -183 * DAY)),
    dropOldAddressChanges(ctx.db, addSeconds(now, -30 * DAY)),
    dropOldEvidence(ctx.db, addSeconds(now, -EVIDENCE_AFTER_ERASURE)),
  ]);
  await forgetUnconfirmed(ctx, addSeconds(now, -UNCONFIRMED_AFTER_LINK));
  await scrubErased(ctx);
  await tidyImports(ctx);
  await emptyOldRecipients(ctx);
}

/** However many a flood of sign-ups left: as many as the budget of this tick allows, the next hour the rest. */
async function forgetUnconfirmed(ctx: Context, before: string): Promise<void> {
  while (ctx.hasBudget()) {
    const unconfirmed = await listNeverConfirmed(ctx.db, before, ERASED_AT_ONCE);
    if (unconfirmed.length > 0) await ctx.db.batch(eraseNeverConfirmed(ctx.db, unconfirmed, before));
    if (unconfirmed.length < ERASED_AT_ONCE) return;
  }
}
