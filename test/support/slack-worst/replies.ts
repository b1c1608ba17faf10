import { findStaffArticle } from '../../../src/db/articles/staff-articles.ts';
import { findMailing } from '../../../src/db/mailings/mailings.ts';
import { AppError } from '../../../src/domain/errors.ts';
import { COMMANDS } from '../../../src/slack/commands/index.ts';
import { articleCardReply, articleListReply } from '../../../src/slack/replies/article-reply.ts';
import { connectFeed } from '../../../src/slack/replies/connect-feed.ts';
import { digestReply } from '../../../src/slack/replies/digest-reply.ts';
import { failureReply } from '../../../src/slack/replies/failure-reply.ts';
import { feedListReply } from '../../../src/slack/replies/feed-list-reply.ts';
import { mailingReply, settledText } from '../../../src/slack/replies/mailing-reply.ts';
import { scheduleActReply, schedulesReply } from '../../../src/slack/replies/schedules-reply.ts';
import { idOf } from '../../invariants/whole-newsroom.ts';
import { COMMAND_ACTS } from '../slack-acts/commands.ts';
import { FEED_ADDRESS, type Newsroom } from './newsroom.ts';
import type { ViewCase } from './views.ts';
import type { Drawn } from './worst.ts';

const MAILINGS = [idOf.mailing(1), idOf.mailing(2), idOf.mailing(4)];

async function mailingsOf({ ctx }: Newsroom) {
  const found = await Promise.all(MAILINGS.map((id) => findMailing(ctx.db, id)));
  return found.flatMap((mailing) => (mailing ? [mailing] : []));
}

/** Functions of src/slack/replies, by file and name. */
export const REPLY_CASES: Readonly<Record<string, ViewCase>> = {
  'article-reply.ts articleCardReply': async ({ ctx }) => {
    const article = await findStaffArticle(ctx.db, idOf.article(1));
    if (!article) throw new Error('The newsroom has no article.');
    return [{ message: await articleCardReply(ctx, article, { said: 'Saved.' }) }];
  },
  'article-reply.ts articleListReply': async ({ ctx, worst }) => [
    { message: await articleListReply(ctx, { words: '', offset: 0 }) },
    { message: await articleListReply(ctx, { words: worst.text, offset: 0 }) },
  ],
  'connect-feed.ts connectFeed': async ({ ctx }) => [
    { message: await connectFeed(ctx, { url: FEED_ADDRESS, channelId: 'CNEWS', userId: 'UANA' }) },
  ],
  'digest-reply.ts digestReply': async ({ ctx }) => [{ message: await digestReply(ctx) }],
  'mailing-reply.ts mailingReply': async (room) => {
    const all = await mailingsOf(room);
    return Promise.all(
      all.map(async (mailing): Promise<Drawn> => ({ message: await mailingReply(room.ctx, mailing) })),
    );
  },
  'mailing-reply.ts settledText': async (room) => {
    const all = await mailingsOf(room);
    return Promise.all(all.map(async (mailing): Promise<Drawn> => ({ text: await settledText(room.ctx, mailing) })));
  },
  'failure-reply.ts failureReply': async ({ ctx, world, worst }) => {
    const expected = await failureReply(ctx, new AppError('invalid', worst.text || 'x'));
    const ours = await failureReply(ctx, new Error(worst.text));
    world.log.length = 0;
    return [{ message: expected }, { message: ours }];
  },
  'feed-list-reply.ts feedListReply': async ({ ctx }) => [
    { message: await feedListReply(ctx, 0) },
    { message: await feedListReply(ctx, 10) },
  ],
  'schedules-reply.ts schedulesReply': async ({ ctx }) => [{ message: await schedulesReply(ctx) }],
  'schedules-reply.ts scheduleActReply': async ({ ctx }) => [
    { message: await scheduleActReply(ctx, { publicId: 'schedule0001', act: 'pause', userId: 'UANA' }) },
  ],
};

/** Every command as its case in slack-acts types it, and with the worst text behind its name. */
export async function commandsDrawn({ ctx, drawn, screen, worst }: Newsroom): Promise<void> {
  for (const { name, run } of COMMANDS) {
    const typed = COMMAND_ACTS[name]?.text ?? name;
    for (const text of [typed, `${name} ${worst.text}`]) {
      const words = text.slice(name.length).split(/\s+/).filter(Boolean);
      const asked = { userId: 'UANA', channelId: 'CNEWS', triggerId: '1.2', screen, words };
      const reply = await run(ctx, asked).catch((error: unknown) => failureReply(ctx, error));
      if (reply) drawn.push({ message: reply });
    }
  }
}
