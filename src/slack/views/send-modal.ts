import * as z from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import { approveMailing, whatIsAsked } from '../../services/mailings/approve-mailing.ts';
import { mailingTitle } from '../../services/mailings/mailing-progress.ts';
import { paragraph } from '../blocks/block.ts';
import { counted } from '../blocks/count.ts';
import { holdText } from '../blocks/draft.ts';
import { plain } from '../mrkdwn.ts';
import { knownMailing, mailingReply, refreshDraftNote, settledText } from '../replies/mailing-reply.ts';
import { textOf } from './form-values.ts';
import { textInput } from './inputs.ts';
import { type Asked, doneFrom, formView, type Modal, messageView, openModal, readNote } from './modal.ts';

export const SEND_FORM = 'digest.send';
const TITLE = 'Send newsletter';
const Note = z.object({ id: z.string(), hash: z.string(), channelId: z.string().nullable() });

/**
 * Asks once more with the numbers before a newsletter leaves; before a first or a very large send the number of readers has
 * to be typed. Says so where a test has to be sent first.
 */
export async function openSendModal(ctx: Context, asked: Asked, publicId: string): Promise<void> {
  await openModal(ctx, { ...asked, title: TITLE }, async () => {
    const mailing = await knownMailing(ctx, publicId);
    if (mailing.state !== 'draft') return messageView(TITLE, [paragraph(await settledText(ctx, mailing))]);
    const { guard, readers } = await whatIsAsked(ctx, mailing);
    const title = plain(await mailingTitle(ctx, mailing), 150);
    const from = plain(ctx.config.mailFrom, 100);
    const words = `*${title}* goes to *${counted(readers, 'reader')}*, from ${from}. Mail can’t be called back after it has left. For ${holdText(ctx.config.holdSeconds)} it can be undone.`;
    if (guard === 'send_a_test') {
      const first =
        'Look at it in a mailbox first: no test of it as it is now was sent. `/newsdesk digest test` sends one.';
      return messageView(TITLE, [paragraph(`${words}\n${first} Nothing was approved.`)]);
    }
    const count = textInput({ id: 'count', label: 'Type the number of readers', max: 12 });
    const note: z.infer<typeof Note> = { id: publicId, hash: mailing.contentHash, channelId: asked.channelId };
    return formView({
      callbackId: SEND_FORM,
      title: TITLE,
      submit: TITLE,
      close: 'Keep editing',
      note,
      blocks: [paragraph(words), ...(guard ? [count] : [])],
    });
  });
}

/** Approves with the number that was typed. */
export const sendModal: Modal = {
  act: 'approve',
  async submit(ctx, { note, userId, values, screen }) {
    const { channelId, hash, id } = readNote(Note, note);
    const typed = 'count' in values ? Number(textOf(values, 'count').replace(/[\s,.’']/g, '') || Number.NaN) : null;
    if (typed !== null && !Number.isInteger(typed))
      return { kind: 'errors', errors: { count: 'Type a number, as in 1284.' } };
    return {
      kind: 'working',
      text: 'Counting readers…',
      async work() {
        const result = await approveMailing(ctx, {
          publicId: id,
          seenHash: hash,
          by: `slack:${userId}`,
          reportChannel: ctx.config.reviewChannel ?? (channelId || null),
          typedCount: typed,
        });
        if (result.kind !== 'holding') {
          const count =
            result.kind === 'send_a_test'
              ? 'Send a test of it as it is now first. Nothing was approved.'
              : `It goes to ${counted(result.readers, 'reader')}. Type that number. Nothing was approved.`;
          throw new AppError('invalid', count, { fields: { count } });
        }
        await refreshDraftNote(ctx, result.mailing);
        await screen.tell({ userId, channelId }, await mailingReply(ctx, result.mailing));
        const said = await settledText(ctx, result.mailing);
        return doneFrom(channelId, messageView(TITLE, [paragraph(said)]), said);
      },
    };
  },
};
