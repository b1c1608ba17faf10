import { findArticleMeant } from '../../services/articles/article-meant.ts';
import { openAnnounceModal } from '../views/announce-modal.ts';
import type { Command } from './command.ts';

/** Shares one article in channels: a form with a preview, the text, the picture, and now or later. */
export const announceCommand: Command = {
  name: 'announce',
  wish: 'share an article in a channel',
  usage: 'https://… or words of its headline',
  act: 'edit',
  async run(ctx, input) {
    await openAnnounceModal(ctx, input, await findArticleMeant(ctx, input.words));
    return null;
  },
};
