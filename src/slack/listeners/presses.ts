import { findMailing } from '../../db/mailings/mailings.ts';
import { decideUnknownPost } from '../../services/announcements/decide-unknown-post.ts';
import type { Context } from '../../services/context.ts';
import { stopMailing } from '../../services/mailings/approve-mailing.ts';
import { mailingProgress } from '../../services/mailings/mailing-progress.ts';
import { message, paragraph } from '../blocks/block.ts';
import { mailingSentence, UNDO_ACTION } from '../blocks/mailing.ts';
import { mentionOf } from '../blocks/person.ts';
import { POST_AGAIN_ACTION, POSTED_ACTION } from '../blocks/unknown-post.ts';
import { lastActWords } from '../commands/log.ts';
import { queueReply } from '../commands/queue.ts';
import type { Reply } from '../replies/reply.ts';
import { ARTICLE_PRESSES } from './article-presses.ts';
import { COMMAND_PRESSES } from './command-presses.ts';
import { CONTACT_PRESSES } from './contact-presses.ts';
import { DESK_PRESSES } from './desk-presses.ts';
import { DIGEST_PRESSES } from './digest-presses.ts';
import { FEED_PRESSES } from './feed-presses.ts';
import { GLANCE_PRESSES } from './glance-presses.ts';
import { MAILING_PRESSES } from './mailing-presses.ts';
import type { Press, Pressed } from './press.ts';
import { QUEUE_PRESSES } from './queue-presses.ts';
import { READER_PRESSES } from './reader-presses.ts';
import { SCHEDULE_PRESSES } from './schedule-presses.ts';

/** Every button and menu in a message by its action id. */
export const PRESSES: Readonly<Record<string, Press>> = {
  ...ARTICLE_PRESSES,
  ...FEED_PRESSES,
  ...QUEUE_PRESSES,
  ...DESK_PRESSES,
  ...CONTACT_PRESSES,
  ...MAILING_PRESSES,
  ...READER_PRESSES,
  ...DIGEST_PRESSES,
  ...SCHEDULE_PRESSES,
  ...GLANCE_PRESSES,
  ...COMMAND_PRESSES,
  [UNDO_ACTION]: { act: 'edit', run: pressUndo },
  [POSTED_ACTION]: { act: 'edit', run: (ctx, pressed) => pressUnknown(ctx, pressed, 'posted') },
  [POST_AGAIN_ACTION]: { act: 'edit', run: (ctx, pressed) => pressUnknown(ctx, pressed, 'post_again') },
};

async function pressUndo(ctx: Context, { subject: publicId, userId }: Pressed): Promise<Reply> {
  const isUndone = await stopMailing(ctx, publicId, `slack:${userId}`);
  const mailing = isUndone ? null : await findMailing(ctx.db, publicId);
  const text = isUndone
    ? `Taken back by <@${userId}>. Nothing was sent.`
    : `Too late to undo. ${mailing ? mailingSentence(await mailingProgress(ctx, mailing)) : ''}${await lastActWords(ctx, `mailing:${publicId}`)}`;
  ctx.ring();
  return message(text);
}

async function pressUnknown(
  ctx: Context,
  { isInList, subject: publicId, userId }: Pressed,
  decision: 'posted' | 'post_again',
): Promise<Reply> {
  const result = await decideUnknownPost(ctx, { publicId, decision, by: `slack:${userId}` });
  const what = decision === 'posted' ? 'It was posted' : 'Post again';
  const by = mentionOf(result.by);
  const text = result.isDecided
    ? `<@${userId}> chose *${what}*.`
    : `This was settled before${by ? ` by ${by}` : ''}. Nothing more to do.`;
  return isInList ? { ...(await queueReply(ctx, [paragraph(text)])), text } : message(text);
}
