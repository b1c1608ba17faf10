import { findOpenDigest, listIssues, type MailingState } from '../../db/mailings/mailings.ts';
import type { Context } from '../../services/context.ts';
import { stopMailing } from '../../services/mailings/approve-mailing.ts';
import { type ControlAct, controlMailing } from '../../services/mailings/control-mailing.ts';
import { mailingProgress } from '../../services/mailings/mailing-progress.ts';
import { message } from '../blocks/block.ts';
import { mailingBlocks, mailingSentence } from '../blocks/mailing.ts';
import { refreshDraftNote } from '../replies/mailing-reply.ts';
import type { Reply } from '../replies/reply.ts';
import type { Command, CommandInput } from './command.ts';

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
    return message(
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
  if (!mailing) return message(`There is no newsletter to ${act}. See \`/newsdesk digest\`.`);
  const done = await controlMailing(ctx, { publicId: mailing.publicId, act, by: `slack:${userId}` });
  const progress = await mailingProgress(ctx, done.mailing);
  return { text: mailingSentence(progress), blocks: mailingBlocks(progress) };
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
