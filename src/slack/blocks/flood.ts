import type { FloodQuestion } from '../../services/ports.ts';
import { escapedWithin, plain } from '../mrkdwn.ts';
import { type KnownBlock, paragraph } from './block.ts';
import { type Button, buttonRow } from './buttons.ts';
import { counted } from './count.ts';

export const FLOOD_ACTIONS = {
  announce: 'flood.announce',
  publish: 'flood.publish',
  drop: 'flood.drop',
} as const;

function floodSentence({ feedTitle, count }: FloodQuestion): string {
  return `*${plain(feedTitle, 150)}* brought ${counted(count, 'new article')} at once. I've held ${count === 1 ? 'it' : 'them'}: nothing was published, announced or mailed.`;
}

/** Asks staff what to do with articles that are held. `suffix` tells the buttons of several questions in one message apart. */
export function floodBlocks(flood: FloodQuestion, suffix = ''): KnownBlock[] {
  const titles = flood.titles.map((title) => `• ${plain(title, 120)}`);
  const more = flood.count > flood.titles.length ? `\n• and ${flood.count - flood.titles.length} more` : '';
  const button = (actionId: string, label: string): Button => ({
    actionId: actionId + suffix,
    label,
    value: flood.publicId,
  });
  return [
    paragraph(`${floodSentence(flood)}\n${titles.join('\n')}${more}`),
    buttonRow([
      button(FLOOD_ACTIONS.announce, 'Publish and announce'),
      button(FLOOD_ACTIONS.publish, 'Publish without announcing'),
      button(FLOOD_ACTIONS.drop, 'Drop them'),
    ]),
  ];
}

/** The same in one line, for notifications. */
export function floodText(flood: FloodQuestion): string {
  return `${floodSentence(flood)} ${escapedWithin(flood.titles.join(' · '), 3_000)}`;
}
