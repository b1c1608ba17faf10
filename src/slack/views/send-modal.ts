import * as z from 'zod';
import { AppError } from '../../domain/errors.ts';
import { approveMailing } from '../../services/approve-mailing.ts';
import type { Context } from '../../services/context.ts';
import { mailingTitle } from '../../services/mailing-progress.ts';
import { paragraph } from '../blocks/block.ts';
import { readersText } from '../blocks/draft.ts';
import { knownMailing, mailingReply, refreshDraftNote, settledText } from '../draft-reply.ts';
import { plain } from '../mrkdwn.ts';
import type { DigestAsked } from './digest-modal.ts';
import { textOf } from './form-values.ts';
import { textInput } from './inputs.ts';
import { formView, type Modal, messageView, openModal, readNote } from './modal.ts';

export const SEND_FORM = 'digest.send';
const TITLE = 'Send newsletter';
const Note = z.object({ id: z.string(), hash: z.string(), channelId: z.string() });

/** Asks for the number of readers to be typed, before a first or a very large send. */
export async function openSendModal(
  ctx: Context,
  asked: DigestAsked,
  { publicId, hash, readers }: { publicId: string; hash: string; readers: number },
): Promise<void> {
  await openModal(ctx, { ...asked, title: TITLE }, async () => {
    const mailing = await knownMailing(ctx, publicId);
    const title = plain(await mailingTitle(ctx, mailing), 150);
    const from = plain(ctx.config.mailFrom, 100);
    const words = `*${title}* goes to *${readersText(readers)}*, from ${from}. Mail can’t be called back after it has left. For a minute it can be undone.`;
    return formView({
      callbackId: SEND_FORM,
      title: TITLE,
      submit: TITLE,
      close: 'Keep editing',
      note: { id: publicId, hash, channelId: asked.channelId } satisfies z.infer<typeof Note>,
      blocks: [paragraph(words), textInput({ id: 'count', label: 'Type the number of readers', max: 12 })],
    });
  });
}

/** Approves with the number that was typed. */
export const sendModal: Modal = {
  act: 'approve',
  async submit(ctx, { note, userId, values, screen }) {
    const { channelId, hash, id } = readNote(Note, note);
    const typed = Number(textOf(values, 'count').replace(/[\s,.’']/g, ''));
    if (!Number.isInteger(typed)) return { kind: 'errors', errors: { count: 'Type a number, as in 1284.' } };
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
              : `It goes to ${readersText(result.readers)}. Type that number. Nothing was approved.`;
          throw new AppError('invalid', count, { fields: { count } });
        }
        await refreshDraftNote(ctx, result.mailing);
        await screen.tell({ userId, channelId: channelId || null }, await mailingReply(ctx, result.mailing));
        return messageView(TITLE, [paragraph(await settledText(ctx, result.mailing))]);
      },
    };
  },
};
