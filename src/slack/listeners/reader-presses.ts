import type { Context } from '../../services/context.ts';
import { findReader } from '../../services/readers/find-reader.ts';
import { undoImport } from '../../services/readers/import-readers-undo.ts';
import { liftSuppression } from '../../services/readers/lift-suppression.ts';
import {
  eraseReader,
  exportReader,
  resendConfirmation,
  unsubscribeReader,
} from '../../services/readers/reader-acts.ts';
import { message } from '../blocks/block.ts';
import { IMPORT_UNDO_ACTION } from '../blocks/import.ts';
import { confirmationText, HASH_MARK, READER_ACTIONS, readerBlocks } from '../blocks/reader.ts';
import { plain } from '../mrkdwn.ts';
import type { Reply } from '../replies/reply.ts';
import type { Press, Pressed } from './press.ts';

/** Buttons under one reader; only the owner sees and presses them. */
export const READER_PRESSES: Record<string, Press> = {
  [READER_ACTIONS.resend]: { act: 'own', isBeside: true, run: pressResend },
  [READER_ACTIONS.unsubscribe]: { act: 'own', run: pressUnsubscribe },
  [READER_ACTIONS.export]: { act: 'own', isBeside: true, run: pressExport },
  [READER_ACTIONS.erase]: { act: 'own', run: pressErase },
  [READER_ACTIONS.lift]: { act: 'own', run: pressLift },
  [IMPORT_UNDO_ACTION]: { act: 'own', run: pressUndoImport },
};

async function pressResend(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  return { text: confirmationText(await resendConfirmation(ctx, subject, `slack:${userId}`)) };
}

async function pressUnsubscribe(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  await unsubscribeReader(ctx, subject, `slack:${userId}`);
  return { text: 'Unsubscribed.', blocks: readerBlocks(await findReader(ctx, { publicId: subject })) };
}

/** What is kept of one person, as far as a message holds it; the API gives it whole. */
async function pressExport(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  const kept = JSON.stringify(await exportReader(ctx, subject, `slack:${userId}`), null, 1);
  const text = `All that is kept of them${kept.length > 1_200 ? ` (cut; \`GET /api/v1/readers/${subject}/export\` gives it whole)` : ''}:\n${plain(kept.slice(0, 1_200), 1_300)}`;
  return message(text);
}

async function pressErase(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  await eraseReader(ctx, subject, `slack:${userId}`);
  const text = 'Erased. They won’t get mail unless they sign up again.';
  return message(text);
}

async function pressLift(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  const whose = subject.startsWith(HASH_MARK) ? { hash: subject.slice(HASH_MARK.length) } : { publicId: subject };
  const reader = await liftSuppression(ctx, whose, `slack:${userId}`);
  const text =
    'Lifted, and nothing was sent. They get mail again once they sign up and confirm themselves. Take the address off Resend’s own suppression list too.';
  const file = reader ? readerBlocks(await findReader(ctx, reader)) : [];
  return message(text, file);
}

async function pressUndoImport(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  const { consentSource, state } = await undoImport(ctx, subject, `slack:${userId}`);
  const name = `“${plain(consentSource, 200)}”`;
  const text =
    state === 'undone'
      ? `Removed by <@${userId}>: the readers of the import ${name} are gone. Opt-outs and bounces it brought stay.`
      : `Being removed: the readers of the import ${name} get no mail any more, and the rest is done within the hour.`;
  return message(text);
}
