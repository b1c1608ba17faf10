import { listAwaitingApproval } from '../../db/announcements/announcements-waiting.ts';
import { listUnknownPosts, type UnknownPost } from '../../db/announcements/unknown-posts.ts';
import { countNeeds } from '../../db/desk/overview.ts';
import { listOpenFloods } from '../../db/feeds/floods.ts';
import type { Context } from '../../services/context.ts';
import { floodQuestion } from '../../services/feeds/hold-flood.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { counted } from '../blocks/count.ts';
import { floodBlocks } from '../blocks/flood.ts';
import { needsLines } from '../blocks/needs.ts';
import { unknownMessage } from '../blocks/unknown-post.ts';
import { waitingBlocks } from '../blocks/waiting.ts';
import { plain } from '../mrkdwn.ts';
import type { Reply } from '../replies/reply.ts';
import type { Command } from './command.ts';

const SHOWN_FLOODS = 5;
const SHOWN_POSTS = 10;
const SHOWN_UNKNOWN = 5;

/** What waits for a person: articles that are held, posts that need approval, and ones whose fate nobody knows. */
export const queueCommand: Command = {
  name: 'queue',
  wish: 'see what waits for a decision',
  usage: '',
  act: 'read',
  run: (ctx) => queueReply(ctx),
};

/** The queue as it is now; `above` stands on top. What is decided elsewhere is named with where. */
export async function queueReply(ctx: Context, above: KnownBlock[] = []): Promise<Reply> {
  const floods = await listOpenFloods(ctx.db, SHOWN_FLOODS);
  const posts = await listAwaitingApproval(ctx.db, SHOWN_POSTS);
  const unknown = await listUnknownPosts(ctx.db, SHOWN_UNKNOWN);
  const { floods: _, unknownPosts: __, ...others } = await countNeeds(ctx.db);
  const questions = await Promise.all(
    floods.map(async (flood) => floodBlocks(await floodQuestion(ctx, flood), `:${flood.id}`)),
  );
  const elsewhere = needsLines(others).join('\n');
  const held = floods.reduce((sum, flood) => sum + flood.articleCount, 0);
  const text = sumOf({ held, posts: posts.total, unknown: unknown.length, isElsewhere: elsewhere !== '' });
  return {
    text: elsewhere === '' ? text : `${text}\n${elsewhere}`,
    blocks: [
      ...above,
      paragraph(text),
      ...questions.flat(),
      ...unknownBlocks(unknown),
      ...waitingBlocks(posts.shown, posts.total),
      ...(elsewhere === '' ? [] : [paragraph(elsewhere)]),
    ],
  };
}

function sumOf(of: { held: number; posts: number; unknown: number; isElsewhere: boolean }): string {
  const parts = [
    of.held > 0 ? counted(of.held, 'held article') : '',
    of.posts > 0 ? counted(of.posts, 'post to approve', 'posts to approve') : '',
    of.unknown > 0 ? `${of.unknown} that may or may not be in Slack` : '',
  ].filter(Boolean);
  if (parts.length > 0) return `${parts.join(', ')}.`;
  return of.isElsewhere ? 'No article waits for a decision.' : 'Nothing waits for a decision.';
}

function unknownBlocks(unknown: readonly UnknownPost[]): KnownBlock[] {
  return unknown.flatMap(({ channelId, localDate, publicId, title }) => {
    const what = title === null ? `the summary of ${localDate}` : `*${plain(title, 150)}*`;
    return unknownMessage({ publicId, channelId, what }, `:${publicId}`).blocks;
  });
}
