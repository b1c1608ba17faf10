import type { KnownBlock } from './block.ts';

/** One button. Its action id is unique in its message; what follows a colon in it only serves that. */
export type Button = { actionId: string; label: string; value: string };

function element({ actionId, label, value }: Button) {
  return {
    type: 'button' as const,
    action_id: actionId,
    value,
    text: { type: 'plain_text' as const, text: label },
  };
}

/** A row of buttons. */
export function buttonRow(buttons: readonly Button[]): KnownBlock {
  return { type: 'actions', elements: buttons.map(element) };
}

/** A paragraph of mrkdwn with a button at its side. */
export function paragraphWithButton(text: string, button: Button): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text }, accessory: element(button) };
}
