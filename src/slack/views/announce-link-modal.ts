import type * as z from 'zod';
import { articleOfLink } from '../../services/articles/articles-of-links.ts';
import { paragraph } from '../blocks/block.ts';
import { cut, plain } from '../mrkdwn.ts';
import { confirmShareView, isManyChannels, shareArticle } from './announce-modal.ts';
import { listOf, textOf } from './form-values.ts';
import { channelInput, choiceInput } from './inputs.ts';
import { LinksNote, linksThatFit } from './links-note.ts';
import { formView, type Modal, readNote } from './modal.ts';
import type { ModalView } from './screen.ts';

export const ANNOUNCE_LINK_FORM = 'shortcut.announce';

/** Asks in which channels to announce the article of a link, and which link where a message has several. */
export function announceLinkView(given: readonly string[], channelId: string | null): ModalView {
  const links = linksThatFit(given);
  const choices = links.map((url, index) => ({ text: cut(url, 75), value: String(index) }));
  return formView({
    callbackId: ANNOUNCE_LINK_FORM,
    title: 'Announce article',
    submit: 'Announce',
    note: { links, channelId } satisfies z.infer<typeof LinksNote>,
    blocks: [
      ...(links.length > 1
        ? [choiceInput({ id: 'link', label: 'Which article?', choices, initial: '0' })]
        : [paragraph(plain(links[0] ?? '', 300))]),
      channelInput({ id: 'channels', label: 'Share in', isMany: true, most: 20, initial: [channelId] }),
    ],
  });
}

/**
 * Announces at once, in many channels after another look; a link that is not in the newsroom yet is taken from its page first,
 * which takes a moment.
 */
export const announceLinkModal: Modal = {
  act: 'edit',
  async submit(ctx, input) {
    const { channelId, links } = readNote(LinksNote, input.note);
    const channels = [...new Set(listOf(input.values, 'channels'))];
    if (channels.length === 0) return { kind: 'errors', errors: { channels: 'Choose at least one channel.' } };
    const url = links[Number(textOf(input.values, 'link')) || 0] ?? '';
    return {
      kind: 'working',
      text: 'Announcing…',
      async work() {
        const { article } = await articleOfLink(ctx, { url, emailMode: 'none', by: `slack:${input.userId}` });
        const wish = { articleId: article.publicId, channelId, channels, text: null, showsImage: true, at: null };
        return isManyChannels(channels)
          ? confirmShareView(article.title, wish, 'Cancel')
          : shareArticle(ctx, input, wish);
      },
    };
  },
};
