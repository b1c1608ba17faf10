import { MOST_MAILS } from '../../db/mailings/split-batch.ts';
import type { Context } from '../context.ts';
import type { MailBuilder } from './build-mails.ts';
import { capToday, sizeUnderCap } from './daily-cap.ts';

/** The provider states no size; half of what API gateways usually take (10 MB) is safe. */
const MOST_BYTES = 5_000_000;
/** Address, headers and links of one reader. */
const OWN_BYTES = 1_500;

/** How many mails go into one request: 100, fewer where the mails are large or few may leave a day. */
export async function batchSize(ctx: Context, builder: Pick<MailBuilder, 'mailBytes'>): Promise<number> {
  const bySize = Math.floor(MOST_BYTES / ((await builder.mailBytes()) + OWN_BYTES));
  const cap = capToday(ctx);
  const byCap = cap === null ? MOST_MAILS : sizeUnderCap(cap);
  return Math.max(1, Math.min(MOST_MAILS, bySize, byCap));
}
