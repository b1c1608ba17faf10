import { AppError } from '../../domain/errors.ts';
import { webUrl } from '../../domain/web-url.ts';
import { findArticleMeant } from '../../services/articles/article-meant.ts';
import { paragraph } from '../blocks/block.ts';
import { articleListReply } from '../replies/article-reply.ts';
import { announceLinkView } from '../views/announce-link-modal.ts';
import { openAnnounceModal } from '../views/announce-modal.ts';
import type { Command } from './command.ts';

const WHICH =
  'Which article? Press its *Share* button, or type `/newsdesk announce` with its address or words of its headline.';

/**
 * Shares one article in channels: a form with a preview, the text, the picture, and now or later. A page that is not in the
 * newsroom yet is asked about first, and then taken from there.
 */
export const announceCommand: Command = {
  name: 'announce',
  wish: 'share an article in a channel',
  usage: '[https://… or words of its headline]',
  act: 'edit',
  async run(ctx, input) {
    const { channelId, words } = input;
    if (words.length === 0) {
      const { blocks = [], text } = await articleListReply(ctx, { words: '', offset: 0 });
      return { text: `${WHICH}\n${text}`, blocks: [paragraph(WHICH), ...blocks] };
    }
    const publicId = await findArticleMeant(ctx, words);
    if (publicId) await openAnnounceModal(ctx, input, publicId);
    else await input.screen.open(input.triggerId, announceLinkView([linkOf(words)], channelId));
    return null;
  },
};

function linkOf([word]: readonly string[]): string {
  const url = webUrl(word);
  if (url) return url;
  throw new AppError('invalid', 'That address is none of a web page, or too long. Nothing was announced.');
}
