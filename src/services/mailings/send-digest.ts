import type { Article } from '../../db/articles/articles.ts';
import type { Audience } from '../../db/mailings/audiences.ts';
import { stopWaiting } from '../../db/mailings/drafts.ts';
import { findOpenDigest, type Mailing } from '../../db/mailings/mailings.ts';
import { countActive } from '../../db/readers/subscribers.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';
import { approveMailing } from './approve-mailing.ts';
import { countAudience } from './audience-preview.ts';
import { composeDigest, listDigestNews } from './compose-digest.ts';

export type SendDigestInput = {
  by: string;
  /** Slack channel in which staff follow the send; null: none. */
  reportChannel: string | null;
  /** The number of readers as staff typed it, where they did. */
  typedCount: number | null;
  /** Whom it goes to; absent: every reader who has not had all of it. */
  audience?: Audience;
};

export type SendDigestResult =
  | { kind: 'holding'; mailing: Mailing; articles: Article[]; readers: number }
  /** Nothing is approved yet: the number of readers must be typed first. */
  | { kind: 'type_the_number'; mailing: Mailing; readers: number }
  /** Nothing is approved yet: a test mail of it as it is now must be sent first. */
  | { kind: 'send_a_test'; mailing: Mailing; readers: number };

/**
 * Composes a digest of what is new and approves it; it leaves when its hold is over, unless undone.
 * Two people or two clicks at once make one digest: the second is told of the first by AppError('conflict').
 */
export async function sendDigest(ctx: Context, input: SendDigestInput): Promise<SendDigestResult> {
  const { articles, mailing } = await draftDigest(ctx, input);
  const result = await approveMailing(ctx, {
    ...input,
    publicId: mailing.publicId,
    seenHash: mailing.contentHash,
  }).catch(async (error: unknown) => {
    // Somebody was faster with the same articles: what they did not need must not stand among the drafts.
    const reason = 'Another digest with its articles was approved first.';
    await ctx.db.batch([stopWaiting(ctx.db, { id: mailing.id, from: ['draft'], reason })]);
    throw error;
  });
  return result.kind === 'holding' ? { ...result, articles } : { ...result, mailing };
}

/**
 * Makes a draft of what is new for an audience, in the place of an earlier one that nobody approved. Throws
 * AppError('conflict') where one is on its way, nothing is new or, unless `allowsNobody`, nobody would get it.
 */
export async function draftDigest(
  ctx: Context,
  input: Pick<SendDigestInput, 'by' | 'audience'> & { allowsNobody?: boolean },
): Promise<{ mailing: Mailing; articles: Article[] }> {
  const open = await findOpenDigest(ctx.db);
  if (open && open.state !== 'draft') {
    throw new AppError(
      'conflict',
      'A digest is already on its way. Nothing was sent a second time. See `/newsdesk digest status`.',
    );
  }
  if (!input.allowsNobody) await requireReaders(ctx);
  const audience = input.audience ?? {};
  const news = await listDigestNews(ctx, audience);
  if (!input.allowsNobody && (await countAudience(ctx, { audience, news, maxId: null })).total === 0)
    throw new AppError(
      'conflict',
      'No reader is due these articles. Nothing was sent. `/newsdesk digest audience` says why.',
    );
  if (open)
    await ctx.db.batch([stopWaiting(ctx.db, { id: open.id, from: ['draft'], reason: 'A newer one replaced it.' })]);
  const articles = news.map(({ article }) => article);
  return { mailing: await composeDigest(ctx, { by: input.by, audience, articles }), articles };
}

async function requireReaders(ctx: Context): Promise<void> {
  const { active } = await countActive(ctx.db);
  if (active > 0) return;
  throw new AppError(
    'conflict',
    `Nobody has signed up yet. Nothing was sent. The sign-up form is at ${ctx.config.brand.baseUrl}/subscribe: share that address, or add somebody with \`/newsdesk subscribers add\`.`,
  );
}
