import type { Context } from '../../services/context.ts';
import { draftDigest } from '../../services/send-digest.ts';
import { paragraph } from '../blocks/block.ts';
import { plain } from '../mrkdwn.ts';
import { messageView, openModal } from '../views/modal.ts';
import type { Screen } from '../views/screen.ts';

/** Who asked, and with what a modal is opened. */
export type Asked = { userId: string; triggerId: string; screen: Screen };

/** Prepares a newsletter of what is new and says what is in it; it goes out only by `/newsdesk digest`. */
export async function openCreateDigest(ctx: Context, { screen, triggerId, userId }: Asked): Promise<void> {
  const title = 'Create digest';
  await openModal(ctx, { screen, triggerId, title }, async () => {
    const { articles } = await draftDigest(ctx, { by: `slack:${userId}` });
    const lines = articles.slice(0, 20).map((article) => `• ${plain(article.title, 100)}`);
    const text = `The draft holds ${articles.length} ${articles.length === 1 ? 'article' : 'articles'}. Nothing was sent. \`/newsdesk digest\` shows it, with preview, test and sending.`;
    return messageView(title, [paragraph(text), paragraph(lines.join('\n'))]);
  });
}
