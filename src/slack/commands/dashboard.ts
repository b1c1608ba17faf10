import type { Context } from '../../services/context.ts';
import { deskLink } from '../../services/desk/desk-session.ts';
import { message } from '../blocks/block.ts';
import { link } from '../mrkdwn.ts';
import type { Reply } from '../replies/reply.ts';
import type { Command } from './command.ts';

/** A link to the dashboard that only the person who typed sees, and that works once. */
export const dashboardCommand: Command = {
  name: 'dashboard',
  wish: 'see charts of readers, newsletters and feeds',
  usage: '',
  act: 'read',
  run: async (ctx, { userId }) => dashboardReply(ctx, userId),
};

/** The link in words, for one person. */
export function dashboardReply(ctx: Context, userId: string): Reply {
  const text = `${link(deskLink(ctx, userId), 'Open the dashboard')}. The link is yours alone: it works once, within the next ten minutes.`;
  return message(text);
}
