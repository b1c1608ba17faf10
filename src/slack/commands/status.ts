import { countAnnouncements } from '../../db/announcements.ts';
import { listFeeds } from '../../db/feeds.ts';
import { listRecentMailings } from '../../db/mailings.ts';
import { countByState } from '../../db/subscribers.ts';
import { mailingProgress } from '../../services/report-mailings.ts';
import { paragraph } from '../blocks/block.ts';
import { mailingSentence } from '../blocks/mailing.ts';
import { plain } from '../mrkdwn.ts';
import type { Command } from './command.ts';

/** How the newsroom stands: feeds, posts, readers, the last newsletter. */
export const statusCommand: Command = {
  name: 'status',
  wish: 'see how everything stands',
  usage: '',
  act: 'read',
  async run(ctx) {
    const [feeds, posts, readers, mailings] = await Promise.all([
      listFeeds(ctx.db),
      countAnnouncements(ctx.db),
      countByState(ctx.db),
      listRecentMailings(ctx.db, 1),
    ]);
    const failing = feeds.filter((feed) => feed.failingSince !== null || feed.state === 'gone');
    const last = mailings[0];
    const lines = [
      `*Feeds*: ${feeds.length}${failing.length > 0 ? `, ${failing.length} failing (${failing.map((feed) => plain(feed.title, 40)).join(', ')})` : ', all answering'}`,
      `*Posts in Slack*: ${posts.posted ?? 0} done, ${(posts.pending ?? 0) + (posts.sending ?? 0)} waiting${posts.unknown ? `, *${posts.unknown} with unknown outcome*` : ''}${posts.failed ? `, ${posts.failed} failed` : ''}`,
      `*Readers*: ${readers.get('active') ?? 0} subscribed, ${readers.get('pending') ?? 0} to confirm, ${readers.get('unsubscribed') ?? 0} left`,
      `*Last newsletter*: ${last ? mailingSentence(await mailingProgress(ctx, last)) : 'none yet'}`,
    ];
    return { text: lines.join('\n'), blocks: [paragraph(lines.join('\n'))] };
  },
};
