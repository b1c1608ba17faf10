import type { Context } from '../../services/context.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { paragraphWithButton } from '../blocks/buttons.ts';
import { nearestWord } from '../command-text.ts';
import { escapeMrkdwn } from '../mrkdwn.ts';
import type { Reply } from '../replies/reply.ts';
import { openSettingsModal, SETTINGS_SECTIONS } from '../views/settings-modal.ts';
import type { Command } from './command.ts';

export const SETTINGS_ACTION = 'settings.edit';

/** Everything staff may set, section by section. */
export const settingsCommand: Command = {
  name: 'settings',
  wish: 'change the name, sender, time zone, contacts or rules of the newsroom',
  usage: '[section]',
  act: 'own',
  async run(ctx, input) {
    const [word] = input.words;
    const section = SETTINGS_SECTIONS.find(({ id }) => id === word);
    if (!section && word) return settingsReply(ctx, [paragraph(unknownText(word))]);
    if (!section) return settingsReply(ctx);
    await openSettingsModal(ctx, input, section.id);
    return null;
  },
};

function unknownText(word: string): string {
  const ids = SETTINGS_SECTIONS.map(({ id }) => id);
  const nearest = nearestWord(word, ids);
  const guess = nearest ? ` Did you mean \`/newsdesk settings ${nearest}\`?` : '';
  return `There is no section \`${escapeMrkdwn(word.slice(0, 40)).replaceAll('`', "'")}\`.${guess} Nothing was changed. These are the sections:`;
}

/** Each section with what is set in it now; `above` stands on top. */
async function settingsReply(ctx: Context, above: KnownBlock[] = []): Promise<Reply> {
  const text = 'The newsroom’s settings. What is set here stands over the environment’s first values.';
  const rows = SETTINGS_SECTIONS.map(({ id, title, summary }) =>
    paragraphWithButton(`*${title}*\n${summary(ctx)}`, {
      actionId: `${SETTINGS_ACTION}:${id}`,
      label: 'Change…',
      value: id,
    }),
  );
  return { text, blocks: [...above, paragraph(text), ...rows] };
}
