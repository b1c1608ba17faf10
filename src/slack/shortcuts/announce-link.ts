import * as z from 'zod';
import type { StaffArticle } from '../../db/articles/staff-articles.ts';
import { announceArticle } from '../../services/articles/article-posts.ts';
import { articleOfLink } from '../../services/articles/articles-of-links.ts';
import { paragraph } from '../blocks/block.ts';
import { buttonRow } from '../blocks/buttons.ts';
import type { Reply } from '../commands/command.ts';
import { cut, plain } from '../mrkdwn.ts';
import { confirmShareView, MANY_CHANNELS } from '../views/announce-modal.ts';
import { listOf, textOf } from '../views/form-values.ts';
import { channelInput, choiceInput } from '../views/inputs.ts';
import { formView, type Modal, messageView, readNote } from '../views/modal.ts';
import type { ModalView } from '../views/screen.ts';
import { ANNOUNCE_LINK_FORM, UNDO_ANNOUNCE_ACTION } from './names.ts';

const Note = z.object({ links: z.array(z.string()), channelId: z.string() });

/** A note holds 3,000 characters. */
const NOTE_FOR_LINKS = 2_500;

/** Asks in which channels to announce the article of a link, and which link where a message has several. */
export function announceLinkView(given: readonly string[], channelId: string): ModalView {
  const links = thatFit(given);
  const choices = links.map((url, index) => ({ text: cut(url, 75), value: String(index) }));
  return formView({
    callbackId: ANNOUNCE_LINK_FORM,
    title: 'Announce article',
    submit: 'Announce',
    note: { links, channelId },
    blocks: [
      ...(links.length > 1
        ? [choiceInput({ id: 'link', label: 'Which article?', choices, initial: '0' })]
        : [paragraph(plain(links[0] ?? '', 300))]),
      channelInput({ id: 'channels', label: 'Share in', isMany: true, most: 20, initial: [channelId] }),
    ],
  });
}

function thatFit(links: readonly string[]): string[] {
  const kept: string[] = [];
  for (const url of links) {
    if (JSON.stringify([...kept, url]).length > NOTE_FOR_LINKS) break;
    kept.push(url);
  }
  return kept;
}

/**
 * Announces at once, in many channels after another look; a link that is not in the newsroom yet is taken from its page first,
 * which takes a moment.
 */
export const announceLinkModal: Modal = {
  act: 'edit',
  async submit(ctx, { note, screen, userId, values }) {
    const { channelId, links } = readNote(Note, note);
    const channelIds = [...new Set(listOf(values, 'channels'))];
    if (channelIds.length === 0) return { kind: 'errors', errors: { channels: 'Choose at least one channel.' } };
    const url = links[Number(textOf(values, 'link')) || 0] ?? '';
    const by = `slack:${userId}`;
    return {
      kind: 'working',
      text: 'Announcing…',
      async work() {
        const { article } = await articleOfLink(ctx, { url, emailMode: 'none', by });
        const { publicId } = article;
        if (channelIds.length > MANY_CHANNELS) {
          const wish = { articleId: publicId, channelId, channels: channelIds, text: null, showsImage: true, at: null };
          return confirmShareView(article.title, wish, 'Cancel');
        }
        const done = await announceArticle(ctx, {
          publicId,
          channelIds,
          text: null,
          showsImage: true,
          at: null,
          by,
        });
        const reply = announcedReply(done, channelIds);
        await screen.tell({ userId, channelId }, reply);
        return messageView('Announce article', [paragraph(reply.text)]);
      },
    };
  },
};

type Done = { article: Pick<StaffArticle, 'title' | 'publicId'>; planned: number; announcedAt: string | null };

function announcedReply({ announcedAt, article, planned }: Done, channelIds: readonly string[]): Reply {
  const title = `*${plain(article.title, 150)}*`;
  const where = channelIds.map((id) => `<#${id}>`).join(', ');
  if (planned === 0) return { text: `${title} stands in ${where} already. Nothing was announced.` };
  const text = `:loudspeaker: ${title} goes to ${where} now.`;
  if (!announcedAt) return { text };
  const undo = { actionId: UNDO_ANNOUNCE_ACTION, label: 'Undo', value: `${article.publicId} ${announcedAt}` };
  return { text, blocks: [paragraph(text), buttonRow([undo])] };
}
