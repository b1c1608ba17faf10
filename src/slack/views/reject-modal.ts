import * as z from 'zod';
import type { Approval } from '../../db/announcements/approvals.ts';
import { decideAnnouncement } from '../../services/announcements/decide-announcement.ts';
import { paragraph } from '../blocks/block.ts';
import { mentionOf } from '../blocks/person.ts';
import { localTime, plain } from '../mrkdwn.ts';
import { textOf } from './form-values.ts';
import { textInput } from './inputs.ts';
import { formView, type Modal, messageView, readNote } from './modal.ts';
import type { ModalView } from './screen.ts';

export const REJECT_FORM = 'approval.reject';

const Note = z.object({ id: z.string(), isFromHome: z.boolean().default(false) });

/** Asks why a post is sent back. `isFromHome`: the Home tab it was opened from is drawn anew. */
export function rejectView(
  approval: Pick<Approval, 'publicId' | 'title' | 'channelId'>,
  isFromHome = false,
): ModalView {
  const note: z.infer<typeof Note> = { id: approval.publicId, isFromHome };
  return formView({
    callbackId: REJECT_FORM,
    title: 'Reject',
    submit: 'Reject',
    note,
    blocks: [
      paragraph(
        `*${plain(approval.title, 150)}* does not go to <#${approval.channelId}>. Its author gets your reason.`,
      ),
      textInput({ id: 'reason', label: 'Why, and what would make it ready?', max: 600, isLong: true }),
    ],
  });
}

/** Rejects with the reason; the card in the review channel follows. */
export const rejectModal: Modal = {
  act: 'approve',
  async submit(ctx, { note, userId, values }) {
    const { id, isFromHome } = readNote(Note, note);
    const reason = textOf(values, 'reason');
    if (reason === '') return { kind: 'errors', errors: { reason: 'Say why, so that the author can do something.' } };
    const { isDecided, approval } = await decideAnnouncement(ctx, {
      publicId: id,
      decision: 'reject',
      by: `slack:${userId}`,
      reason,
    });
    if (isDecided) {
      const told = `Sent back: *${plain(approval.title, 150)}*. Its author has your reason.`;
      return { kind: 'closed', homeNotice: isFromHome ? told : null };
    }
    const who = mentionOf(approval.decidedBy) ?? 'Somebody';
    const what = approval.state === 'rejected' ? 'rejected' : 'settled';
    const at = approval.decidedAt ? ` at ${localTime(approval.decidedAt, '{time}')}` : '';
    return {
      kind: 'shown',
      view: messageView('Reject', [paragraph(`${who} already ${what} this${at}. Nothing was done.`)]),
    };
  },
};
