import { countAnnouncements } from '../../db/announcements/announcements.ts';
import { listAwaitingApproval } from '../../db/announcements/announcements-waiting.ts';
import { countNeeds } from '../../db/desk/overview.ts';
import { listFeeds } from '../../db/feeds/feeds.ts';
import { listOpenFloods } from '../../db/feeds/floods.ts';
import { listRecentMailings } from '../../db/mailings/mailings.ts';
import { listSchedules } from '../../db/mailings/schedules.ts';
import { countByState } from '../../db/readers/subscribers.ts';
import { slackBacklog } from '../../services/announcements/tell-slowed.ts';
import type { Context } from '../../services/context.ts';
import { connectionProblem } from '../../services/desk/slack-connection.ts';
import { mailingProgress } from '../../services/mailings/mailing-progress.ts';
import { message } from '../blocks/block.ts';
import { counted } from '../blocks/count.ts';
import { slowText } from '../blocks/desk-notes.ts';
import { mailingSentence } from '../blocks/mailing.ts';
import { scheduleText } from '../blocks/schedule.ts';
import { escapeMrkdwn, plain } from '../mrkdwn.ts';
import type { Command } from './command.ts';

const MANY_FLOODS = 1_000;

/** How the newsroom stands: what waits for a decision, feeds, posts, readers, the last newsletter and the next ones. */
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
    const last = mailings[0];
    const lines = [
      `*Waits for a decision*: ${await waitingWords(ctx)}`,
      `*Feeds*: ${feedWords(feeds)}`,
      `*Posts in Slack*: ${posts.posted ?? 0} done, ${(posts.pending ?? 0) + (posts.sending ?? 0)} waiting${posts.unknown ? `, *${posts.unknown} with unknown outcome*` : ''}${posts.failed ? `, ${posts.failed} failed` : ''}`,
      `*Readers*: ${readers.get('active') ?? 0} subscribed, ${readers.get('pending') ?? 0} to confirm, ${readers.get('unsubscribed') ?? 0} left`,
      `*Last newsletter*: ${last ? mailingSentence(await mailingProgress(ctx, last)) : 'none yet'}`,
      `*Next newsletters*: ${await nextWords(ctx)}`,
      ...(await backlogLines(ctx)),
    ];
    return message(lines.join('\n'));
  },
};

function feedWords(feeds: Awaited<ReturnType<typeof listFeeds>>): string {
  if (feeds.length === 0) return 'none yet: `/newsdesk feeds add` follows one';
  const failing = feeds.filter((feed) => feed.failingSince !== null || feed.state === 'gone');
  return `${feeds.length}, ${failing.length > 0 ? `${failing.length} failing (${namesOf(failing)})` : 'all answering'}`;
}

/** The first few of them by name: a list of all could pass what one paragraph holds. */
function namesOf(feeds: readonly { title: string }[]): string {
  const names = feeds.slice(0, 5).map(({ title }) => plain(title, 40));
  return feeds.length > names.length ? `${names.join(', ')} and ${feeds.length - names.length} more` : names.join(', ');
}

/** Everything that a person has to look at, and where. */
export async function waitingWords(ctx: Context): Promise<string> {
  const [floods, approvals, needs] = await Promise.all([
    listOpenFloods(ctx.db, MANY_FLOODS),
    listAwaitingApproval(ctx.db, 1),
    countNeeds(ctx.db),
  ]);
  const held = floods.reduce((sum, flood) => sum + flood.articleCount, 0);
  const kinds: [count: number, one: string, many: string][] = [
    [held, 'held article', 'held articles'],
    [approvals.total, 'post to approve', 'posts to approve'],
    [needs.drafts, 'newsletter to approve', 'newsletters to approve'],
    [needs.unknownPosts, 'post that may or may not be in Slack', 'posts that may or may not be in Slack'],
    [needs.unknownBatches, 'part of a newsletter with unknown outcome', 'parts of newsletters with unknown outcome'],
    [needs.pausedRoutes, 'paused channel', 'paused channels'],
    [needs.questions, 'question from the contact form', 'questions from the contact form'],
  ];
  const words = kinds.filter(([count]) => count > 0).map((kind) => counted(...kind));
  return words.length > 0 ? `${words.join(', ')}. \`/newsdesk queue\` shows what to decide.` : 'nothing';
}

async function nextWords(ctx: Context): Promise<string> {
  const schedules = (await listSchedules(ctx.db)).filter(({ state }) => state !== 'removed');
  if (schedules.length === 0) return 'none is scheduled';
  return schedules.map((schedule) => `\n• ${scheduleText(ctx, schedule)}`).join('');
}

/** One line while Slack takes nothing, or keeps us waiting. */
async function backlogLines(ctx: Context): Promise<string[]> {
  const problem = await connectionProblem(ctx);
  if (problem !== null) return [`:warning: ${escapeMrkdwn(problem)}`];
  const backlog = await slackBacklog(ctx);
  return backlog ? [`:hourglass_flowing_sand: ${slowText(backlog.waiting, backlog.lastAt)}`] : [];
}
