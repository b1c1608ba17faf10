import type { types } from '@slack/bolt';

/** A Block Kit block of the kinds Slack's types know. */
export type KnownBlock = types.KnownBlock;

/** A paragraph of mrkdwn. */
export function paragraph(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}
