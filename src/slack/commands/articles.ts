import { articleListReply } from '../replies/article-reply.ts';
import type { Command } from './command.ts';

/** The newest articles, or those that hold some words, with where each stands and what can be done. */
export const articlesCommand: Command = {
  name: 'articles',
  wish: 'see the newest articles, or find one',
  usage: '[words]',
  act: 'read',
  run: (ctx, { words }) => articleListReply(ctx, { words: words.join(' '), offset: 0 }),
};
