import { listAwaitingApproval } from '../../db/announcements-waiting.ts';
import { listOpenFloods } from '../../db/floods.ts';
import type { Context } from '../../services/context.ts';
import { floodQuestion } from '../../services/hold-flood.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { floodBlocks } from '../blocks/flood.ts';
import { waitingBlocks } from '../blocks/waiting.ts';
import type { Command, Reply } from './command.ts';

const SHOWN_FLOODS = 5;
const SHOWN_POSTS = 10;

/** What waits for a person: articles that are held, and posts that need approval. */
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
  const questions = await Promise.all(
    floods.map(async (flood) => floodBlocks(await floodQuestion(ctx, flood), `:${flood.id}`)),
  );
  const held = floods.reduce((sum, flood) => sum + flood.articleCount, 0);
  const parts = [
    held > 0 ? `${held} held ${held === 1 ? 'article' : 'articles'}` : '',
    posts.total > 0 ? `${posts.total} ${posts.total === 1 ? 'post' : 'posts'} to approve` : '',
  ].filter(Boolean);
  const text = parts.length > 0 ? `${parts.join(', ')}.` : 'Nothing waits for a decision.';
  return { text, blocks: [...above, paragraph(text), ...questions.flat(), ...waitingBlocks(posts.shown, posts.total)] };
}
