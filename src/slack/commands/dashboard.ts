import { deskLink } from '../../services/desk/desk-session.ts';
import { paragraph } from '../blocks/block.ts';
import { link } from '../mrkdwn.ts';
import type { Command } from './command.ts';

/** A link to the dashboard that only the person who typed sees, and that works once. */
export const dashboardCommand: Command = {
  name: 'dashboard',
  wish: 'see charts of readers, newsletters and feeds',
  usage: '',
  act: 'read',
  async run(ctx, input) {
    const text = `${link(deskLink(ctx, input.userId), 'Open the dashboard')}. The link is yours alone: it works once, within the next ten minutes.`;
    return { text, blocks: [paragraph(text)] };
  },
};
