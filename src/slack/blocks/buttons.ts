import { type KnownBlock, mrkdwn } from './block.ts';

/** What Slack asks before a press counts; its limits are 100, 300, 30 and 30 characters. */
export type Confirm = { title: string; text: string; confirm: string; deny: string };

/** One button. Its action id is unique in its message; what follows a colon in it only serves that. */
export type Button = {
  actionId: string;
  label: string;
  value: string;
  /** Opens in the browser; the press still reaches us and has to be acknowledged. */
  url?: string;
  style?: 'primary' | 'danger';
  confirm?: Confirm;
};

function plainText(text: string, max: number) {
  return { type: 'plain_text' as const, text: text.slice(0, max) };
}

function element({ actionId, confirm, label, style, url, value }: Button) {
  return {
    type: 'button' as const,
    action_id: actionId,
    value,
    text: plainText(label, 75),
    ...(url ? { url } : {}),
    ...(style ? { style } : {}),
    ...(confirm
      ? {
          confirm: {
            title: plainText(confirm.title, 100),
            text: plainText(confirm.text, 300),
            confirm: plainText(confirm.confirm, 30),
            deny: plainText(confirm.deny, 30),
            ...(style === 'danger' ? { style } : {}),
          },
        }
      : {}),
  };
}

/** A row of buttons. */
export function buttonRow(buttons: readonly Button[]): KnownBlock {
  return { type: 'actions', elements: buttons.map(element) };
}

/** A paragraph of mrkdwn with a button at its side. */
export function paragraphWithButton(text: string, button: Button): KnownBlock {
  return { type: 'section', text: mrkdwn(text), accessory: element(button) };
}
