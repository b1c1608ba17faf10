import { openPostModal } from '../views/article-modal.ts';
import type { Command } from './command.ts';
import { typedAddress } from './typed-address.ts';

/** The staff's way to publish: a form to write an article, or to take press coverage from its address. */
export const postCommand: Command = {
  name: 'post',
  wish: 'publish an article, or press coverage from its address',
  usage: '[https://…]',
  act: 'edit',
  async run(ctx, input) {
    const [word] = input.words;
    await openPostModal(ctx, input, word === undefined ? null : typedAddress(word));
    return null;
  },
};
