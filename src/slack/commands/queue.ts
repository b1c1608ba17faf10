import { listAwaitingApproval } from '../../db/announcements/announcements-waiting.ts';
import { listUnknownPosts, type UnknownPost } from '../../db/announcements/unknown-posts.ts';
import { listOpenFloods } from '../../db/feeds/floods.ts';
import type { Context } from '../../services/context.ts';
import { floodQuestion } from '../../services/feeds/hold-flood.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { floodBlocks } from '../blocks/flood.ts';
import { unknownMessage } from '../blocks/unknown-post.ts';
import { waitingBlocks } from '../blocks/waiting.ts';
import { plain } from '../mrkdwn.ts';
import type { Command, Reply } from './command.ts';

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

/** The queue as it is now; `above` stands on top. */
export async function queueReply(ctx: Context, above: KnownBlock[] = []): Promise<Reply> {
  const floods = await listOpenFloods(ctx.db, SHOWN_FLOODS);
  const posts = await listAwaitingApproval(ctx.db, SHOWN_POSTS);
  const unknown = await listUnknownPosts(ctx.db, SHOWN_UNKNOWN);
  const questions = await Promise.all(
    floods.map(async (flood) => floodBlocks(await floodQuestion(ctx, flood), `:${flood.id}`)),
  );
  const held = floods.reduce((sum, flood) => sum + flood.articleCount, 0);
  const parts = [
    held > 0 ? `${held} held ${held === 1 ? 'article' : 'articles'}` : '',
    posts.total > 0 ? `${posts.total} ${posts.total === 1 ? 'post' : 'posts'} to approve` : '',
    unknown.length > 0 ? `${unknown.length} that may or may not be in Slack` : '',
  ].filter(Boolean);
  const text = parts.length > 0 ? `${parts.join(', ')}.` : 'Nothing waits for a decision.';
  return {
    text,
    blocks: [
      ...above,
      paragraph(text),
      ...questions.flat(),
      ...unknownBlocks(unknown),
      ...waitingBlocks(posts.shown, posts.total),
    ],
  };
}

function unknownBlocks(unknown: readonly UnknownPost[]): KnownBlock[] {
  return unknown.flatMap(({ channelId, localDate, publicId, title }) => {
    const what = title === null ? `the summary of ${localDate}` : `*${plain(title, 150)}*`;
    return unknownMessage({ publicId, channelId, what }, `:${publicId}`).blocks;
  });
}
