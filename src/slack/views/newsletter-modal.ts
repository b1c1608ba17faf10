import type * as z from 'zod';
import { AppError } from '../../domain/errors.ts';
import { putLinkInNewsletter } from '../../services/articles/articles-of-links.ts';
import type { Context } from '../../services/context.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { paragraphWithButton } from '../blocks/buttons.ts';
import { putInText } from '../blocks/put-in.ts';
import { cut, linesWithin, plain } from '../mrkdwn.ts';
import type { Reply } from '../replies/reply.ts';
import { listOf } from './form-values.ts';
import { ticksInput } from './inputs.ts';
import { LinksNote, linksThatFit } from './links-note.ts';
import { formView, type Modal, messageView, readNote } from './modal.ts';
import type { ModalView } from './screen.ts';

export const NEWSLETTER_FORM = 'shortcut.newsletter';
export const TAKE_OUT_ACTION = 'newsletter.take_out';

/** Asks which of a message's links belong into the newsletter. */
export function newsletterView(given: readonly string[], channelId: string): ModalView {
  const links = linksThatFit(given);
  const choices = links.map((url, index) => ({ text: cut(url, 75), value: String(index) }));
  return formView({
    callbackId: NEWSLETTER_FORM,
    title: 'Send to newsletter',
    submit: 'Add',
    note: { links, channelId } satisfies z.infer<typeof LinksNote>,
    blocks: [
      ticksInput({
        id: 'links',
        label: 'Articles for the next newsletter',
        choices,
        initial: choices.map(({ value }) => value),
      }),
    ],
  });
}

/** Puts each chosen link in; reading the pages takes a moment. */
export const newsletterModal: Modal = {
  act: 'edit',
  async submit(ctx, { note, screen, userId, values }) {
    const { channelId, links } = readNote(LinksNote, note);
    const chosen = links.filter((_, index) => listOf(values, 'links').includes(String(index)));
    if (chosen.length === 0) return { kind: 'errors', errors: { links: 'Choose at least one link.' } };
    return {
      kind: 'working',
      text: 'Reading the pages…',
      async work() {
        const reply = await putInReply(ctx, chosen, `slack:${userId}`);
        await screen.tell({ userId, channelId }, reply);
        return messageView('Send to newsletter', [paragraph(reply.text)]);
      },
    };
  },
};

/** Puts links into the next newsletter, one after the other, and says of each what came of it, with Undo. */
export async function putInReply(ctx: Context, links: readonly string[], by: string): Promise<Reply> {
  const texts: string[] = [];
  const blocks: KnownBlock[] = [];
  for (const [index, url] of links.entries()) {
    const { text, undo } = await putIn(ctx, url, by);
    texts.push(text);
    const button = { actionId: `${TAKE_OUT_ACTION}:${index}`, label: 'Undo', value: undo ?? '' };
    blocks.push(undo ? paragraphWithButton(text, button) : paragraph(text));
  }
  return { text: linesWithin(texts, 2_900), blocks };
}

async function putIn(ctx: Context, url: string, by: string): Promise<{ text: string; undo: string | null }> {
  try {
    const put = await putLinkInNewsletter(ctx, { url, by });
    return { text: putInText(put), undo: put.kind === 'added' ? put.undo : null };
  } catch (error) {
    // One page that cannot be read must not keep the other links out.
    if (!(error instanceof AppError) || error.code === 'internal') throw error;
    return { text: `:warning: ${plain(url, 200)}: ${plain(error.message, 300)}`, undo: null };
  }
}
