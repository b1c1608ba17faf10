import type { Mailing } from '../../db/mailings/mailings.ts';
import { listChangedSince } from '../../db/mailings/shown-articles.ts';
import type { Context } from '../context.ts';
import { pauseByItself } from './control-mailing.ts';

/**
 * Pauses a mailing of which an article was withdrawn since it was last let go on: its mails stay as they were approved, and
 * whether the others get them too is for a person to say. True where it rests.
 */
export async function pauseForWithdrawn(ctx: Context, mailing: Pick<Mailing, 'id' | 'publicId'>): Promise<boolean> {
  const withdrawn = (await listChangedSince(ctx.db, mailing.id)).filter(({ isNew }) => isNew);
  if (withdrawn.length === 0) return false;
  const titles = withdrawn.map(({ title }) => `“${title.slice(0, 100)}”`).join(', ');
  const was = withdrawn.length === 1 ? 'was' : 'were';
  const reason = `${titles} ${was} withdrawn. The mails are as approved: after Resume the others get them with it. Cancel the rest to keep it from them; a correction reaches those who have it.`;
  await pauseByItself(ctx, mailing, { code: 'article_withdrawn', reason, resumeAt: null });
  return true;
}
