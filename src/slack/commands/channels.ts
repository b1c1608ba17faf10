import { countRoutes, listRoutePage } from '../../db/announcements/route-settings.ts';
import { editRoute, routeByName } from '../../services/announcements/change-route.ts';
import type { Context } from '../../services/context.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { counted } from '../blocks/count.ts';
import { routeChangeReply, routeListBlocks } from '../blocks/routes.ts';
import type { Reply } from '../replies/reply.ts';
import { openRouteModal } from '../views/route-modal.ts';
import type { Command } from './command.ts';

const PAGE = 10;

/** Which articles go to which channel, and how. */
const channelsCommand: Command = {
  name: 'channels',
  wish: 'see which channel gets which articles, and change it',
  usage: '',
  act: 'read',
  run: (ctx) => channelsReply(ctx, 0),
};

const channelsAddCommand: Command = {
  name: 'channels add',
  wish: 'have articles announced in a channel, one by one or as a daily or weekly summary',
  usage: '',
  act: 'edit',
  async run(ctx, input) {
    await openRouteModal(ctx, input, null);
    return null;
  },
};

const channelsEditCommand: Command = {
  name: 'channels edit',
  wish: 'change filters, rhythm, approval or pictures of a channel',
  usage: 'number or #channel',
  act: 'edit',
  async run(ctx, input) {
    const { publicId } = await routeByName(ctx, input.words.join(' '));
    await openRouteModal(ctx, input, publicId);
    return null;
  },
};

const TARGET = { pause: 'paused', resume: 'active', remove: 'removed' } as const;
export const ROUTE_PAST = { pause: 'paused', resume: 'resumed', remove: 'removed' } as const;

/** Pauses, resumes or removes a route. Throws what editRoute throws. */
export function changeRouteState(ctx: Context, input: { publicId: string; act: keyof typeof TARGET; userId: string }) {
  const settings = { state: TARGET[input.act] };
  return editRoute(ctx, {
    publicId: input.publicId,
    settings,
    act: ROUTE_PAST[input.act],
    by: `slack:${input.userId}`,
  });
}

function stateCommand(act: keyof typeof TARGET, wish: string): Command {
  return {
    name: `channels ${act}`,
    wish,
    usage: 'number or #channel',
    act: 'edit',
    async run(ctx, input) {
      const { publicId } = await routeByName(ctx, input.words.join(' '));
      return routeChangeReply(ROUTE_PAST[act], await changeRouteState(ctx, { publicId, act, userId: input.userId }));
    },
  };
}

/** The list from behind the route of that number on; `above` stands on top. */
export async function channelsReply(ctx: Context, after: number, above: KnownBlock[] = []): Promise<Reply> {
  const [found, total] = await Promise.all([
    listRoutePage(ctx.db, { afterId: after, limit: PAGE + 1 }),
    countRoutes(ctx.db),
  ]);
  const routes = found.slice(0, PAGE);
  const nextAfter = found.length > PAGE ? (routes.at(-1)?.id ?? null) : null;
  const text =
    total === 0
      ? 'No channel gets articles yet.'
      : `${counted(total, 'connection')} of articles to channels. Times are those of ${ctx.config.timeZone}.`;
  return { text, blocks: [...above, paragraph(text), ...routeListBlocks({ routes, after, nextAfter })] };
}

/** Everything about channels, in the order of help. */
export const CHANNEL_COMMANDS: readonly Command[] = [
  channelsCommand,
  channelsAddCommand,
  channelsEditCommand,
  stateCommand('pause', 'give a channel a rest'),
  stateCommand('resume', 'announce in a resting channel again'),
  stateCommand('remove', 'stop announcing in a channel'),
];
