import { listRecentMailings } from '../../db/mailings/mailings.ts';
import { mailingReport } from '../../services/mailings/mailing-report.ts';
import { paragraph } from '../blocks/block.ts';
import { reportText } from '../blocks/mailing-notes.ts';
import { openCorrectModal } from '../views/correct-modal.ts';
import type { Command } from './command.ts';

/** What became of the newest newsletter, with a page to pass on. */
export const digestReportCommand: Command = {
  name: 'digest report',
  wish: 'see what became of the last newsletter',
  usage: '',
  act: 'read',
  async run(ctx) {
    const [last] = await listRecentMailings(ctx.db, 1);
    const text = last ? reportText(await mailingReport(ctx, last)) : 'No newsletter was sent yet.';
    return { text, blocks: [paragraph(text)] };
  },
};

export const digestCorrectCommand: Command = {
  name: 'digest correct',
  wish: 'tell the readers of a newsletter that something in it was wrong',
  usage: '',
  act: 'edit',
  async run(ctx, input) {
    await openCorrectModal(ctx, input);
    return null;
  },
};
