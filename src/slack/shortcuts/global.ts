import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import { FeedChoiceError } from '../../services/discover-feeds.ts';
import { draftDigest } from '../../services/send-digest.ts';
import { paragraph } from '../blocks/block.ts';
import { connectFeed } from '../connect-feed.ts';
import { plain } from '../mrkdwn.ts';
import { textOf } from '../views/form-values.ts';
import { addressInput, channelInput } from '../views/inputs.ts';
import { formView, type Modal, messageView, openModal } from '../views/modal.ts';
import type { ModalView, Screen } from '../views/screen.ts';

/** Who asked, and with what a modal is opened. */
export type Asked = { userId: string; triggerId: string; screen: Screen };

export const ADD_FEED_FORM = 'shortcut.add_feed';

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

/** Asks for a feed's or a site's address, and for the channel that gets its new articles. */
export async function openAddFeed(ctx: Context, { screen, triggerId }: Asked): Promise<void> {
  await openModal(ctx, { screen, triggerId, title: 'Add a feed' }, async () => addFeedView());
}

function addFeedView(): ModalView {
  return formView({
    callbackId: ADD_FEED_FORM,
    title: 'Add a feed',
    submit: 'Add',
    blocks: [
      addressInput({ id: 'url', label: 'Address of the feed or its site', placeholder: 'https://example.com' }),
      channelInput({ id: 'channel', label: 'Channel for its new articles', isCurrentDefault: true }),
    ],
  });
}

export const addFeedModal: Modal = {
  act: 'edit',
  async submit(ctx, { userId, values }) {
    const url = textOf(values, 'url');
    const channelId = textOf(values, 'channel');
    return {
      kind: 'working',
      text: 'Reading the feed…',
      async work() {
        try {
          const { text } = await connectFeed(ctx, { url, channelId, userId });
          return messageView('Add a feed', [paragraph(text)]);
        } catch (error) {
          if (!(error instanceof FeedChoiceError)) throw error;
          const choices = error.candidates.map((candidate) => candidate.url).join(' or ');
          throw new AppError('invalid', 'Nothing was added.', {
            fields: { url: `That page has several feeds. Give the address of one: ${choices}`.slice(0, 900) },
            cause: error,
          });
        }
      },
    };
  },
};
