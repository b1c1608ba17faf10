import * as z from 'zod';
import type { Context } from '../../services/context.ts';
import { alertArticle, previewAlert } from '../../services/mailings/alert-article.ts';
import { audienceText } from '../blocks/audience.ts';
import { paragraph } from '../blocks/block.ts';
import { holdText } from '../blocks/draft.ts';
import { plain } from '../mrkdwn.ts';
import { mailingReply } from '../replies/mailing-reply.ts';
import { type Asked, formView, type Modal, messageView, openModal, readNote } from './modal.ts';

export const ALERT_FORM = 'article.alert';
const TITLE = 'Alert readers';
const Note = z.object({ id: z.string(), channelId: z.string().nullable() });

/** Shows who would be alerted of an article, and what happens then. */
export async function openAlertModal(ctx: Context, asked: Asked, publicId: string): Promise<void> {
  await openModal(ctx, { ...asked, title: TITLE }, async () => {
    const preview = await previewAlert(ctx, publicId);
    const needs = ctx.settings.sending.alertsNeedApproval;
    const where = ctx.config.reviewChannel ? ` in <#${ctx.config.reviewChannel}>` : '';
    const hold = holdText(ctx.config.holdSeconds);
    const fate = needs
      ? `It waits for approval${where}. Nothing leaves by itself.`
      : `By your settings alerts need no approval: it leaves in about ${hold}, and can be undone until then.`;
    const words = [paragraph(`*${plain(preview.title, 150)}*\n${fate}`), paragraph(audienceText(preview))];
    if (preview.total === 0) return messageView(TITLE, words);
    return formView({
      callbackId: ALERT_FORM,
      title: TITLE,
      submit: needs ? 'Ask for approval' : 'Send alert',
      note: { id: publicId, channelId: asked.channelId } satisfies z.infer<typeof Note>,
      blocks: words,
    });
  });
}

export const alertModal: Modal = {
  act: 'edit',
  async submit(ctx, { note, userId, screen }) {
    const { channelId, id } = readNote(Note, note);
    return {
      kind: 'working',
      text: 'Making the alert…',
      async work() {
        const mailing = await alertArticle(ctx, id, `slack:${userId}`);
        await screen.tell({ userId, channelId }, await mailingReply(ctx, mailing));
        const next = ctx.settings.sending.alertsNeedApproval
          ? 'It leaves once somebody approves it.'
          : `It leaves in about ${holdText(ctx.config.holdSeconds)}, and can be undone until then.`;
        return messageView(TITLE, [paragraph(`The alert is made. ${next} Nothing was sent yet.`)]);
      },
    };
  },
};
