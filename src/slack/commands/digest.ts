import { findOpenDigest, listIssues } from '../../db/mailings/mailings.ts';
import type { Context } from '../../services/context.ts';
import { previewAudience } from '../../services/mailings/audience-preview.ts';
import { previewLink } from '../../services/mailings/preview-mailing.ts';
import { sendTest } from '../../services/mailings/send-test.ts';
import { currentDraft } from '../../services/mailings/write-digest.ts';
import { audienceText } from '../blocks/audience.ts';
import { message } from '../blocks/block.ts';
import { buttonRow } from '../blocks/buttons.ts';
import { DRAFT_ACTIONS } from '../blocks/draft.ts';
import { digestReply } from '../replies/digest-reply.ts';
import { schedulesReply } from '../replies/schedules-reply.ts';
import { openCorrectModal } from '../views/correct-modal.ts';
import { openDigestModal } from '../views/digest-modal.ts';
import { openTestModal, testAddress, testedText } from '../views/test-modal.ts';
import type { Command, CommandInput } from './command.ts';
import { digestCancelCommand, digestPauseCommand, digestResumeCommand } from './digest-control.ts';
import { digestReportCommand } from './digest-report.ts';
import { digestScheduleCommand } from './digest-schedule.ts';
import { digestSendCommand, readAudience } from './digest-send.ts';
import { digestStatusCommand } from './digest-status.ts';
import { unknownReply } from './help.ts';

const digestCommand: Command = {
  name: 'digest',
  wish: 'see the newsletters under way and the schedules, and act on them',
  usage: '[schedules]',
  act: 'read',
  async run(ctx, { words }) {
    const [word] = words;
    if (!word) return digestReply(ctx);
    if (word === 'skip' || word === 'schedules') return schedulesReply(ctx);
    return unknownReply(DIGEST_COMMANDS, ['digest', ...words]);
  },
};

const digestNewCommand: Command = {
  name: 'digest new',
  wish: 'write a newsletter: subject, introduction, articles, order and readers',
  usage: '',
  act: 'edit',
  async run(ctx, input) {
    await openDigestModal(ctx, input, null);
    return null;
  },
};

const digestEditCommand: Command = {
  name: 'digest edit',
  wish: 'change the newsletter that is being prepared',
  usage: '',
  act: 'edit',
  async run(ctx, input) {
    const open = await findOpenDigest(ctx.db);
    const isOpen = open?.state === 'draft' || open?.state === 'holding';
    const issues = await listIssues(ctx.db, 10);
    const other = issues.find(({ state }) => state === 'draft' || state === 'holding');
    await openDigestModal(ctx, input, (isOpen ? open : other)?.publicId ?? null);
    return null;
  },
};

function draftOf(ctx: Context, { userId, words }: CommandInput) {
  return currentDraft(ctx, { by: `slack:${userId}`, audience: readAudience(words), allowsNobody: true });
}

const digestPreviewCommand: Command = {
  name: 'digest preview',
  wish: 'see the newsletter as readers will see it',
  usage: '[weekly]',
  act: 'edit',
  async run(ctx, input) {
    const { publicId: value } = await draftOf(ctx, input);
    const url = previewLink(ctx, value);
    const text = `<${url}|The newsletter as readers will see it>, in each language. The link works for an hour, and nothing was sent.`;
    const open = { actionId: DRAFT_ACTIONS.preview, label: 'Open preview', value, url };
    return message(text, [buttonRow([open])]);
  },
};

/** Sends a test of what `digest send` would send to whoever typed it, or to the addresses named. */
const digestTestCommand: Command = {
  name: 'digest test',
  wish: 'see the newsletter in a mailbox before it is sent',
  usage: '[weekly] [ADDRESS …]',
  act: 'edit',
  async run(ctx, input) {
    const mailing = await draftOf(ctx, input);
    const named = input.words.filter((word) => word.includes('@')).map((word) => word.replace(/^mailto:/, ''));
    const own = await testAddress(ctx, input.userId);
    if (named.length === 0 && own === null) {
      await openTestModal(ctx, input, mailing.publicId);
      return null;
    }
    const addresses = named.length > 0 ? named : [own ?? ''];
    const by = `slack:${input.userId}`;
    return message(testedText(await sendTest(ctx, { publicId: mailing.publicId, by, addresses })));
  },
};

const digestAudienceCommand: Command = {
  name: 'digest audience',
  wish: 'see who gets the newsletter, who does not, and why',
  usage: '[weekly]',
  act: 'edit',
  async run(ctx, input) {
    return message(audienceText(await previewAudience(ctx, await draftOf(ctx, input))));
  },
};

const digestCorrectCommand: Command = {
  name: 'digest correct',
  wish: 'tell the readers of a newsletter that something in it was wrong',
  usage: '',
  act: 'edit',
  async run(ctx, input) {
    await openCorrectModal(ctx, input);
    return null;
  },
};

/** Everything about newsletters, in the order of help. */
export const DIGEST_COMMANDS: readonly Command[] = [
  digestCommand,
  digestNewCommand,
  digestEditCommand,
  digestPreviewCommand,
  digestTestCommand,
  digestAudienceCommand,
  digestSendCommand,
  digestStatusCommand,
  digestReportCommand,
  digestCancelCommand,
  digestPauseCommand,
  digestResumeCommand,
  digestScheduleCommand,
  digestCorrectCommand,
];
