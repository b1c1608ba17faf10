import type { Audience } from '../../db/mailings/audiences.ts';
import type { Mailing } from '../../db/mailings/mailings.ts';
import { FREQUENCIES } from '../../domain/frequency.ts';
import type { Context } from '../../services/context.ts';
import { type Approval, approveMailing, whatIsAsked } from '../../services/mailings/approve-mailing.ts';
import { describeDraft } from '../../services/mailings/ask-about-drafts.ts';
import { currentDraft } from '../../services/mailings/write-digest.ts';
import { message } from '../blocks/block.ts';
import { buttonRow } from '../blocks/buttons.ts';
import { counted } from '../blocks/count.ts';
import { DRAFT_ACTIONS, draftBlocks, draftText } from '../blocks/draft.ts';
import { undoRow } from '../blocks/mailing.ts';
import { localTime, plain } from '../mrkdwn.ts';
import { refreshDraftNote } from '../replies/mailing-reply.ts';
import type { Reply } from '../replies/reply.ts';
import type { Command, CommandInput } from './command.ts';

/** "weekly daily" and the like: whom it goes to; no such word is everybody. */
export function readAudience(words: readonly string[]): Audience {
  const frequencies = FREQUENCIES.filter((frequency) => words.some((word) => word.toLowerCase() === frequency));
  return frequencies.length > 0 ? { frequencies } : {};
}

/** Sends what was written, else what is new, after a hold in which it can be undone. Where guards are on, a press confirms. */
export const digestSendCommand: Command = {
  name: 'digest send',
  wish: 'send the newsletter: your draft, or what is new',
  usage: '[daily] [weekly] …',
  act: 'edit',
  async run(ctx, input) {
    const by = `slack:${input.userId}`;
    const number = input.words.find((word) => /^[\d,.]+$/.test(word));
    const mailing = await currentDraft(ctx, { by, audience: readAudience(input.words) });
    if (ctx.config.hasCountGuard && !number) return confirmReply(ctx, mailing);
    return sendNow(ctx, input, {
      publicId: mailing.publicId,
      seenHash: mailing.contentHash,
      by,
      reportChannel: ctx.config.reviewChannel ?? input.channelId,
      typedCount: number ? Number(number.replace(/[,.]/g, '')) : null,
    });
  },
};

/** What is about to leave, with the button that asks once more. */
async function confirmReply(ctx: Context, mailing: Mailing): Promise<Reply> {
  const { guard, readers } = await whatIsAsked(ctx, mailing);
  if (guard) return guardReply(guard, mailing, readers);
  const draft = await describeDraft(ctx, mailing);
  const text = `${draftText(draft)}\nNothing was sent yet.`;
  return { text, blocks: draftBlocks(draft) };
}

async function sendNow(ctx: Context, input: CommandInput, approval: Approval): Promise<Reply> {
  const result = await approveMailing(ctx, approval);
  if (result.kind !== 'holding') {
    const mailing = await currentDraft(ctx, { by: approval.by, audience: readAudience(input.words) });
    return guardReply(result.kind, mailing, result.readers);
  }
  const { mailing, readers } = result;
  await refreshDraftNote(ctx, mailing);
  const draft = await describeDraft(ctx, mailing);
  const titles = draft.titles.map((title) => `• ${plain(title, 120)}`);
  const more = draft.articleCount > titles.length ? `\n• and ${draft.articleCount - titles.length} more` : '';
  const leaves = mailing.holdUntil ? localTime(mailing.holdUntil, '{time_secs}') : 'now';
  const count = counted(draft.articleCount, 'article');
  const place = approval.reportChannel;
  const followed = place === null || place === input.channelId ? '' : `\nIt can be followed in <#${place}>.`;
  const text = `The newsletter goes to *${counted(readers, 'reader')}* at ${leaves} with ${count}:\n${titles.join('\n')}${more}${followed}`;
  return message(text, [undoRow(mailing.publicId)]);
}

/** What has to be done before a first or very large send, with the buttons for it. */
function guardReply(guard: 'send_a_test' | 'type_the_number', mailing: Mailing, count: number): Reply {
  const to = [...(mailing.audience.frequencies ?? []), ''].join(' ');
  const readers = counted(count, 'reader');
  const text =
    guard === 'send_a_test'
      ? `This goes to *${readers}*. Look at it in a mailbox first: \`/newsdesk digest test ${to}you@example.com\` sends a test. Nothing was sent yet.`
      : `This goes to *${readers}* and mail can’t be called back after it has left. To send it, press *Send…* or type \`/newsdesk digest send ${to}${count}\`. Nothing was sent yet.`;
  return message(text, [buttonRow(guardButtons(guard, mailing))]);
}

function guardButtons(guard: 'send_a_test' | 'type_the_number', { contentHash, publicId }: Mailing) {
  const value = publicId;
  return guard === 'send_a_test'
    ? [{ actionId: DRAFT_ACTIONS.test, label: 'Send test…', value }]
    : [{ actionId: DRAFT_ACTIONS.approve, label: 'Send…', value: `${value} ${contentHash}` }];
}
