import type { Audience } from '../../db/mailings/audiences.ts';
import {
  findOpenDigest,
  listIssues,
  listRecentMailings,
  type Mailing,
  type MailingState,
} from '../../db/mailings/mailings.ts';
import { FREQUENCIES } from '../../db/readers/subscribers.ts';
import type { Context } from '../../services/context.ts';
import { type Approval, approveMailing, stopMailing, whatIsAsked } from '../../services/mailings/approve-mailing.ts';
import { describeDraft } from '../../services/mailings/ask-about-drafts.ts';
import { type ControlAct, controlMailing } from '../../services/mailings/control-mailing.ts';
import { mailingProgress } from '../../services/mailings/mailing-progress.ts';
import { type DeliveryOutcome, proveDelivery } from '../../services/mailings/prove-delivery.ts';
import { currentDraft } from '../../services/mailings/write-digest.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { buttonRow } from '../blocks/buttons.ts';
import { DRAFT_ACTIONS, draftBlocks, draftText, readersText } from '../blocks/draft.ts';
import { mailingBlocks, mailingSentence, undoRow } from '../blocks/mailing.ts';
import { refreshDraftNote } from '../draft-reply.ts';
import { localTime, plain } from '../mrkdwn.ts';
import type { Command, CommandInput, Reply } from './command.ts';

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
  const count = `${draft.articleCount} ${draft.articleCount === 1 ? 'article' : 'articles'}`;
  const place = approval.reportChannel;
  const followed = place === null || place === input.channelId ? '' : `\nIt can be followed in <#${place}>.`;
  const text = `The newsletter goes to *${readersText(readers)}* at ${leaves} with ${count}:\n${titles.join('\n')}${more}${followed}`;
  return { text, blocks: [paragraph(text), undoRow(mailing.publicId)] };
}

/** What has to be done before a first or very large send, with the buttons for it. */
async function guardReply(guard: 'send_a_test' | 'type_the_number', mailing: Mailing, count: number): Promise<Reply> {
  const to = [...(mailing.audience.frequencies ?? []), ''].join(' ');
  const readers = readersText(count);
  const text =
    guard === 'send_a_test'
      ? `This goes to *${readers}*. Look at it in a mailbox first: \`/newsdesk digest test ${to}you@example.com\` sends a test. Nothing was sent yet.`
      : `This goes to *${readers}* and mail can’t be called back after it has left. To send it, press *Send…* or type \`/newsdesk digest send ${to}${count}\`. Nothing was sent yet.`;
  return { text, blocks: [paragraph(text), buttonRow(guardButtons(guard, mailing))] };
}

function guardButtons(guard: 'send_a_test' | 'type_the_number', { contentHash, publicId }: Mailing) {
  const value = publicId;
  return guard === 'send_a_test'
    ? [{ actionId: DRAFT_ACTIONS.test, label: 'Send test…', value }]
    : [{ actionId: DRAFT_ACTIONS.approve, label: 'Send…', value: `${value} ${contentHash}` }];
}

const OUTCOMES: Record<DeliveryOutcome, string> = {
  submitted: 'the provider took it, and reported nothing bad since',
  delayed: 'the provider took it; it is delayed on the way',
  failed: 'the provider took it, and could not deliver it',
  suppressed: 'the provider took it, and holds the address back',
  bounced: 'it came back',
  complained: 'it was marked as spam',
  refused: 'the provider refused the address',
  no_article: 'nothing in it was of the reader’s topics, so none was sent',
  waiting: 'not sent yet',
  unanswered: 'a request left and its answer never came; it is repeated',
  unknown: 'nobody knows whether it left; the review channel is asked',
  never_sent: 'the newsletter ended before it left',
  not_in_it: 'the reader was not due it',
};

/** How the newest newsletter stands, or what became of one reader's copy of it. */
export const digestStatusCommand: Command = {
  name: 'digest status',
  wish: 'see whether the newsletter has left, or one reader’s copy',
  usage: '[reader’s id] [newsletter’s id]',
  act: 'read',
  async run(ctx, { words: [reader, id] }) {
    const [last] = await listRecentMailings(ctx.db, 1);
    if (!last) return said('No newsletter was sent yet.');
    if (!reader) {
      const progress = await mailingProgress(ctx, last);
      const text = `${mailingSentence(progress)}\nIts id is \`${last.publicId}\`.`;
      return { text, blocks: [...mailingBlocks(progress), paragraph(`Its id is \`${last.publicId}\`.`)] };
    }
    if (reader.includes('@')) {
      return said('Name the reader by id: `/newsdesk subscribers find` with the address shows it.');
    }
    const proof = await proveDelivery(ctx, id ?? last.publicId, reader);
    const at = proof.submittedAt ? ` Taken ${localTime(proof.submittedAt)}` : '';
    const as = proof.providerId ? ` as \`${plain(proof.providerId, 80)}\`` : '';
    const batch = proof.batch ? ` Batch \`${plain(proof.batch, 120)}\`, attempt ${proof.attempts}.` : '';
    const lead = proof.outcome === 'submitted' ? '' : 'Reason: ';
    const reason = proof.reason ? ` ${lead}${plain(proof.reason, 300)}` : '';
    return said(
      `Reader \`${plain(reader, 40)}\`: ${OUTCOMES[proof.outcome]}.${at}${as}${at ? '.' : ''}${batch}${reason}`,
    );
  },
};

function said(text: string): Reply {
  return { text, blocks: [paragraph(text)] };
}

/** Takes back a newsletter that is still held. */
export const digestCancelCommand: Command = {
  name: 'digest cancel',
  wish: 'take back a newsletter that has not left yet, or stop the rest of one',
  usage: '',
  act: 'edit',
  async run(ctx, input) {
    const open = await findOpenDigest(ctx.db);
    const issues = await listIssues(ctx.db, 10);
    const held = open ?? issues.find(({ state }) => state === 'holding' || state === 'paused') ?? null;
    if (held?.state === 'sending' || held?.state === 'paused') return control(ctx, input, 'cancel');
    const isUndone = held ? await stopMailing(ctx, held.publicId, `slack:${input.userId}`) : false;
    if (isUndone && held) await refreshDraftNote(ctx, held);
    return said(
      isUndone
        ? 'Taken back. Nothing was sent.'
        : 'There is no newsletter that could be taken back. See `/newsdesk digest status`.',
    );
  },
};

const FROM: Record<ControlAct, readonly MailingState[]> = {
  pause: ['sending'],
  resume: ['paused'],
  cancel: ['sending', 'paused'],
};

async function control(ctx: Context, { userId }: CommandInput, act: ControlAct): Promise<Reply> {
  const mailing = (await listIssues(ctx.db, 20)).find(({ state }) => FROM[act].includes(state));
  if (!mailing) return said(`There is no newsletter to ${act}. See \`/newsdesk digest\`.`);
  const done = await controlMailing(ctx, { publicId: mailing.publicId, act, by: `slack:${userId}` });
  const progress = await mailingProgress(ctx, done.mailing);
  const blocks: KnownBlock[] = mailingBlocks(progress);
  return { text: mailingSentence(progress), blocks };
}

export const digestPauseCommand: Command = {
  name: 'digest pause',
  wish: 'pause a newsletter that is being sent',
  usage: '',
  act: 'edit',
  run: (ctx, input) => control(ctx, input, 'pause'),
};

export const digestResumeCommand: Command = {
  name: 'digest resume',
  wish: 'let a paused newsletter go on',
  usage: '',
  act: 'edit',
  run: (ctx, input) => control(ctx, input, 'resume'),
};
