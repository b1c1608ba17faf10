import * as z from 'zod';
import type { StaffArticle } from '../../db/articles/staff-articles.ts';
import { slackCard } from '../../services/articles/article-view.ts';
import { type LinkedArticle, readLink } from '../../services/articles/articles-of-links.ts';
import type { Context } from '../../services/context.ts';
import { sha256 } from '../../services/hash.ts';
import { articleBlocks } from '../blocks/article.ts';
import { paragraph } from '../blocks/block.ts';
import { cut, plain } from '../mrkdwn.ts';
import { isManyChannels, shareArticle } from './announce-modal.ts';
import { listOf, textOf } from './form-values.ts';
import { channelInput, choiceInput } from './inputs.ts';
import { LinksNote, linksThatFit } from './links-note.ts';
import { formView, type Modal, readNote } from './modal.ts';
import type { ModalView } from './screen.ts';

export const ANNOUNCE_LINK_FORM = 'shortcut.announce';
export const ANNOUNCE_LINK_CONFIRM = 'shortcut.announce_confirm';

/** Asks in which channels to announce the article of a link, and which link where a message has several. */
export function announceLinkView(given: readonly string[], channelId: string | null): ModalView {
  const links = linksThatFit(given);
  const choices = links.map((url, index) => ({ text: cut(url, 75), value: String(index) }));
  return formView({
    callbackId: ANNOUNCE_LINK_FORM,
    title: 'Announce article',
    submit: 'Preview',
    note: { links, channelId } satisfies z.infer<typeof LinksNote>,
    blocks: [
      ...(links.length > 1
        ? [choiceInput({ id: 'link', label: 'Which article?', choices, initial: '0' })]
        : [paragraph(plain(links[0] ?? '', 300))]),
      channelInput({ id: 'channels', label: 'Share in', isMany: true, most: 20, initial: [channelId] }),
    ],
  });
}

/** Shows what would be published and posted before anything is: reading a page takes a moment. */
export const announceLinkModal: Modal = {
  act: 'edit',
  async submit(ctx, { note, userId, values }) {
    const { channelId, links } = readNote(LinksNote, note);
    const channels = [...new Set(listOf(values, 'channels'))];
    if (channels.length === 0) return { kind: 'errors', errors: { channels: 'Choose at least one channel.' } };
    const url = links[Number(textOf(values, 'link')) || 0] ?? '';
    return {
      kind: 'working',
      text: 'Reading the page…',
      work: async () => linkPreview(ctx, await read(ctx, url, userId), { url, channelId, channels }),
    };
  },
};

const WishShape = z.object({ url: z.string(), channelId: z.string().nullable(), channels: z.array(z.string()) });
const SeenShape = WishShape.extend({ seen: z.string() });

function read(ctx: Context, url: string, userId: string): Promise<LinkedArticle> {
  return readLink(ctx, { url, emailMode: 'none', by: `slack:${userId}` });
}

/** The post as it would be, where it would go, and whether the article is published with it. */
export function linkPreview(
  ctx: Context,
  { article, publish }: LinkedArticle,
  wish: z.infer<typeof WishShape>,
  said = '',
): ModalView {
  const { channels } = wish;
  const where = channels.map((id) => `<#${id}>`).join(', ');
  const first = publish
    ? `This is published in the newsroom, in no email, and shared in ${where}.`
    : `This stands in the newsroom. It is shared in ${where}.`;
  const act = publish ? 'Publish and share' : 'Share';
  return formView({
    callbackId: ANNOUNCE_LINK_CONFIRM,
    title: 'Announce article',
    submit: isManyChannels(channels) ? `${act} in ${channels.length}` : act,
    note: { ...wish, seen: looksOf(article) } satisfies z.infer<typeof SeenShape>,
    // A picture that Slack cannot load would keep the form from opening.
    blocks: [paragraph(`${said}${first}`), { type: 'divider' }, ...articleBlocks(slackCard(ctx, article, false))],
  });
}

/** What somebody confirms is what they saw: a page may change meanwhile. */
function looksOf({ extract, title }: StaffArticle): string {
  return sha256(JSON.stringify([title, extract]));
}

/** Publishes what is new and shares it, where the page still says what was shown. */
export const announceLinkConfirmModal: Modal = {
  act: 'edit',
  async submit(ctx, input) {
    const { seen, ...wish } = readNote(SeenShape, input.note);
    return {
      kind: 'working',
      text: 'Announcing…',
      async work() {
        const link = await read(ctx, wish.url, input.userId);
        if (looksOf(link.article) !== seen)
          return linkPreview(ctx, link, wish, 'The page says something else now; nothing was done yet. ');
        const { publicId: articleId } = link.publish ? await link.publish() : link.article;
        const { channelId, channels } = wish;
        return shareArticle(ctx, input, { articleId, channelId, channels, text: null, showsImage: true, at: null });
      },
    };
  },
};
