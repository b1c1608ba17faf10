import * as z from 'zod';
import { announceArticle, editPostText, knownPost } from '../../services/articles/article-posts.ts';
import { shownImage, slackCard } from '../../services/articles/article-view.ts';
import type { Context } from '../../services/context.ts';
import { articleBlocks } from '../blocks/article.ts';
import { ARTICLE_ACTIONS } from '../blocks/article-standing.ts';
import { paragraph } from '../blocks/block.ts';
import { buttonRow } from '../blocks/buttons.ts';
import { counted } from '../blocks/count.ts';
import { localTime, plain } from '../mrkdwn.ts';
import { articleCardReply, knownArticle } from '../replies/article-reply.ts';
import { type FormValues, listOf, textOf, textOrNull } from './form-values.ts';
import { channelInput, textInput, ticksInput, timeInput } from './inputs.ts';
import {
  type Asked,
  type Done,
  doneFrom,
  formView,
  type InView,
  type Modal,
  messageView,
  type Outcome,
  openModal,
  readNote,
} from './modal.ts';
import type { ModalView } from './screen.ts';

export const ANNOUNCE_FORM = 'announce.form';
export const CONFIRM_SHARE_FORM = 'announce.confirm';
export const POST_TEXT_FORM = 'post.text';
const FEW_CHANNELS = 3;
const MOST_CHANNELS = 20;
const TEXT_LIMIT = 600;

const NoteShape = z.object({ articleId: z.string(), channelId: z.string().nullable() });
type Note = z.infer<typeof NoteShape>;
const WishShape = z.object({
  articleId: z.string(),
  channelId: z.string().nullable(),
  channels: z.array(z.string()),
  text: z.string().nullable(),
  showsImage: z.boolean(),
  at: z.string().nullable(),
});
type Wish = z.infer<typeof WishShape>;

/** Opens the form in which somebody shares an article in channels. */
export async function openAnnounceModal(ctx: Context, asked: Asked, publicId: string): Promise<void> {
  await openModal(ctx, { ...asked, title: 'Share in Slack' }, async () => {
    const article = await knownArticle(ctx, publicId);
    const hasImage = shownImage(article) !== null;
    const image = hasImage
      ? [
          ticksInput({
            id: 'image',
            label: 'Picture',
            isOptional: true,
            choices: [{ text: 'Show the picture', value: 'yes' }],
            initial: ['yes'],
          }),
        ]
      : [];
    return formView({
      callbackId: ANNOUNCE_FORM,
      title: 'Share in Slack',
      submit: 'Share',
      note: { articleId: article.publicId, channelId: asked.channelId } satisfies Note,
      blocks: [
        // A picture that Slack cannot load would keep the form from opening: it is shown where the post is.
        ...articleBlocks(slackCard(ctx, article, false)),
        { type: 'divider' },
        channelInput({
          id: 'channels',
          label: 'Channels',
          isMany: true,
          most: MOST_CHANNELS,
          initial: [asked.channelId],
        }),
        textInput({
          id: 'text',
          label: 'Text below the headline',
          isOptional: true,
          isLong: true,
          max: TEXT_LIMIT,
          initial: article.extract,
        }),
        ...image,
        timeInput({ id: 'at', label: 'When', hint: 'Empty: now.', isOptional: true }),
      ],
    });
  });
}

function wishOf(note: Note, values: FormValues, extract: string): Wish {
  const text = textOf(values, 'text');
  return {
    ...note,
    channels: [...new Set(listOf(values, 'channels'))],
    text: text === '' || text === extract.trim() ? null : text,
    showsImage: listOf(values, 'image').includes('yes'),
    at: textOrNull(values, 'at'),
  };
}

export const announceModal: Modal = {
  act: 'edit',
  async submit(ctx, input) {
    const note = readNote(NoteShape, input.note);
    const article = await knownArticle(ctx, note.articleId);
    const wish = wishOf(note, input.values, article.extract);
    if (wish.channels.length === 0) return { kind: 'errors', errors: { channels: 'Choose at least one channel.' } };
    if (wish.at !== null && wish.at <= ctx.now())
      return { kind: 'errors', errors: { at: 'That time is over. Choose a later one, or leave it empty for now.' } };
    if (isManyChannels(wish.channels)) return { kind: 'pushed', view: confirmShareView(article.title, wish) };
    return sharing(ctx, input, wish);
  },
};

/** Whether they are so many that sharing there needs a second look. */
export function isManyChannels(channels: readonly string[]): boolean {
  return channels.length > FEW_CHANNELS;
}

/** Asks once more before an article goes to many channels. */
export function confirmShareView(title: string, wish: Wish): ModalView {
  const where = wish.channels.map((id) => `<#${id}>`).join(', ');
  const when = wish.at ? `at ${localTime(wish.at)}` : 'now';
  return formView({
    callbackId: CONFIRM_SHARE_FORM,
    title: `${wish.channels.length} channels`,
    submit: `Share in ${wish.channels.length}`,
    close: 'Back',
    note: wish,
    blocks: [paragraph(`*${plain(title, 200)}* is shared ${when} in ${where}.`)],
  });
}

export const confirmShareModal: Modal = {
  act: 'edit',
  submit: async (ctx, input) => sharing(ctx, input, readNote(WishShape, input.note)),
};

function sharing(ctx: Context, input: InView, wish: Wish): Outcome {
  return { kind: 'working', text: 'Sharing…', work: () => shareArticle(ctx, input, wish) };
}

/** Shares an article as was wished and tells whoever asked, with Undo. Throws what announceArticle throws. */
export async function shareArticle(ctx: Context, { screen, userId }: InView, wish: Wish): Promise<Done> {
  const { channels, articleId, channelId, ...rest } = wish;
  const by = `slack:${userId}`;
  const done = await announceArticle(ctx, { ...rest, publicId: articleId, channelIds: channels, by });
  const said = sharedSentence(done.planned, wish);
  const undo = { actionId: ARTICLE_ACTIONS.undoAnnounce, label: 'Undo', value: `${articleId} ${done.announcedAt}` };
  const extra = done.announcedAt ? [buttonRow([undo])] : [];
  await screen.tell({ userId, channelId }, await articleCardReply(ctx, done.article, { said, extra }));
  const view = messageView('Share in Slack', [paragraph(said)]);
  return doneFrom(channelId, view, `*${plain(done.article.title, 150)}*: ${said}`);
}

function sharedSentence(planned: number, { at, channels }: Wish): string {
  if (planned === 0) return 'It stands in that channel already. Nothing new was shared.';
  const where = counted(planned, 'channel');
  const rest = channels.length > planned ? ' The others show it already.' : '';
  const when = at
    ? `It is shared in ${where} at ${localTime(at)}.`
    : `It goes out in ${where} now, a second apart where several wait.`;
  return `${when}${rest} Undo works for 10 minutes.`;
}

/** Opens the form for the words of one post, from its own menu. */
export async function openPostTextModal(ctx: Context, asked: Asked, postId: string): Promise<void> {
  await openModal(ctx, { ...asked, title: 'Edit text' }, async () => {
    const { post, article } = await knownPost(ctx, postId);
    return formView({
      callbackId: POST_TEXT_FORM,
      title: 'Edit text',
      submit: 'Save',
      note: { postId },
      blocks: [
        paragraph(`*${plain(article.title, 200)}* in <#${post.channelId}>. The article itself stays as it is.`),
        textInput({
          id: 'text',
          label: 'Text below the headline',
          hint: post.isCompact ? 'Empty: the headline alone.' : 'Empty: the article’s extract.',
          isOptional: true,
          isLong: true,
          max: TEXT_LIMIT,
          initial: post.text ?? (post.isCompact ? '' : article.extract),
        }),
      ],
    });
  });
}

export const postTextModal: Modal = {
  act: 'edit',
  async submit(ctx, input) {
    const { postId } = readNote(z.object({ postId: z.string() }), input.note);
    const text = textOrNull(input.values, 'text');
    const { isChanged } = await editPostText(ctx, { postId, text, by: `slack:${input.userId}` });
    const said = isChanged
      ? 'Saved. The post follows within a few seconds.'
      : 'Nothing was changed: the text is the same, or the post is gone or out of reach.';
    return { kind: 'shown', view: messageView('Edit text', [paragraph(said)]) };
  },
};
